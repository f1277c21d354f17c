-- Keep the ladder of every leaf as it stands for a frozen month.
INSERT INTO oversight_frozen_ladder (
    freezing_id, district_id, area_id, area_pos, unit_id, unit_pos, registered, vacant, found_vacant, nonresidential,
    visited, met, told, refreshed, refused, told_a, told_b, told_c, told_d
)
SELECT
    %(freezing)s, l.district_id, l.area_id, l.area_pos, l.unit_id, l.unit_pos, l.registered, l.vacant,
    l.found_vacant, l.nonresidential, l.visited, l.met, l.told, l.refreshed, l.refused, l.told_a, l.told_b, l.told_c, l.told_d
FROM oversight_coverage_leaf AS l
WHERE l.district_id = %(district)s
