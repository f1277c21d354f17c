-- The facts of one part (see fact_entries) as the texts that their digests are made of, in order of id.
SELECT ledger_text_v1(f) AS text
FROM ledger_fact AS f
WHERE f.district_id = %(district)s
    AND (f.recorded_at, f.id) >= (%(since)s, %(since_id)s)
    AND (f.recorded_at, f.id) < (%(until)s, %(until_id)s)
ORDER BY f.id
