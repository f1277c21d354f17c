-- The month's standing records that a report lists by themselves: everything but doors and filings.
SELECT
    f.id, f.occurred_on, f.place, u.name AS unit, f.kind, f.content, f.material, f.audience, f.grade
FROM ledger_fact AS f
JOIN registry_unit AS u ON u.id = f.unit_id
WHERE f.district_id = %(district)s
    AND f.occurred_on >= %(since)s AND f.occurred_on <= %(until)s
    AND f.occurred_at >= %(since)s::date - 1 AND f.occurred_at < %(until)s::date + 2
    AND f.unit_pos >= %(unit_lo)s AND f.unit_pos < %(unit_hi)s
    AND f.kind IN ('event', 'meeting', 'publication', 'message_batch', 'letter', 'plan_filed')
    AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
ORDER BY f.occurred_on, f.id
LIMIT %(limit)s
