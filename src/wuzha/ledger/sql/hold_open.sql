-- Shared by every writer of facts until its commit; a seal waits for them (see seal_day).
SELECT pg_advisory_xact_lock_shared(7421, (%(district)s %% 2147483647)::int)
