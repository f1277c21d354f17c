-- Doors of a stretch of ground that are in use, as they are compared with one another; neighbours stand together.
SELECT h.id, h.area_id, h.area_pos, h.address
FROM registry_household AS h
WHERE h.district_id = %(district)s AND h.merged_into IS NULL AND coalesce(h.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
    AND h.area_pos >= %(lo)s AND h.area_pos < %(hi)s
ORDER BY h.area_pos
