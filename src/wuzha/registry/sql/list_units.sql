-- Units with the people who answer for them on a day. People are seen within the visitor's own units only:
-- of the others it is not known whether somebody is missing.
SELECT *
FROM (
    SELECT
        u.id, u.name, u.kind, u.code, u.lo, u.aliases, above.name AS parent, a.name AS area,
        u.hi - 1 >= %(own_lo)s AND u.hi - 1 < %(own_hi)s AS known, who.leader, who.liaison, who.deputy
    FROM registry_unit AS u
    LEFT JOIN registry_unit AS above ON above.id = u.parent_id
    LEFT JOIN registry_area AS a ON a.id = u.area_id
    CROSS JOIN LATERAL (
        SELECT
            string_agg(p.name, '、' ORDER BY p.id) FILTER (WHERE p.post = 'leader') AS leader,
            string_agg(p.name, '、' ORDER BY p.id) FILTER (WHERE p.post = 'liaison') AS liaison,
            string_agg(p.name, '、' ORDER BY p.id) FILTER (WHERE p.post = 'deputy') AS deputy
        FROM registry_person AS p
        WHERE p.unit_id = u.id AND coalesce(p.valid_from, %(today)s) <= %(today)s
            AND coalesce(p.valid_to, %(today)s) >= %(today)s
    ) AS who
    WHERE u.district_id = %(district)s AND (%(kind)s::text IS NULL OR u.kind = %(kind)s)
        AND (
            %(words)s::text IS NULL
            OR strpos(u.name || ' ' || u.code || ' ' || array_to_string(u.aliases, ' '), %(words)s::text) > 0
        )
) AS unit
WHERE %(gap)s::text IS NULL OR (
    unit.known AND CASE %(gap)s::text
        WHEN 'leader' THEN unit.leader IS NULL
        WHEN 'liaison' THEN unit.liaison IS NULL
        ELSE unit.leader IS NULL OR unit.liaison IS NULL
    END
)
