-- Rows that wait under another key meet the place that was corrected on a page; the place's own row goes before.
WITH met AS (
    SELECT
        i.number, p.code,
        row_number() OVER (PARTITION BY p.id ORDER BY i.number) > 1 OR EXISTS (
            SELECT 1 FROM registry_incoming_place AS own WHERE own.import_id = %(run)s AND own.code = p.code
        ) AS idle
    FROM registry_alias AS a
    JOIN registry_incoming_place AS i ON i.import_id = %(run)s AND i.code = a.key
    JOIN registry_place AS p ON p.district_id = %(district)s AND p.id = a.target_id
    WHERE a.district_id = %(district)s AND a.roster = 'places'
), gone AS (
    DELETE FROM registry_incoming_place AS i
    USING met AS m
    WHERE i.import_id = %(run)s AND i.number = m.number AND m.idle
)
UPDATE registry_incoming_place AS i
SET code = m.code
FROM met AS m
WHERE i.import_id = %(run)s AND i.number = m.number AND NOT m.idle
