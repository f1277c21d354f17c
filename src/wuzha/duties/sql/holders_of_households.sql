-- The distinct (holder, leaf area) pairs of residential doors, with how many doors each has.
SELECT h.unit_id AS holder_id, h.unit_pos AS holder_pos, h.area_pos, count(*)::bigint AS targets
FROM registry_household AS h
WHERE h.district_id = %(district)s AND h.status = ANY(%(statuses)s) AND h.merged_into IS NULL
GROUP BY h.unit_id, h.unit_pos, h.area_pos
