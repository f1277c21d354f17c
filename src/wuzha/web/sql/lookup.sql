-- Whether the district has a door, place or unit: names and places alone, nothing of what was done there and nobody who
-- lives there. Doors by ground and number together, at most a few; a number as it is written, or as all spellings of it.
(
    SELECT 'household' AS kind, h.id, h.address AS name, h.area_pos, h.area_id, h.unit_id, h.unit_pos, NULL AS place_class
    FROM registry_household AS h
    WHERE h.district_id = %(district)s AND h.merged_into IS NULL
        AND %(grounds)s::jsonb IS NOT NULL AND %(door)s::text IS NOT NULL
        AND coalesce(h.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
        AND EXISTS (
            SELECT 1 FROM jsonb_to_recordset(%(grounds)s::jsonb) AS g (lo bigint, hi bigint)
            WHERE h.area_pos >= g.lo AND h.area_pos < g.hi
        )
        AND (h.address LIKE ALL (%(patterns)s::text[]) OR right(h.code, length(%(door)s) + 1) = '|' || %(door)s)
    ORDER BY h.area_pos, h.id
    LIMIT %(few)s
)
UNION ALL
(
    SELECT 'place', p.id, p.name, p.area_pos, p.area_id, p.unit_id, p.unit_pos, p.place_class
    FROM registry_place AS p
    WHERE p.district_id = %(district)s AND strpos(p.name, %(words)s) > 0
        AND coalesce(p.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
    ORDER BY p.name, p.id
    LIMIT %(few)s
)
UNION ALL
(
    SELECT 'unit', u.id, u.name, NULL, u.area_id, u.id, NULL, NULL
    FROM registry_unit AS u
    WHERE u.district_id = %(district)s
        AND (strpos(u.name, %(words)s) > 0 OR %(words)s = ANY(u.aliases) OR u.code = %(words)s)
    ORDER BY u.lo
    LIMIT %(few)s
)
