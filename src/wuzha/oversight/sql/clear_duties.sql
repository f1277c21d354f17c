-- Forget the counts of the leaves that are to be counted again (all of them where no places are given).
DELETE FROM oversight_duty_leaf
WHERE district_id = %(district)s AND (%(all)s OR (area_pos = ANY(%(areas)s) AND doer_pos = ANY(%(doers)s)))
