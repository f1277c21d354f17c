-- What is missing among the posts of the units that the visitor may see people of, on a day: nobody leads, nobody is to
-- be called, no deputy where the office asks for one, nobody follows a post that ends within a month, no telephone.
WITH unit AS (
    SELECT u.id, u.name, u.kind, u.lo, u.kind = ANY(d.asks_deputy) AS asks_deputy
    FROM registry_unit AS u
    JOIN registry_district AS d ON d.id = u.district_id
    WHERE u.district_id = %(district)s AND u.hi - 1 >= %(own_lo)s AND u.hi - 1 < %(own_hi)s
), post AS (
    SELECT
        p.id, p.unit_id, p.post, p.name, p.phone, p.valid_to,
        coalesce(p.valid_from, %(today)s) <= %(today)s AND coalesce(p.valid_to, %(today)s) >= %(today)s AS present
    FROM registry_person AS p
    WHERE p.district_id = %(district)s
), gap AS (
    SELECT
        u.id AS unit_id, w.post AS gap, NULL::bigint AS person_id, last.name AS person, last.valid_to AS since
    FROM unit AS u
    CROSS JOIN (VALUES ('leader'), ('liaison'), ('deputy')) AS w (post)
    LEFT JOIN LATERAL (
        SELECT o.name, o.valid_to FROM post AS o
        WHERE o.unit_id = u.id AND o.post = w.post AND o.valid_to < %(today)s
        ORDER BY o.valid_to DESC, o.id DESC
        LIMIT 1
    ) AS last ON true
    WHERE (w.post <> 'deputy' OR u.asks_deputy)
        AND NOT EXISTS (SELECT 1 FROM post AS o WHERE o.unit_id = u.id AND o.post = w.post AND o.present)
    UNION ALL
    SELECT p.unit_id, 'ending', p.id, p.name, p.valid_to
    FROM post AS p
    WHERE p.present AND p.post IN ('leader', 'liaison') AND p.valid_to < %(today)s + 30
        AND NOT EXISTS (
            SELECT 1 FROM post AS o
            WHERE o.unit_id = p.unit_id AND o.post = p.post AND o.id <> p.id
                AND (o.valid_to IS NULL OR o.valid_to > p.valid_to)
        )
    UNION ALL
    SELECT p.unit_id, 'phone', p.id, p.name, NULL
    FROM post AS p
    WHERE p.present AND p.phone = '' AND p.post IN ('leader', 'liaison', 'deputy')
)
SELECT
    u.id::text || ' ' || g.gap || ' ' || coalesce(g.person_id, 0) AS id, u.id AS unit_id, u.name AS unit, u.kind, u.lo,
    g.gap, g.person_id, coalesce(g.person, '') AS person, g.since
FROM gap AS g
JOIN unit AS u ON u.id = g.unit_id
WHERE (%(unit)s::bigint IS NULL OR u.id = %(unit)s) AND (%(gap)s::text IS NULL OR g.gap = %(gap)s)
    AND (%(kind)s::text IS NULL OR u.kind = %(kind)s)
    AND (%(words)s::text IS NULL OR strpos(u.name || ' ' || coalesce(g.person, ''), %(words)s) > 0)
