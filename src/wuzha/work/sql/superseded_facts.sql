-- Of the records that corrections name: which are there to be seen, whether they are the sender's own to put right, and
-- which were corrected before.
SELECT
    f.id, f.kind, f.target_kind, f.target_id,
    f.unit_pos >= current_setting('wuzha.own_lo')::bigint AND f.unit_pos < current_setting('wuzha.own_hi')::bigint AS own,
    (SELECT n.id FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id LIMIT 1) AS corrected_by
FROM ledger_fact AS f
WHERE f.district_id = %(district)s AND f.id = ANY(%(ids)s)
