-- Households in scope by their numbers: where they are, and their places in both trees.
SELECT
    h.id, h.address, h.area_pos, h.unit_pos,
    (
        SELECT concat_ws(' / ', above.name, a.name)
        FROM registry_area AS a LEFT JOIN registry_area AS above ON above.id = a.parent_id
        WHERE a.id = h.area_id
    ) AS area,
    (SELECT u.name FROM registry_unit AS u WHERE u.id = h.unit_id) AS unit
FROM registry_household AS h
WHERE h.district_id = %(district)s AND h.id = ANY (%(ids)s)
ORDER BY h.area_pos, h.id
