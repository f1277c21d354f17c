-- One imports into a district at a time; whether that is us. Kept until released, or until the connection ends.
SELECT pg_try_advisory_lock(7423, (%(district)s %% 2147483647)::int) AS got
