-- How many rows are sealed with each key.
SELECT key_id, count(*) AS n
FROM (
    SELECT key_id FROM privacy_contact WHERE district_id = %(district)s
    UNION ALL
    SELECT key_id FROM privacy_objection WHERE district_id = %(district)s
) AS kept
GROUP BY key_id
