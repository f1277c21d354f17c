-- The records behind a report's additions: those that came for locked months after their locks (month_additions.sql of
-- reports counts them; a test holds the two together).
SELECT
    f.id, f.kind, f.occurred_at, f.recorded_at, f.place, f.actor_name, f.outcome, f.grade, f.channel, f.quantity,
    f.audience, f.material, f.content, f.note, f.source, f.supersedes,
    u.name AS unit, a.name AS area, NULL::uuid AS corrected_by
FROM ledger_fact AS f
JOIN (
    SELECT unnest(%(starts)s::date[]) AS first, unnest(%(ends)s::date[]) AS last, unnest(%(lines)s::timestamptz[]) AS line
) AS l ON f.occurred_on BETWEEN l.first AND l.last AND f.recorded_at > l.line
LEFT JOIN registry_unit AS u ON u.id = f.unit_id
LEFT JOIN registry_area AS a ON a.id = f.area_id
WHERE f.district_id = %(district)s
    AND f.recorded_at > %(since)s AND f.recorded_at <= coalesce(%(until)s::timestamptz, 'infinity')
    AND f.unit_pos >= %(unit_lo)s AND f.unit_pos < %(unit_hi)s
    AND f.kind <> 'report_filed'
    AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
