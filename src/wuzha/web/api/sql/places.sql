-- Places after a number that are in use, narrowed to a class, to the ground of an area, to a holder.
SELECT
    p.id, p.place_class, p.code, p.name, p.address, p.area_id, p.unit_id, p.line_unit_id, p.longitude, p.latitude,
    p.detail ->> 'group_kind' AS group_kind, p.detail ->> 'publisher' AS publisher, p.detail ->> 'plate' AS plate,
    p.detail ->> 'route' AS route, p.valid_from, p.valid_to
FROM registry_place AS p
WHERE p.district_id = %(district)s AND p.id > %(after)s
    AND coalesce(p.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
    AND coalesce(p.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
    AND (%(place_class)s = '' OR p.place_class = %(place_class)s)
    AND (%(unit)s::bigint IS NULL OR p.unit_id = %(unit)s)
    AND (%(area)s::bigint IS NULL OR EXISTS (
        SELECT 1 FROM registry_area AS a WHERE a.id = %(area)s AND p.area_pos >= a.lo AND p.area_pos < a.hi
    ))
ORDER BY p.id
LIMIT %(limit)s
