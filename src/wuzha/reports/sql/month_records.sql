-- Distinct standing records of a stretch of days, and of each measure those that fall on its targets.
-- A record may serve several measures, so the first row (no measure) counts all of them once.
WITH standing AS (
    SELECT f.id, f.kind, f.target_kind, f.target_id, f.channel, f.audience
    FROM ledger_fact AS f
    WHERE f.district_id = %(district)s
        AND f.occurred_on >= %(since)s AND f.occurred_on <= %(until)s
        AND f.occurred_at >= %(since)s::date - 1 AND f.occurred_at < %(until)s::date + 2
        AND f.unit_pos >= %(unit_lo)s AND f.unit_pos < %(unit_hi)s
        AND f.kind NOT IN ('report_filed')
        AND NOT EXISTS (
            SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id
        )
)
SELECT
    NULL::bigint AS version_id, NULL AS clause, NULL AS title,
    count(*)::bigint AS records, coalesce(sum(s.audience), 0)::bigint AS audience
FROM standing AS s
UNION ALL
SELECT m.version_id, m.clause, m.title, count(*)::bigint, sum(m.audience)::bigint
FROM (
    SELECT DISTINCT g.version_id, g.clause, g.title, s.id, s.audience
    FROM standing AS s
    JOIN duties_duty AS d
        ON d.district_id = %(district)s AND d.target_kind = s.target_kind AND d.target_id = s.target_id
    JOIN duties_stage AS g
        ON g.id = d.stage_id AND s.kind = ANY(g.fact_kinds) AND (s.channel = ANY(g.channels) OR g.channels = '{}')
) AS m
GROUP BY m.version_id, m.clause, m.title
