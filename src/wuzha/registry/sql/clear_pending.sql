-- Forget how the working register differed from the newest version.
DELETE FROM registry_pending WHERE district_id = %(district)s
