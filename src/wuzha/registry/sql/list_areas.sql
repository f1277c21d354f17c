-- The parts of an area, each with how many parts and places it has in turn.
SELECT
    a.id, a.name, a.level, a.code, a.lo,
    (
        SELECT count(*) FROM registry_area AS part WHERE part.district_id = a.district_id AND part.parent_id = a.id
    ) AS parts,
    (
        SELECT count(*) FROM registry_place AS p
        WHERE p.district_id = a.district_id AND p.area_pos >= a.lo AND p.area_pos < a.hi
            AND coalesce(p.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
            AND coalesce(p.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
    ) AS places
FROM registry_area AS a
WHERE a.district_id = %(district)s AND a.parent_id = %(parent)s
    AND (%(words)s::text IS NULL OR strpos(a.name || ' ' || a.code, %(words)s::text) > 0)
