-- A door, and those that were merged into it before, is from now on the one that stays.
UPDATE registry_household AS h
SET merged_into = %(kept)s, valid_to = coalesce(h.valid_to, %(today)s)
WHERE h.district_id = %(district)s AND (h.id = %(dropped)s OR h.merged_into = %(dropped)s)
