-- Distinct standing records of a stretch of days, and of each measure those that fall on its targets.
-- A record may serve several measures, so the first row (no measure) counts all of them once. Whether a stage asks
-- anything of a target is looked up record by record: the planner takes the few it expects for all there are.
WITH standing AS (
    SELECT f.id, f.kind, f.target_kind, f.target_id, f.channel, f.audience
    FROM ledger_fact AS f
    WHERE f.district_id = %(district)s
        AND f.occurred_on >= %(since)s AND f.occurred_on <= %(until)s
        AND f.occurred_at >= %(since)s::date - 1 AND f.occurred_at < %(until)s::date + 2
        AND f.unit_pos >= %(unit_lo)s AND f.unit_pos < %(unit_hi)s
        AND f.kind NOT IN ('report_filed', 'withdrawal')
        AND NOT EXISTS (
            SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id
        )
), stage AS (
    SELECT
        g.id, g.target_kind, g.fact_kinds, g.channels,
        min(g.id) OVER (PARTITION BY g.version_id, g.clause, g.title) AS measure
    FROM duties_stage AS g
    WHERE g.district_id = %(district)s
), serving AS (
    SELECT DISTINCT g.measure, s.id, s.audience
    FROM standing AS s
    JOIN stage AS g
        ON g.target_kind = s.target_kind AND s.kind = ANY(g.fact_kinds)
        AND (s.channel = ANY(g.channels) OR g.channels = '{}')
    CROSS JOIN LATERAL (
        SELECT 1 FROM duties_duty AS d
        WHERE d.district_id = %(district)s AND d.stage_id = g.id AND d.target_id = s.target_id LIMIT 1
    ) AS duty
)
SELECT
    NULL::bigint AS version_id, NULL AS clause, NULL AS title,
    count(*)::bigint AS records, coalesce(sum(s.audience), 0)::bigint AS audience
FROM standing AS s
UNION ALL
SELECT g.version_id, g.clause, g.title, count(*)::bigint, sum(m.audience)::bigint
FROM serving AS m
JOIN duties_stage AS g ON g.id = m.measure
GROUP BY g.version_id, g.clause, g.title
