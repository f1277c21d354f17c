-- The entries of a seal: every fact recorded in [since, until), as id and digest, in order of id.
SELECT
    count(*) AS count,
    coalesce(string_agg(uuid_send(f.id) || ledger_digest_v1(f), ''::bytea ORDER BY f.id), ''::bytea) AS entries
FROM ledger_fact AS f
WHERE f.district_id = %(district)s AND f.recorded_at >= %(since)s AND f.recorded_at < %(until)s
