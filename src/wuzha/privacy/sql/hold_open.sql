-- Shared by everybody who seals, until the commit; a change of keys waits for them (see hold_shut).
SELECT pg_advisory_xact_lock_shared(7423, 0)
