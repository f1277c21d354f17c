-- The areas in which a stretch of the unit tree has duties to do, from the counted leaves: what a filter offers.
SELECT a.id, a.name, a.lo, a.hi, p.name AS above
FROM registry_area AS a
LEFT JOIN registry_area AS p ON p.id = a.parent_id
WHERE a.district_id = %(district)s AND EXISTS (
    SELECT 1 FROM oversight_duty_leaf AS l
    WHERE l.district_id = a.district_id AND l.area_pos = a.hi - 1
        AND l.doer_pos >= %(unit_lo)s AND l.doer_pos < %(unit_hi)s
)
ORDER BY a.lo, a.hi DESC
LIMIT 300
