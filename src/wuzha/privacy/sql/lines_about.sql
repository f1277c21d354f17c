-- The audit lines on the contact of one household, oldest first: who looked, and what was changed.
SELECT at, actor_name, kind, action, detail
FROM ledger_audit
WHERE district_id = %(district)s
    AND (
        (action LIKE 'contact.%%' AND subject = 'household ' || %(household)s::text)
        OR (detail ->> 'table' = 'household' AND detail -> 'keys' @> to_jsonb(%(household)s::bigint))
    )
ORDER BY at, id
