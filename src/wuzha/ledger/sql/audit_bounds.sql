-- Where the lines of the audit log written in [since, until) are cut into parts (see fact_bounds).
SELECT numbered.at, lpad(to_hex(numbered.id), 32, '0')::uuid AS id
FROM (
    SELECT a.at, a.id, row_number() OVER (ORDER BY a.at, a.id) - 1 AS number
    FROM ledger_audit AS a
    WHERE a.district_id = %(district)s AND a.at >= %(since)s AND a.at < %(until)s
) AS numbered
WHERE numbered.number > 0 AND numbered.number %% %(size)s = 0
ORDER BY numbered.at, numbered.id
