-- Where the households of a roster stand now, for what goes with them.
INSERT INTO incoming_moved (household_id, area_pos, unit_pos)
SELECT h.id, h.area_pos, h.unit_pos
FROM registry_incoming_household AS i
JOIN registry_household AS h ON h.district_id = %(district)s AND h.code = i.code
WHERE i.import_id = %(run)s
