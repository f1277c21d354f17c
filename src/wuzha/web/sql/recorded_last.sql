-- What an account recorded last and still stands.
SELECT f.id, f.kind, f.place, f.occurred_at, f.recorded_at, f.outcome
FROM ledger_fact AS f
WHERE f.district_id = %(district)s AND f.actor_id = %(actor)s AND f.recorded_at >= %(since)s
    AND f.kind <> 'withdrawal'
    AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
ORDER BY f.recorded_at DESC, f.id DESC
LIMIT %(limit)s
