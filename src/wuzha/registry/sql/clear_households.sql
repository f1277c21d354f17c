-- Nothing waits any more.
DELETE FROM registry_incoming_household
WHERE import_id = %(run)s
