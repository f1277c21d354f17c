-- The areas that doors wait in.
SELECT DISTINCT i.area_id
FROM registry_incoming_household AS i
WHERE i.import_id = %(run)s
