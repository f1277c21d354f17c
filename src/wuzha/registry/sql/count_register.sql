-- How many households and places the working register has, by status and class.
SELECT w.target_kind, w.sort, count(*) AS targets
FROM (
    SELECT 'household' AS target_kind, h.status AS sort
    FROM registry_household AS h
    WHERE h.district_id = %(district)s AND h.valid_to IS NULL
    UNION ALL
    SELECT 'place', p.place_class
    FROM registry_place AS p
    WHERE p.district_id = %(district)s AND p.valid_to IS NULL
) AS w
GROUP BY w.target_kind, w.sort
ORDER BY w.target_kind, w.sort
