-- What merging the rows that wait would do.
SELECT
    count(*) FILTER (WHERE h.id IS NULL) AS added,
    count(*) FILTER (WHERE h.fingerprint <> i.fingerprint) AS changed
FROM registry_incoming_place AS i
LEFT JOIN registry_place AS h ON h.district_id = %(district)s AND h.code = i.code
WHERE i.import_id = %(run)s
