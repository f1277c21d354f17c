-- Append one line of the audit log; its time is moved behind the last seal, as that of a fact is (see append_facts).
INSERT INTO ledger_audit (district_id, kind, at, actor_id, actor_name, action, subject, detail)
SELECT
    %(district)s, %(kind)s,
    greatest(%(at)s, (SELECT max(s.cutoff) FROM ledger_seal AS s WHERE s.district_id = %(district)s)),
    %(actor_id)s, %(actor_name)s, %(action)s, %(subject)s, %(detail)s::jsonb
