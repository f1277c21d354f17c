-- Taken by the one who seals: waits for writers under way, and later ones wait for the seal.
SELECT pg_advisory_xact_lock(7421, (%(district)s %% 2147483647)::int)
