-- How many households and places the working register has, by status and class, in force on its day.
SELECT w.target_kind, w.sort, count(*) AS targets
FROM (
    SELECT 'household' AS target_kind, h.status AS sort
    FROM registry_household AS h
    WHERE h.district_id = %(district)s AND h.merged_into IS NULL
        AND coalesce(h.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
        AND coalesce(h.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
    UNION ALL
    SELECT 'place', p.place_class
    FROM registry_place AS p
    WHERE p.district_id = %(district)s
        AND coalesce(p.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
        AND coalesce(p.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
) AS w
GROUP BY w.target_kind, w.sort
ORDER BY w.target_kind, w.sort
