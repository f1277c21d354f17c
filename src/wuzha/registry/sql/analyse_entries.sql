-- The planner learns at once what a version brought.
ANALYZE registry_entry
