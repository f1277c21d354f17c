-- Households not known yet.
INSERT INTO registry_household (
    district_id, code, address, area_id, area_pos, unit_id, unit_pos, status, valid_from, valid_to, fingerprint
)
SELECT
    %(district)s, i.code, i.address, i.area_id, i.area_pos, i.unit_id, i.unit_pos, i.status,
    i.valid_from, i.valid_to, i.fingerprint
FROM registry_incoming_household AS i
WHERE i.import_id = %(run)s
ORDER BY i.number
ON CONFLICT (district_id, code) DO NOTHING
