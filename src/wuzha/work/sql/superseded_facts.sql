-- Of the records that corrections name: which are there to be seen, and which were corrected before.
SELECT
    f.id,
    (SELECT n.id FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id LIMIT 1) AS corrected_by
FROM ledger_fact AS f
WHERE f.district_id = %(district)s AND f.id = ANY(%(ids)s)
