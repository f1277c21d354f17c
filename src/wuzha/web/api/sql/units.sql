-- Units after a number.
SELECT u.id, u.parent_id, u.kind, u.code, u.name, u.aliases, u.area_id
FROM registry_unit AS u
WHERE u.district_id = %(district)s AND u.id > %(after)s
ORDER BY u.id
LIMIT %(limit)s
