-- Where the working register differs from the newest version: added, gone, of another status or class, moved, valid for
-- another time. What is still to come is in it; what ended on a day that was approved with it differs in nothing. A first
-- day makes a difference only while it lies ahead.
INSERT INTO registry_pending (
    district_id, target_kind, target_id, change, sort, area_id, area_pos, unit_id, unit_pos,
    was_sort, was_area_pos, was_unit_pos, valid_from, valid_to
)
SELECT
    %(district)s, coalesce(w.target_kind, e.target_kind), coalesce(w.target_id, e.target_id),
    CASE
        WHEN e.target_id IS NULL THEN 'added'
        WHEN w.target_id IS NULL THEN 'gone'
        WHEN w.sort <> e.sort THEN 'status'
        WHEN w.area_pos <> e.area_pos OR w.unit_pos <> e.unit_pos THEN 'moved'
        ELSE 'dates'
    END,
    coalesce(w.sort, e.sort),
    CASE WHEN w.target_id IS NULL THEN e.area_id ELSE w.area_id END,
    coalesce(w.area_pos, e.area_pos), coalesce(w.unit_id, e.unit_id), coalesce(w.unit_pos, e.unit_pos),
    coalesce(e.sort, ''), e.area_pos, e.unit_pos, w.valid_from, w.valid_to
FROM (
    SELECT 'household' AS target_kind, h.id AS target_id, h.status AS sort, h.area_id, h.area_pos, h.unit_id, h.unit_pos,
        h.valid_from, h.valid_to
    FROM registry_household AS h
    WHERE h.district_id = %(district)s AND h.merged_into IS NULL AND coalesce(h.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
    UNION ALL
    SELECT 'place', p.id, p.place_class, p.area_id, p.area_pos, p.unit_id, p.unit_pos, p.valid_from, p.valid_to
    FROM registry_place AS p
    WHERE p.district_id = %(district)s AND coalesce(p.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
) AS w
FULL JOIN (
    SELECT o.target_kind, o.target_id, o.sort, o.area_id, o.area_pos, o.unit_id, o.unit_pos,
        o.valid_from, o.valid_to
    FROM registry_entry AS o
    WHERE o.district_id = %(district)s AND o.until IS NULL
) AS e ON e.target_kind = w.target_kind AND e.target_id = w.target_id
WHERE e.target_id IS NULL
    OR (w.target_id IS NULL AND coalesce(e.valid_to, 'infinity') >= (SELECT registry_day(%(district)s)))
    OR w.sort <> e.sort OR w.area_pos <> e.area_pos OR w.unit_pos <> e.unit_pos
    OR w.valid_to IS DISTINCT FROM e.valid_to AND w.target_id IS NOT NULL
    OR (greatest(w.valid_from, e.valid_from) > (SELECT registry_day(%(district)s)) AND w.valid_from IS DISTINCT FROM e.valid_from
        AND w.target_id IS NOT NULL)
