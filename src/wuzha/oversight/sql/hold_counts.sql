-- One counts a district at a time; a full count waits for a refresh under way.
SELECT pg_advisory_xact_lock(7422, (%(district)s %% 2147483647)::int)
