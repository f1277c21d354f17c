-- How many contacts go within the coming days, and how many are overdue, by their last day.
SELECT keep_until, count(*) AS n
FROM privacy_contact
WHERE district_id = %(district)s AND keep_until < %(before)s
GROUP BY keep_until
ORDER BY keep_until
