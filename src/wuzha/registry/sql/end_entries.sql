-- Entries that a new version does not have, or has otherwise, end with it.
UPDATE registry_entry AS e
SET until = %(version)s
FROM registry_pending AS p
WHERE e.district_id = %(district)s AND e.until IS NULL AND p.district_id = %(district)s
    AND p.target_kind = e.target_kind AND p.target_id = e.target_id AND p.change <> 'added'
