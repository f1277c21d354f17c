-- One template a district is kept at a time: two uploads in one moment would take the same number.
SELECT pg_advisory_xact_lock(7425, (%(district)s %% 2147483647)::int)
