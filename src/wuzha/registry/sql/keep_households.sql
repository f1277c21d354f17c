-- The rows of a batch, to wait until all of the roster has been read.
INSERT INTO registry_incoming_household (
    district_id, import_id, number, code, address, area_id, area_pos, unit_id, unit_pos, status,
    valid_from, valid_to, fingerprint, contact
)
SELECT
    %(district)s, %(run)s, i.number, i.code, i.address, i.area_id, i.area_pos, i.unit_id, i.unit_pos, i.status,
    i.valid_from, i.valid_to, i.fingerprint, i.contact
FROM incoming_household AS i
