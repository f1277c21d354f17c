-- The planner learns at once what an import brought.
ANALYZE privacy_contact
