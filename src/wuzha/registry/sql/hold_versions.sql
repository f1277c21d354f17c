-- One approval a district at a time.
SELECT pg_advisory_xact_lock(7423, (%(district)s %% 2147483647)::int)
