-- Nothing waits any more.
DELETE FROM registry_incoming_place
WHERE import_id = %(run)s
