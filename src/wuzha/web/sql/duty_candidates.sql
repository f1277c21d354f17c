-- Duties inside a visitor's scope that may be in one of some states; ``side`` says whether a stretch of units is
-- accountable for them, does them, or either: the counted leaves say where such duties are,
-- so that few rows have to be looked at one by one. ``due`` and ``id`` give their order.
SELECT d.id, d.due
FROM duties_duty AS d
JOIN duties_stage AS s ON s.id = d.stage_id AND s.district_id = d.district_id AND s.retired_at IS NULL
WHERE d.district_id = %(district)s
    AND (
        (%(side)s <> 'doer' AND d.unit_pos >= %(unit_lo)s AND d.unit_pos < %(unit_hi)s)
        OR (%(side)s <> 'unit' AND d.doer_pos >= %(unit_lo)s AND d.doer_pos < %(unit_hi)s)
    )
    AND d.area_pos >= %(area_lo)s AND d.area_pos < %(area_hi)s
    AND (d.target_kind <> 'household' OR d.target_id NOT IN (
        SELECT m.id FROM registry_household AS m WHERE m.district_id = %(district)s AND m.merged_into IS NOT NULL
    ))
    AND (%(accountable)s::bigint IS NULL OR coalesce(d.unit_id, 0) = %(accountable)s)
    AND (%(doer)s::bigint IS NULL OR d.doer_id = %(doer)s)
    AND (%(stages)s::bigint[] IS NULL OR d.stage_id = ANY(%(stages)s))
    AND (%(words)s::text IS NULL OR (d.target_kind, d.target_id) IN (
        SELECT 'household', h.id FROM registry_household AS h
        WHERE h.district_id = %(district)s AND strpos(h.address, %(words)s) > 0
        UNION ALL
        SELECT 'place', p.id FROM registry_place AS p
        WHERE p.district_id = %(district)s AND strpos(p.name, %(words)s) > 0
        UNION ALL
        SELECT 'unit', u.id FROM registry_unit AS u
        WHERE u.district_id = %(district)s AND strpos(u.name, %(words)s) > 0
    ))
    AND (%(due_first)s::date IS NULL OR d.due >= %(due_first)s)
    AND (%(due_last)s::date IS NULL OR d.due <= %(due_last)s)
    AND (
        %(states)s::text[] IS NULL
        OR EXISTS (
            SELECT 1
            FROM oversight_duty_leaf AS l
            WHERE l.district_id = d.district_id AND l.stage_id = d.stage_id AND l.unit_pos = d.unit_pos
                AND l.doer_pos = d.doer_pos AND l.area_pos = d.area_pos AND l.period_start = d.period_start
                AND (
                    (%(states)s && ARRAY['late', 'due_soon', 'open']
                        AND l.total > l.done + l.done_late + l.not_counted)
                    OR ('done' = ANY(%(states)s) AND l.done > 0)
                    OR ('done_late' = ANY(%(states)s) AND l.done_late > 0)
                    OR ('not_counted' = ANY(%(states)s) AND l.not_counted > 0)
                )
        )
    )
