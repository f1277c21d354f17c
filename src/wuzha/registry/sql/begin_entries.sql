-- Entries that a new version has and the one before had not, or otherwise.
INSERT INTO registry_entry (
    district_id, target_kind, target_id, since, sort, area_id, area_pos, unit_id, unit_pos, valid_from, valid_to
)
SELECT p.district_id, p.target_kind, p.target_id, %(version)s, p.sort, p.area_id, p.area_pos, p.unit_id, p.unit_pos,
    p.valid_from, p.valid_to
FROM registry_pending AS p
WHERE p.district_id = %(district)s AND p.change <> 'gone'
