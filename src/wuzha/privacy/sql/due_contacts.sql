-- The next contacts that are not sealed with the present key, held until the commit.
SELECT household_id, name, phone, relation
FROM privacy_contact
WHERE district_id = %(district)s AND key_id <> %(key)s
ORDER BY household_id
LIMIT %(most)s
FOR UPDATE
