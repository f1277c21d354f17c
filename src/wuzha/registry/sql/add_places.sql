-- Places not known yet.
INSERT INTO registry_place (
    district_id, place_class, code, name, address, area_id, area_pos, unit_id, unit_pos, line_unit_id,
    longitude, latitude, detail, valid_from, valid_to, fingerprint
)
SELECT
    %(district)s, i.place_class, i.code, i.name, i.address, i.area_id, i.area_pos, i.unit_id, i.unit_pos,
    i.line_unit_id, i.longitude, i.latitude, i.detail, i.valid_from, i.valid_to, i.fingerprint
FROM registry_incoming_place AS i
WHERE i.import_id = %(run)s
ORDER BY i.number
ON CONFLICT (district_id, code) DO NOTHING
