-- What was recorded for locked months after their locks: standing records of some stretches of days, each from its
-- own moment of recording on. A withdrawal stands for the record that it takes away. ``total`` counts all of them.
WITH late AS (
    SELECT unnest(%(starts)s::date[]) AS first, unnest(%(ends)s::date[]) AS last, unnest(%(lines)s::timestamptz[]) AS line
)
SELECT
    f.id, f.kind, f.occurred_on, f.recorded_at, f.place, u.name AS unit, f.content, f.material,
    f.supersedes IS NOT NULL AS corrects, count(*) OVER () AS total
FROM ledger_fact AS f
JOIN late AS l ON f.occurred_on BETWEEN l.first AND l.last AND f.recorded_at > l.line
JOIN registry_unit AS u ON u.id = f.unit_id
WHERE f.district_id = %(district)s
    AND f.recorded_at > %(since)s AND f.recorded_at <= coalesce(%(until)s::timestamptz, 'infinity')
    AND f.unit_pos >= %(unit_lo)s AND f.unit_pos < %(unit_hi)s
    AND f.kind <> 'report_filed'
    AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
ORDER BY f.occurred_on, f.id
LIMIT %(limit)s
