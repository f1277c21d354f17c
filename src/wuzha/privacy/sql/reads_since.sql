-- How often an account has looked at contacts since a moment.
SELECT count(*) AS n
FROM ledger_audit
WHERE district_id = %(district)s AND at >= %(since)s AND actor_id = %(actor)s AND action = ANY (%(actions)s)
