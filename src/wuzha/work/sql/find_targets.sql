-- The targets that rows of a sheet name, inside the sender's scope: how many fit, and one of them. What ended in the last
-- sixty days is found too: sheets come in after the work. A name is compared as the registry has it, or as its code; a door
-- or place may be narrowed by the area that it lies in.
WITH wanted AS (
    SELECT w.number, w.kind, w.name, w.area
    FROM jsonb_to_recordset(%(wanted)s::jsonb) AS w (number int, kind text, name text, area text)
), ground AS (
    SELECT DISTINCT w.area, a.lo, a.hi
    FROM wanted AS w
    JOIN registry_area AS a ON a.district_id = %(district)s AND (a.name = w.area OR a.code = w.area)
    WHERE w.area <> ''
), fitting AS (
    SELECT w.number, h.id
    FROM wanted AS w
    JOIN registry_household AS h
        ON h.district_id = %(district)s AND h.merged_into IS NULL
        AND coalesce(h.valid_to, 'infinity') >= (SELECT registry_day(%(district)s)) - 60 AND (h.address = w.name OR h.code = w.name)
    WHERE w.kind = 'household' AND (w.area = '' OR EXISTS (
        SELECT 1 FROM ground AS g WHERE g.area = w.area AND h.area_pos >= g.lo AND h.area_pos < g.hi
    ))
    UNION ALL
    SELECT w.number, p.id
    FROM wanted AS w
    JOIN registry_place AS p
        ON p.district_id = %(district)s AND coalesce(p.valid_to, 'infinity') >= (SELECT registry_day(%(district)s)) - 60 AND (p.name = w.name OR p.code = w.name)
    WHERE w.kind = 'place' AND (w.area = '' OR EXISTS (
        SELECT 1 FROM ground AS g WHERE g.area = w.area AND p.area_pos >= g.lo AND p.area_pos < g.hi
    ))
    UNION ALL
    SELECT w.number, u.id
    FROM wanted AS w
    JOIN registry_unit AS u
        ON u.district_id = %(district)s AND (u.name = w.name OR u.code = w.name OR w.name = ANY(u.aliases))
    WHERE w.kind = 'unit'
        AND u.hi - 1 >= current_setting('wuzha.own_lo')::bigint AND u.hi - 1 < current_setting('wuzha.own_hi')::bigint
)
SELECT f.number, count(DISTINCT f.id)::int AS count, min(f.id) AS id
FROM fitting AS f
GROUP BY f.number
