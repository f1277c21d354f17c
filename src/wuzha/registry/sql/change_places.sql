-- Places whose row reads differently now.
UPDATE registry_place AS p
SET place_class = i.place_class, name = i.name, address = i.address, area_id = i.area_id, area_pos = i.area_pos,
    unit_id = i.unit_id, unit_pos = i.unit_pos, line_unit_id = i.line_unit_id, longitude = i.longitude,
    latitude = i.latitude, detail = i.detail, valid_from = i.valid_from, valid_to = i.valid_to,
    fingerprint = i.fingerprint
FROM registry_incoming_place AS i
WHERE i.import_id = %(run)s AND p.district_id = %(district)s AND p.code = i.code AND p.fingerprint <> i.fingerprint
