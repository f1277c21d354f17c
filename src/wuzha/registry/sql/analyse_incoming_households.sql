-- The planner learns how many rows wait.
ANALYZE registry_incoming_household
