-- Duties that are alike, counted with what became of them. A duty is done on the day its expected number
-- of standing records was reached; a filed report counts for the month it names, other work for the
-- period in which it was done. Doors found vacant, or not in the newest approved version of the denominators, with
-- nothing done, are not counted against anybody, nor is a place that had ended before the duty was due or begins after. A door that was merged into another owes nothing of its own; what was
-- done there counts for the other.
-- Of a few leaves the targets are arrays: behind an OR only those find their way into an index.
INSERT INTO oversight_duty_leaf (
    district_id, stage_id, unit_id, unit_pos, doer_id, doer_pos, area_pos, period_start, period_end, due,
    total, done, done_late, not_counted
)
WITH merged AS MATERIALIZED (
    SELECT m.id, m.merged_into
    FROM registry_household AS m
    WHERE m.district_id = %(district)s AND m.merged_into IS NOT NULL
), duty AS NOT MATERIALIZED (
    SELECT d.*, s.fact_kinds, s.outcomes, s.needs_material, s.channels, s.by_month, s.detail
    FROM duties_duty AS d
    JOIN duties_stage AS s ON s.id = d.stage_id AND s.district_id = d.district_id
    WHERE d.district_id = %(district)s AND s.retired_at IS NULL
        AND (%(all)s OR (d.area_pos = ANY(%(areas)s) AND d.doer_pos = ANY(%(doers)s)))
        AND (d.target_kind <> 'household' OR d.target_id NOT IN (SELECT m.id FROM merged AS m))
), matched AS (
    SELECT d.id, d.expected, f.id AS fact_id, f.occurred_on
    FROM duty AS d
    JOIN ledger_fact AS f
        ON f.district_id = %(district)s AND f.target_kind = d.target_kind AND f.target_id = d.target_id
        AND f.kind = ANY(d.fact_kinds) AND (f.outcome = ANY(d.outcomes) OR d.outcomes = '{}')
        AND (f.material <> '' OR NOT d.needs_material) AND (f.channel = ANY(d.channels) OR d.channels = '{}')
        AND (d.detail = '{}' OR f.detail @> d.detail)
        AND (d.by_month OR f.occurred_on BETWEEN d.period_start AND d.period_end)
        AND (NOT d.by_month OR f.detail ->> 'month' = to_char(d.nominal_due, 'YYYY-MM'))
    UNION ALL
    SELECT d.id, d.expected, f.id, f.occurred_on
    FROM merged AS m
    JOIN duty AS d ON d.target_kind = 'household' AND d.target_id = m.merged_into
    JOIN ledger_fact AS f
        ON f.district_id = %(district)s AND f.target_kind = 'household' AND f.target_id = m.id
        AND f.target_id = ANY(ARRAY(SELECT one.id FROM merged AS one))
        AND f.kind = ANY(d.fact_kinds) AND (f.outcome = ANY(d.outcomes) OR d.outcomes = '{}')
        AND (f.material <> '' OR NOT d.needs_material) AND (f.channel = ANY(d.channels) OR d.channels = '{}')
        AND (d.detail = '{}' OR f.detail @> d.detail) AND f.occurred_on BETWEEN d.period_start AND d.period_end
), reached AS (
    SELECT t.id, (array_agg(t.occurred_on ORDER BY t.occurred_on))[min(t.expected)] AS day
    FROM matched AS t
    WHERE NOT EXISTS (
        SELECT 1 FROM ledger_fact AS n WHERE n.district_id = %(district)s AND n.supersedes = t.fact_id
    )
    GROUP BY t.id
), settled AS (
    SELECT
        coalesce(m.merged_into, f.target_id) AS target_id,
        max(f.occurred_at) FILTER (WHERE f.outcome = 'vacant') AS vacant_at,
        max(f.occurred_at) FILTER (WHERE f.outcome IN ('met', 'refused', 'material_left')) AS lived_at
    FROM ledger_fact AS f
    LEFT JOIN merged AS m ON m.id = f.target_id
    WHERE f.district_id = %(district)s AND f.target_kind = 'household'
        AND f.outcome IN ('vacant', 'met', 'refused', 'material_left')
        AND (%(all)s OR f.target_id = ANY(ARRAY(
            SELECT t.target_id FROM duty AS t WHERE t.target_kind = 'household'
            UNION
            SELECT one.id FROM merged AS one
        )))
        AND NOT EXISTS (
            SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id
        )
    GROUP BY coalesce(m.merged_into, f.target_id)
), unlived AS (
    SELECT h.id
    FROM registry_household AS h
    LEFT JOIN settled AS v ON v.target_id = h.id
    LEFT JOIN registry_entry AS e
        ON %(approved)s AND e.district_id = %(district)s AND e.target_kind = 'household' AND e.target_id = h.id
        AND e.until IS NULL
    WHERE h.district_id = %(district)s AND (%(all)s OR h.area_pos = ANY(%(areas)s))
        AND (
            (%(approved)s AND e.target_id IS NULL)
            OR coalesce(e.valid_to, 'infinity') < (SELECT registry_day(%(district)s))
            OR (NOT %(approved)s AND (h.merged_into IS NOT NULL OR h.valid_to < (SELECT registry_day(%(district)s))))
            OR CASE
                WHEN v.target_id IS NULL THEN coalesce(e.sort, h.status) <> 'occupied'
                ELSE coalesce(v.vacant_at > v.lived_at, v.lived_at IS NULL)
            END
        )
), shut AS (
    SELECT p.id, p.valid_from, p.valid_to
    FROM registry_place AS p
    WHERE p.district_id = %(district)s AND (p.valid_to < (SELECT registry_day(%(district)s)) OR p.valid_from > (SELECT registry_day(%(district)s)))
        AND NOT EXISTS (
            SELECT 1 FROM registry_entry AS e
            WHERE %(approved)s AND e.district_id = %(district)s AND e.target_kind = 'place' AND e.target_id = p.id
                AND e.until IS NULL AND coalesce(e.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
                AND coalesce(e.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
        )
)
SELECT
    %(district)s, d.stage_id, d.unit_id, d.unit_pos, d.doer_id, d.doer_pos, d.area_pos,
    d.period_start, d.period_end, d.due,
    count(*),
    count(*) FILTER (WHERE r.day <= d.due),
    count(*) FILTER (WHERE r.day > d.due),
    count(*) FILTER (
        WHERE r.day IS NULL AND (
            (d.target_kind = 'household' AND d.target_id IN (SELECT u.id FROM unlived AS u))
            OR (d.target_kind = 'place' AND (
                c.valid_to < least(d.due, (SELECT registry_day(%(district)s))) OR c.valid_from > greatest(d.due, (SELECT registry_day(%(district)s)))
            ))
        )
    )
FROM duty AS d
LEFT JOIN reached AS r ON r.id = d.id
LEFT JOIN shut AS c ON d.target_kind = 'place' AND c.id = d.target_id
GROUP BY d.stage_id, d.unit_id, d.unit_pos, d.doer_id, d.doer_pos, d.area_pos, d.period_start, d.period_end, d.due
