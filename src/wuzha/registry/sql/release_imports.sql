-- Somebody else may import now.
SELECT pg_advisory_unlock(7423, (%(district)s %% 2147483647)::int)
