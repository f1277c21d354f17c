-- Keep how many places of each class every leaf has for a frozen month: those of the newest approved version, or before
-- the first one of the working register; those in force on the register's day.
INSERT INTO oversight_frozen_places (freezing_id, district_id, place_class, area_pos, unit_pos, places)
SELECT %(freezing)s, p.district_id, p.place_class, p.area_pos, p.unit_pos, count(*)
FROM (
    SELECT o.district_id, o.place_class, o.area_pos, o.unit_pos
    FROM registry_place AS o
    WHERE NOT %(approved)s AND o.district_id = %(district)s
        AND coalesce(o.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
        AND coalesce(o.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
    UNION ALL
    SELECT e.district_id, e.sort, e.area_pos, e.unit_pos
    FROM registry_entry AS e
    WHERE %(approved)s AND e.district_id = %(district)s AND e.target_kind = 'place' AND e.until IS NULL
        AND coalesce(e.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
        AND coalesce(e.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
) AS p
GROUP BY p.district_id, p.place_class, p.area_pos, p.unit_pos
