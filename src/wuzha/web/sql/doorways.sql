-- Leaf areas (buildings, or compounds that are not cut into buildings) with the doors that a visitor may see there, and
-- how far they are covered, from the counted leaves.
SELECT
    a.id, a.name, a.lo, p.name AS above,
    sum(l.registered - l.vacant - l.nonresidential)::bigint AS eligible,
    sum(l.visited)::bigint AS visited, sum(l.told)::bigint AS told
FROM oversight_coverage_leaf AS l
JOIN registry_area AS a ON a.id = l.area_id
LEFT JOIN registry_area AS p ON p.id = a.parent_id
WHERE l.district_id = %(district)s
    AND (%(words)s::text IS NULL OR strpos(concat_ws(' ', p.name, a.name), %(words)s) > 0)
GROUP BY a.id, a.name, a.lo, p.name
