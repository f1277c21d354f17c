-- Sealed contacts of a roster with the households that their rows have become.
SELECT i.number, i.contact, h.id AS household_id, h.area_pos, h.unit_pos
FROM registry_incoming_household AS i
JOIN registry_household AS h ON h.district_id = %(district)s AND h.code = i.code
WHERE i.import_id = %(run)s AND i.contact IS NOT NULL
