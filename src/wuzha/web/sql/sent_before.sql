-- A record that the visitor may see, as it was sent the first time.
SELECT f.occurred_at, f.target_kind, f.target_id, f.outcome
FROM ledger_fact AS f
WHERE f.district_id = %(district)s AND f.id = %(id)s
