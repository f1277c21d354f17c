-- Where each named target is and who holds it: only what the sender's scope shows.
SELECT
    'household' AS kind, h.id, h.area_id, h.area_pos, h.unit_id, h.unit_pos, h.address AS place
FROM registry_household AS h
WHERE h.district_id = %(district)s AND h.id = ANY(%(households)s)
UNION ALL
SELECT
    'place', p.id, p.area_id, p.area_pos, p.unit_id, p.unit_pos, p.name
FROM registry_place AS p
WHERE p.district_id = %(district)s AND p.id = ANY(%(places)s)
UNION ALL
SELECT
    'unit', u.id, u.area_id, coalesce(a.hi - 1, %(nowhere)s), u.id, u.hi - 1, u.name
FROM registry_unit AS u
LEFT JOIN registry_area AS a ON a.id = u.area_id
WHERE u.district_id = %(district)s AND u.id = ANY(%(units)s)
    AND u.hi - 1 >= current_setting('wuzha.own_lo')::bigint AND u.hi - 1 < current_setting('wuzha.own_hi')::bigint
