-- Where doors of these leaves stand by the newest version, if it has them elsewhere.
SELECT DISTINCT p.was_area_pos AS area_pos
FROM registry_pending AS p
WHERE p.district_id = %(district)s AND p.target_kind = 'household' AND p.area_pos = ANY(%(places)s)
    AND p.was_area_pos <> p.area_pos
