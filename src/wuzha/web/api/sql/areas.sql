-- Areas after a number; those above the caller's ground are there as well, so that paths can be built.
SELECT a.id, a.parent_id, a.level, a.code, a.name
FROM registry_area AS a
WHERE a.district_id = %(district)s AND a.id > %(after)s
ORDER BY a.id
LIMIT %(limit)s
