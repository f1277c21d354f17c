-- Doors on a stretch of ground, held by a stretch of the unit tree; every word stands in the address.
-- Names are looked up for the rows that are shown, not joined: the scan stays one of doors alone.
SELECT
    h.id, h.code, h.address, h.status, h.valid_from, h.valid_to, h.area_pos,
    (
        SELECT concat_ws(' / ', above.name, a.name)
        FROM registry_area AS a LEFT JOIN registry_area AS above ON above.id = a.parent_id
        WHERE a.id = h.area_id
    ) AS area,
    (SELECT u.name FROM registry_unit AS u WHERE u.id = h.unit_id) AS unit,
    (SELECT c.name FROM privacy_contact AS c WHERE c.district_id = h.district_id AND c.household_id = h.id)
        AS contact_name,
    (SELECT c.phone FROM privacy_contact AS c WHERE c.district_id = h.district_id AND c.household_id = h.id)
        AS contact_phone
FROM registry_household AS h
WHERE h.district_id = %(district)s
    AND (%(area_lo)s::bigint IS NULL OR (h.area_pos >= %(area_lo)s::bigint AND h.area_pos < %(area_hi)s::bigint))
    AND (%(unit_lo)s::bigint IS NULL OR (h.unit_pos >= %(unit_lo)s::bigint AND h.unit_pos < %(unit_hi)s::bigint))
    AND (
        %(grounds)s::jsonb IS NULL
        OR EXISTS (
            SELECT 1 FROM jsonb_to_recordset(%(grounds)s::jsonb) AS g (lo bigint, hi bigint)
            WHERE h.area_pos >= g.lo AND h.area_pos < g.hi
        )
    )
    AND (%(patterns)s::text[] IS NULL OR h.address LIKE ALL (%(patterns)s::text[]))
    AND (%(status)s::text IS NULL OR h.status = %(status)s)
    AND CASE %(state)s::text
        WHEN 'ended' THEN h.merged_into IS NOT NULL OR h.valid_to < (SELECT registry_day(%(district)s))
        WHEN 'coming' THEN h.valid_from > (SELECT registry_day(%(district)s))
        WHEN 'all' THEN true
        ELSE h.merged_into IS NULL AND coalesce(h.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
            AND coalesce(h.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
    END
