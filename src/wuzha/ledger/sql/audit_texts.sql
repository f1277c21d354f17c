-- The lines of one part of the audit log (see audit_entries) as the texts that their digests are made of.
SELECT ledger_audit_text_v1(a) AS text
FROM ledger_audit AS a
WHERE a.district_id = %(district)s
    AND (a.at, a.id) >= (%(since)s, %(since_id)s)
    AND (a.at, a.id) < (%(until)s, %(until_id)s)
ORDER BY a.id
