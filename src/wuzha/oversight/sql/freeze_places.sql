-- Keep how many places of each class every leaf has for a frozen month.
INSERT INTO oversight_frozen_places (freezing_id, district_id, place_class, area_pos, unit_pos, places)
SELECT %(freezing)s, p.district_id, p.place_class, p.area_pos, p.unit_pos, count(*)
FROM registry_place AS p
WHERE p.district_id = %(district)s AND p.valid_to IS NULL
GROUP BY p.district_id, p.place_class, p.area_pos, p.unit_pos
