-- Ledger rows of a stretch of both trees; those that a newer one corrects or withdraws only where ``rows`` is given. ``words`` are
-- looked for in what people typed and in the place as printed.
SELECT
    f.id, f.kind, f.occurred_at, f.recorded_at, f.place, f.actor_name, f.outcome, f.grade, f.channel, f.quantity,
    f.audience, f.material, f.content, f.note, f.source, f.supersedes,
    u.name AS unit, a.name AS area,
    (SELECT n.id FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id LIMIT 1)
        AS corrected_by
FROM ledger_fact AS f
LEFT JOIN registry_unit AS u ON u.id = f.unit_id
LEFT JOIN registry_area AS a ON a.id = f.area_id
WHERE f.district_id = %(district)s
    AND f.unit_pos >= %(unit_lo)s AND f.unit_pos < %(unit_hi)s
    AND f.area_pos >= %(area_lo)s AND f.area_pos < %(area_hi)s
    AND (%(kind)s::text IS NULL OR f.kind = %(kind)s)
    AND (%(outcome)s::text IS NULL OR f.outcome = %(outcome)s)
    AND (%(grade)s::text IS NULL OR f.grade = %(grade)s)
    AND (%(day_first)s::date IS NULL OR f.occurred_on >= %(day_first)s)
    AND (%(day_last)s::date IS NULL OR f.occurred_on <= %(day_last)s)
    AND (%(words)s::text IS NULL
        OR strpos(concat_ws(' ', f.place, f.actor_name, f.content, f.note, f.material), %(words)s) > 0)
    AND (
        %(rows)s::text IS NOT NULL
        OR f.kind <> 'withdrawal' AND NOT EXISTS (
            -- Said again, so that the partial index serves: few rows correct another.
            SELECT 1 FROM ledger_fact AS n
            WHERE n.district_id = f.district_id AND n.supersedes = f.id AND n.supersedes IS NOT NULL
        )
    )
