-- Forget the ladder of the leaves that are to be counted again (all of them where no places are given).
DELETE FROM oversight_coverage_leaf
WHERE district_id = %(district)s AND (%(all)s OR area_pos = ANY(%(places)s))
