-- The planner learns at once what an import brought; autovacuum would take a minute.
ANALYZE registry_household
