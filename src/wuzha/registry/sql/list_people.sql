-- Posts of the units that the visitor may see people of.
SELECT
    p.id, p.name, p.phone, p.post, p.valid_from, p.valid_to, u.name AS unit, u.lo AS unit_lo,
    CASE
        WHEN p.valid_to < %(today)s THEN 'ended' WHEN p.valid_from > %(today)s THEN 'coming' ELSE 'present'
    END AS state
FROM registry_person AS p
JOIN registry_unit AS u ON u.id = p.unit_id
WHERE p.district_id = %(district)s
    AND (%(unit)s::bigint IS NULL OR p.unit_id = %(unit)s::bigint)
    AND (%(post)s::text IS NULL OR p.post = %(post)s)
    AND (%(words)s::text IS NULL OR strpos(p.name || ' ' || p.phone, %(words)s::text) > 0)
    AND CASE %(state)s::text
        WHEN 'ended' THEN p.valid_to < %(today)s
        WHEN 'all' THEN true
        ELSE coalesce(p.valid_to, %(today)s) >= %(today)s
    END
