-- The entries of one part: the facts from (since, since_id) up to, not including, (until, until_id) in the order of
-- recording, as id and digest in order of id. Digests are made below the sort, where several workers can share them.
SELECT coalesce(string_agg(uuid_send(part.id) || part.digest, ''::bytea ORDER BY part.id), ''::bytea) AS entries
FROM (
    SELECT f.id, ledger_digest_v1(f) AS digest
    FROM ledger_fact AS f
    WHERE f.district_id = %(district)s
        AND (f.recorded_at, f.id) >= (%(since)s, %(since_id)s)
        AND (f.recorded_at, f.id) < (%(until)s, %(until_id)s)
    OFFSET 0
) AS part
