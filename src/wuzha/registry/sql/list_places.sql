-- Places of a class on a stretch of ground, held by a stretch of the unit tree; every word stands in name, address,
-- publisher, plate or route.
SELECT
    p.id, p.code, p.name, p.place_class, p.address, p.area_pos, p.unit_pos, p.valid_from, p.valid_to,
    p.longitude, p.latitude, p.detail ->> 'group_kind' AS group_kind, p.detail ->> 'publisher' AS publisher,
    p.detail ->> 'plate' AS plate, p.detail ->> 'route' AS route,
    concat_ws(' · ', p.detail ->> 'publisher', p.detail ->> 'plate', p.detail ->> 'route') AS detail,
    (
        SELECT concat_ws(' / ', above.name, a.name)
        FROM registry_area AS a LEFT JOIN registry_area AS above ON above.id = a.parent_id
        WHERE a.id = p.area_id
    ) AS area,
    (SELECT u.name FROM registry_unit AS u WHERE u.id = p.unit_id) AS unit,
    (SELECT u.name FROM registry_unit AS u WHERE u.id = p.line_unit_id) AS line_unit
FROM registry_place AS p
WHERE p.district_id = %(district)s
    AND (%(place_class)s::text IS NULL OR p.place_class = %(place_class)s)
    AND (%(group_kind)s::text IS NULL OR p.detail ->> 'group_kind' = %(group_kind)s)
    AND (%(line)s::bigint IS NULL OR p.line_unit_id = %(line)s::bigint)
    AND CASE %(lacks)s::text
        WHEN 'publisher' THEN p.place_class = 'chat_group' AND p.detail ->> 'publisher' IS NULL
        WHEN 'line' THEN p.line_unit_id IS NULL
        WHEN 'area' THEN p.area_id IS NULL
        WHEN 'spot' THEN p.longitude IS NULL OR p.latitude IS NULL
        ELSE true
    END
    AND (%(area_lo)s::bigint IS NULL OR (p.area_pos >= %(area_lo)s::bigint AND p.area_pos < %(area_hi)s::bigint))
    AND (%(unit_lo)s::bigint IS NULL OR (p.unit_pos >= %(unit_lo)s::bigint AND p.unit_pos < %(unit_hi)s::bigint))
    AND (
        %(grounds)s::jsonb IS NULL
        OR EXISTS (
            SELECT 1 FROM jsonb_to_recordset(%(grounds)s::jsonb) AS g (lo bigint, hi bigint)
            WHERE p.area_pos >= g.lo AND p.area_pos < g.hi
        )
    )
    AND (%(patterns)s::text[] IS NULL OR concat_ws(
        ' ', p.name, p.address, p.detail ->> 'publisher', p.detail ->> 'plate', p.detail ->> 'route'
    ) LIKE ALL (%(patterns)s::text[]))
    AND CASE %(state)s::text
        WHEN 'ended' THEN p.valid_to < (SELECT registry_day(%(district)s))
        WHEN 'coming' THEN p.valid_from > (SELECT registry_day(%(district)s))
        WHEN 'all' THEN true
        ELSE coalesce(p.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
            AND coalesce(p.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
    END
