-- Sealed contacts with the doors that they belong to; every word stands in the address.
SELECT
    c.household_id AS id, c.area_pos, c.name, c.phone, c.relation, c.collected_on, c.keep_until, h.address,
    (
        SELECT concat_ws(' / ', above.name, a.name)
        FROM registry_area AS a LEFT JOIN registry_area AS above ON above.id = a.parent_id
        WHERE a.id = h.area_id
    ) AS area,
    (SELECT u.name FROM registry_unit AS u WHERE u.id = h.unit_id) AS unit
FROM privacy_contact AS c
JOIN registry_household AS h ON h.district_id = c.district_id AND h.id = c.household_id
WHERE c.district_id = %(district)s
    AND (%(area_lo)s::bigint IS NULL OR (c.area_pos >= %(area_lo)s::bigint AND c.area_pos < %(area_hi)s::bigint))
    AND (%(unit_lo)s::bigint IS NULL OR (c.unit_pos >= %(unit_lo)s::bigint AND c.unit_pos < %(unit_hi)s::bigint))
    AND (
        %(grounds)s::jsonb IS NULL
        OR EXISTS (
            SELECT 1 FROM jsonb_to_recordset(%(grounds)s::jsonb) AS g (lo bigint, hi bigint)
            WHERE c.area_pos >= g.lo AND c.area_pos < g.hi
        )
    )
    AND (%(patterns)s::text[] IS NULL OR h.address LIKE ALL (%(patterns)s::text[]))
