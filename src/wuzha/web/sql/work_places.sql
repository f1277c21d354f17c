-- Places where a kind of work may be recorded, with the day on which it was recorded there last.
SELECT
    p.id, p.name, p.place_class, p.address, a.name AS area, u.name AS unit,
    (
        SELECT max(f.occurred_on) FROM ledger_fact AS f
        WHERE f.district_id = p.district_id AND f.target_kind = 'place' AND f.target_id = p.id AND f.kind = %(kind)s
            AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
    ) AS last_on
FROM registry_place AS p
LEFT JOIN registry_area AS a ON a.id = p.area_id
LEFT JOIN registry_unit AS u ON u.id = p.unit_id
WHERE p.district_id = %(district)s
    AND (p.valid_from IS NULL OR p.valid_from <= %(today)s) AND (p.valid_to IS NULL OR p.valid_to >= %(today)s)
    AND (%(place_class)s::text IS NULL OR p.place_class = %(place_class)s)
    AND (%(words)s::text IS NULL OR strpos(concat_ws(' ', p.name, p.address, a.name), %(words)s) > 0)
