-- The entries of one part of the audit log (see fact_entries): a line's number as 16 bytes, and its digest.
SELECT coalesce(string_agg(uuid_send(part.id) || part.digest, ''::bytea ORDER BY part.id), ''::bytea) AS entries
FROM (
    SELECT lpad(to_hex(a.id), 32, '0')::uuid AS id, ledger_audit_digest_v1(a) AS digest
    FROM ledger_audit AS a
    WHERE a.district_id = %(district)s
        AND (a.at, a.id) >= (%(since)s, %(since_id)s)
        AND (a.at, a.id) < (%(until)s, %(until_id)s)
) AS part
