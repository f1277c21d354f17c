-- Doors that may be one, side by side with how much was recorded at each, and what was decided. What one of the two
-- was closed meanwhile is not asked any more.
SELECT
    l.id, l.reason, l.state, l.kept_id, l.decided_at, l.decided_by, l.area_pos,
    l.one_id, o.address AS one, o.code AS one_code, o.status AS one_status, o.valid_to AS one_to,
    l.other_id, t.address AS other, t.code AS other_code, t.status AS other_status, t.valid_to AS other_to,
    (
        SELECT concat_ws(' / ', above.name, a.name)
        FROM registry_area AS a LEFT JOIN registry_area AS above ON above.id = a.parent_id
        WHERE a.id = o.area_id
    ) AS area,
    (
        SELECT concat_ws(' / ', above.name, a.name)
        FROM registry_area AS a LEFT JOIN registry_area AS above ON above.id = a.parent_id
        WHERE a.id = t.area_id
    ) AS other_area,
    (SELECT u.name FROM registry_unit AS u WHERE u.id = o.unit_id) AS one_unit,
    (SELECT u.name FROM registry_unit AS u WHERE u.id = t.unit_id) AS other_unit,
    (
        SELECT count(*) FROM ledger_fact AS f
        WHERE f.district_id = l.district_id AND f.target_kind = 'household' AND f.target_id = l.one_id
    )::int AS one_records,
    (
        SELECT count(*) FROM ledger_fact AS f
        WHERE f.district_id = l.district_id AND f.target_kind = 'household' AND f.target_id = l.other_id
    )::int AS other_records
FROM registry_likeness AS l
JOIN registry_household AS o ON o.district_id = l.district_id AND o.id = l.one_id
JOIN registry_household AS t ON t.district_id = l.district_id AND t.id = l.other_id
WHERE l.district_id = %(district)s
    AND (%(pair)s::bigint IS NOT NULL OR l.state <> 'open' OR (o.valid_to IS NULL AND t.valid_to IS NULL))
    AND (%(pair)s::bigint IS NULL OR l.id = %(pair)s)
    AND (%(reason)s::text IS NULL OR l.reason = %(reason)s)
    AND (%(pair)s::bigint IS NOT NULL OR l.state = coalesce(%(state)s::text, 'open'))
    AND (%(area_lo)s::bigint IS NULL OR (l.area_pos >= %(area_lo)s::bigint AND l.area_pos < %(area_hi)s::bigint))
    AND (%(words)s::text IS NULL OR strpos(o.address || ' ' || t.address, %(words)s) > 0)
