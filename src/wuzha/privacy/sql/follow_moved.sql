-- Contacts whose door belongs elsewhere now.
UPDATE privacy_contact AS c
SET area_pos = i.area_pos, unit_pos = i.unit_pos
FROM incoming_moved AS i
WHERE c.district_id = %(district)s AND c.household_id = i.household_id
    AND (c.area_pos, c.unit_pos) IS DISTINCT FROM (i.area_pos, i.unit_pos)
