-- Households and places of which the working register differs from the newest version, with what differs.
SELECT
    p.target_id * 2 + (p.target_kind = 'place')::int AS id, p.target_kind, p.target_id, p.change, p.sort, p.was_sort,
    p.area_pos, p.valid_from, p.valid_to,
    coalesce(h.address, s.name) AS target,
    (
        SELECT concat_ws(' / ', above.name, a.name)
        FROM registry_area AS a LEFT JOIN registry_area AS above ON above.id = a.parent_id
        WHERE a.id = p.area_id
    ) AS area,
    (SELECT u.name FROM registry_unit AS u WHERE u.id = p.unit_id) AS unit,
    (
        SELECT u.name FROM registry_unit AS u
        WHERE p.was_unit_pos <> p.unit_pos AND u.district_id = p.district_id AND u.hi - 1 = p.was_unit_pos
    ) AS was_unit
FROM registry_pending AS p
LEFT JOIN registry_household AS h
    ON p.target_kind = 'household' AND h.district_id = p.district_id AND h.id = p.target_id
LEFT JOIN registry_place AS s ON p.target_kind = 'place' AND s.district_id = p.district_id AND s.id = p.target_id
WHERE p.district_id = %(district)s
    AND (%(kind)s::text IS NULL OR p.target_kind = %(kind)s)
    AND (%(change)s::text IS NULL OR p.change = %(change)s)
    AND (%(area_lo)s::bigint IS NULL OR (p.area_pos >= %(area_lo)s::bigint AND p.area_pos < %(area_hi)s::bigint))
    AND (%(unit_lo)s::bigint IS NULL OR (p.unit_pos >= %(unit_lo)s::bigint AND p.unit_pos < %(unit_hi)s::bigint))
    AND (%(words)s::text IS NULL OR strpos(coalesce(h.address, s.name), %(words)s::text) > 0)
