-- Where households and places, of the register and of versions, begin or end to count between two days.
SELECT DISTINCT t.target_kind, t.area_pos, t.unit_pos
FROM (
    SELECT 'household' AS target_kind, h.area_pos, h.unit_pos, h.valid_from, h.valid_to
    FROM registry_household AS h
    WHERE h.district_id = %(district)s
    UNION ALL
    SELECT 'place', p.area_pos, p.unit_pos, p.valid_from, p.valid_to
    FROM registry_place AS p
    WHERE p.district_id = %(district)s
    UNION ALL
    SELECT e.target_kind, e.area_pos, e.unit_pos, e.valid_from, e.valid_to
    FROM registry_entry AS e
    WHERE e.district_id = %(district)s AND e.until IS NULL
) AS t
WHERE (t.valid_to >= %(first)s AND t.valid_to < %(last)s) OR (t.valid_from > %(first)s AND t.valid_from <= %(last)s)
