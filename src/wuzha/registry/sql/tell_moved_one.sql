-- Where one household stands now, for what goes with it.
INSERT INTO incoming_moved (household_id, area_pos, unit_pos)
SELECT h.id, h.area_pos, h.unit_pos
FROM registry_household AS h
WHERE h.district_id = %(district)s AND h.id = %(household)s
