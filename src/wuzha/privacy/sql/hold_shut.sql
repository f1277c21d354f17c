-- Waits until nobody seals with a key that was the current one before.
SELECT pg_advisory_xact_lock(7423, 0)
