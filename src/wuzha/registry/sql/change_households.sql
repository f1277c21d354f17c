-- Households whose row reads differently now.
UPDATE registry_household AS h
SET address = i.address, area_id = i.area_id, area_pos = i.area_pos, unit_id = i.unit_id, unit_pos = i.unit_pos,
    status = i.status, valid_from = i.valid_from, valid_to = i.valid_to, fingerprint = i.fingerprint
FROM registry_incoming_household AS i
WHERE i.import_id = %(run)s AND h.district_id = %(district)s AND h.code = i.code AND h.fingerprint <> i.fingerprint
