-- How many households and places the newest version has that no last day was approved for, by status and class.
SELECT e.target_kind, e.sort, count(*) AS targets
FROM registry_entry AS e
WHERE e.district_id = %(district)s AND e.until IS NULL AND e.valid_to IS NULL
GROUP BY e.target_kind, e.sort
ORDER BY e.target_kind, e.sort
