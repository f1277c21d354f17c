-- Standing ledger rows by week (its Monday) and evidence grade.
SELECT date_trunc('week', f.occurred_on)::date AS week, f.grade, count(*)::int AS records
FROM ledger_fact AS f
WHERE f.district_id = %(district)s AND f.occurred_on >= %(since)s AND f.occurred_on <= %(until)s
    AND f.kind <> 'withdrawal'
    AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
GROUP BY 1, 2
