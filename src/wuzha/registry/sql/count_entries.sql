-- How many households and places the newest version has, by status and class, in force on the register's day.
SELECT e.target_kind, e.sort, count(*) AS targets
FROM registry_entry AS e
WHERE e.district_id = %(district)s AND e.until IS NULL
    AND coalesce(e.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
    AND coalesce(e.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
GROUP BY e.target_kind, e.sort
ORDER BY e.target_kind, e.sort
