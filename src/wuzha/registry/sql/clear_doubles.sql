-- Forget what was suspected on a stretch of ground and not decided.
DELETE FROM registry_likeness
WHERE district_id = %(district)s AND state = 'open' AND area_pos >= %(lo)s AND area_pos < %(hi)s
