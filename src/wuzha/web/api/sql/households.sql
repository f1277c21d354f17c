-- Doors after a number that are in use, narrowed to the ground of an area, to a holder.
SELECT h.id, h.code, h.address, h.area_id, h.unit_id, h.status, h.valid_from, h.valid_to
FROM registry_household AS h
WHERE h.district_id = %(district)s AND h.id > %(after)s AND h.merged_into IS NULL
    AND coalesce(h.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
    AND coalesce(h.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
    AND (%(unit)s::bigint IS NULL OR h.unit_id = %(unit)s)
    AND (%(area)s::bigint IS NULL OR EXISTS (
        SELECT 1 FROM registry_area AS a WHERE a.id = %(area)s AND h.area_pos >= a.lo AND h.area_pos < a.hi
    ))
ORDER BY h.id
LIMIT %(limit)s
