-- How many places of each class a stretch of both trees has, on the register's day or when a month was frozen.
SELECT c.place_class, sum(c.places)::bigint AS places
FROM (
    SELECT p.place_class, 1 AS places
    FROM registry_place AS p
    WHERE %(freezing)s = 0 AND NOT %(approved)s AND p.district_id = %(district)s
        AND coalesce(p.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
        AND coalesce(p.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
        AND p.area_pos >= %(area_lo)s AND p.area_pos < %(area_hi)s
        AND p.unit_pos >= %(unit_lo)s AND p.unit_pos < %(unit_hi)s
    UNION ALL
    SELECT e.sort, 1
    FROM registry_entry AS e
    WHERE %(freezing)s = 0 AND %(approved)s AND e.district_id = %(district)s AND e.target_kind = 'place'
        AND e.until IS NULL
        AND coalesce(e.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
        AND coalesce(e.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
        AND e.area_pos >= %(area_lo)s AND e.area_pos < %(area_hi)s
        AND e.unit_pos >= %(unit_lo)s AND e.unit_pos < %(unit_hi)s
    UNION ALL
    SELECT f.place_class, f.places
    FROM oversight_frozen_places AS f
    WHERE f.freezing_id = %(freezing)s AND f.district_id = %(district)s
        AND f.area_pos >= %(area_lo)s AND f.area_pos < %(area_hi)s
        AND f.unit_pos >= %(unit_lo)s AND f.unit_pos < %(unit_hi)s
) AS c
GROUP BY c.place_class
ORDER BY c.place_class
