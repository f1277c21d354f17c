-- The distinct (holder, area) pairs of places of certain classes, with how many places each has.
SELECT h.unit_id AS holder_id, h.unit_pos AS holder_pos, h.area_pos, count(*)::bigint AS targets
FROM registry_place AS h
WHERE h.district_id = %(district)s AND h.place_class = ANY(%(place_classes)s)
GROUP BY h.unit_id, h.unit_pos, h.area_pos
