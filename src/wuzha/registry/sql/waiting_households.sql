-- The natural keys that wait already, so that reading can go on where it stood.
SELECT i.code, i.number
FROM registry_incoming_household AS i
WHERE i.import_id = %(run)s
