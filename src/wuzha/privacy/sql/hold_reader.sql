-- One look at a time for one account: two at once must not both be the last that is allowed.
SELECT pg_advisory_xact_lock(7424, (%(actor)s %% 2147483647)::int)
