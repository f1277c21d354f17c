-- Rows that wait under another spelling meet the door that it was decided or corrected to be: by an alias, or because
-- their own door was merged into another. Such a row keeps the door's address. Where the door's own row, or another
-- spelling of it, stands in the same roster, the row further up is the one that counts.
WITH known AS (
    SELECT a.key AS code, a.target_id AS id
    FROM registry_alias AS a
    WHERE a.district_id = %(district)s AND a.roster = 'households' AND a.target_id IS NOT NULL
    UNION ALL
    SELECT m.code, m.id FROM registry_household AS m WHERE m.district_id = %(district)s AND m.merged_into IS NOT NULL
), met AS (
    SELECT
        i.number, h.code, h.address, h.area_id, h.area_pos,
        row_number() OVER (PARTITION BY h.id ORDER BY i.number) > 1 OR EXISTS (
            SELECT 1 FROM registry_incoming_household AS own WHERE own.import_id = %(run)s AND own.code = h.code
        ) AS idle
    FROM known AS k
    JOIN registry_incoming_household AS i ON i.import_id = %(run)s AND i.code = k.code
    JOIN registry_household AS n ON n.district_id = %(district)s AND n.id = k.id
    JOIN registry_household AS h ON h.district_id = %(district)s AND h.id = coalesce(n.merged_into, n.id)
), gone AS (
    DELETE FROM registry_incoming_household AS i
    USING met AS m
    WHERE i.import_id = %(run)s AND i.number = m.number AND m.idle
)
UPDATE registry_incoming_household AS i
SET code = m.code, address = m.address, area_id = m.area_id, area_pos = m.area_pos
FROM met AS m
WHERE i.import_id = %(run)s AND i.number = m.number AND NOT m.idle
