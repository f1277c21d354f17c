-- How many households and places of a stretch of both trees wait for approval, by change.
SELECT p.target_kind, p.change, count(*) AS targets
FROM registry_pending AS p
WHERE p.district_id = %(district)s
    AND p.area_pos >= %(area_lo)s AND p.area_pos < %(area_hi)s
    AND p.unit_pos >= %(unit_lo)s AND p.unit_pos < %(unit_hi)s
GROUP BY p.target_kind, p.change
ORDER BY p.target_kind, p.change
