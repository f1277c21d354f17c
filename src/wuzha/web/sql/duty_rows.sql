-- What has become of some duties, by the rules by which oversight counts them (count_duties.sql there; a test holds
-- the two to the same figures). Runs under the whole district's scope, because work that others recorded decides
-- whether a duty of one's own is done; which duties may be asked for, duty_candidates.sql decides.
SELECT
    d.id, d.stage_id, d.target_kind, d.target_id, d.area_id, d.period_start, d.period_end, d.nominal_due, d.due, d.expected,
    s.clause, s.title, s.channel, s.fact_kinds, s.by_month, u.name AS unit, o.name AS doer, a.name AS area,
    coalesce(h.address, p.name, t.name) AS target,
    r.found, r.day AS reached_on, now.state
FROM duties_duty AS d
JOIN duties_stage AS s ON s.id = d.stage_id AND s.district_id = d.district_id AND s.retired_at IS NULL
LEFT JOIN registry_unit AS u ON u.id = d.unit_id
LEFT JOIN registry_unit AS o ON o.id = d.doer_id
LEFT JOIN registry_area AS a ON a.id = d.area_id
LEFT JOIN registry_household AS h
    ON d.target_kind = 'household' AND h.district_id = d.district_id AND h.id = d.target_id
LEFT JOIN registry_place AS p ON d.target_kind = 'place' AND p.district_id = d.district_id AND p.id = d.target_id
LEFT JOIN registry_entry AS e
    ON %(approved)s AND e.district_id = d.district_id AND e.target_kind = d.target_kind AND e.target_id = d.target_id
    AND e.until IS NULL
LEFT JOIN registry_unit AS t ON d.target_kind = 'unit' AND t.id = d.target_id
CROSS JOIN LATERAL (
    -- The target itself, and the doors that were merged into it.
    SELECT ARRAY(
        SELECT d.target_id
        UNION ALL
        SELECT m.id FROM registry_household AS m
        WHERE d.target_kind = 'household' AND m.district_id = d.district_id AND m.merged_into = d.target_id
    ) AS ids
) AS it
CROSS JOIN LATERAL (
    SELECT count(*)::int AS found, (array_agg(f.occurred_on ORDER BY f.occurred_on))[d.expected] AS day
    FROM ledger_fact AS f
    WHERE f.district_id = d.district_id AND f.target_kind = d.target_kind AND f.target_id = ANY(it.ids)
        AND f.kind = ANY(s.fact_kinds) AND (f.outcome = ANY(s.outcomes) OR s.outcomes = '{}')
        AND (f.material <> '' OR NOT s.needs_material) AND (f.channel = ANY(s.channels) OR s.channels = '{}')
        AND (s.detail = '{}' OR f.detail @> s.detail)
        AND CASE
            WHEN s.by_month THEN f.detail ->> 'month' = to_char(d.nominal_due, 'YYYY-MM')
            ELSE f.occurred_on BETWEEN d.period_start AND d.period_end
        END
        AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
) AS r
CROSS JOIN LATERAL (
    SELECT
        max(v.occurred_at) FILTER (WHERE v.outcome = 'vacant') AS vacant_at,
        max(v.occurred_at) FILTER (WHERE v.outcome IN ('met', 'refused', 'material_left')) AS lived_at
    FROM ledger_fact AS v
    WHERE r.day IS NULL AND d.target_kind = 'household' AND v.kind = 'visit'
        AND v.district_id = d.district_id AND v.target_kind = d.target_kind AND v.target_id = ANY(it.ids)
        AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = v.district_id AND n.supersedes = v.id)
) AS door
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN r.day <= d.due THEN 'done'
        WHEN r.day IS NOT NULL THEN 'done_late'
        WHEN h.id IS NOT NULL AND (
            h.merged_into IS NOT NULL
            OR (%(approved)s AND e.target_id IS NULL)
            OR coalesce(e.valid_to, 'infinity') < (SELECT registry_day(%(district)s))
            OR (NOT %(approved)s AND h.valid_to < (SELECT registry_day(%(district)s)))
            OR door.vacant_at > coalesce(door.lived_at, '-infinity')
            OR (coalesce(e.sort, h.status) <> 'occupied' AND door.lived_at IS NULL)
        ) THEN 'not_counted'
        WHEN (p.valid_to < least(d.due, (SELECT registry_day(%(district)s))) OR p.valid_from > greatest(d.due, (SELECT registry_day(%(district)s))))
            AND (
                e.target_id IS NULL OR e.valid_from > (SELECT registry_day(%(district)s)) OR e.valid_to < (SELECT registry_day(%(district)s))
            )
            THEN 'not_counted'
        WHEN d.due < %(today)s THEN 'late'
        WHEN d.due <= %(soon)s AND d.period_start <= %(today)s THEN 'due_soon'
        ELSE 'open'
    END AS state
) AS now
WHERE d.district_id = %(district)s AND d.id = ANY(%(ids)s)
