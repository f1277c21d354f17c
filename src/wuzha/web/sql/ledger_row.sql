-- One ledger row and every row that corrects it or is corrected by it, oldest first.
WITH RECURSIVE chain (id, supersedes) AS (
    SELECT f.id, f.supersedes FROM ledger_fact AS f WHERE f.district_id = %(district)s AND f.id = %(id)s
    UNION
    SELECT f.id, f.supersedes
    FROM chain AS c
    JOIN ledger_fact AS f
        ON f.district_id = %(district)s AND (f.id = c.supersedes OR f.supersedes = c.id)
)
SELECT f.*, u.name AS unit, a.name AS area
FROM chain AS c
JOIN ledger_fact AS f ON f.district_id = %(district)s AND f.id = c.id
LEFT JOIN registry_unit AS u ON u.id = f.unit_id
LEFT JOIN registry_area AS a ON a.id = f.area_id
ORDER BY f.recorded_at, f.id
