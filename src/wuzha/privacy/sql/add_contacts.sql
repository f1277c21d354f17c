-- Contacts of households that had none.
INSERT INTO privacy_contact (
    district_id, household_id, area_pos, unit_pos, key_id, name, phone, phone_index, relation, fingerprint,
    notice_id, collected_on, keep_until
)
SELECT
    %(district)s, i.household_id, i.area_pos, i.unit_pos, i.key_id, i.name, i.phone, i.phone_index, i.relation,
    i.fingerprint, %(notice)s, %(today)s, %(until)s
FROM incoming_contact AS i
ON CONFLICT (district_id, household_id) DO NOTHING
