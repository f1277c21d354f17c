-- Contacts that read differently now, or are sealed with an older key: collected anew.
UPDATE privacy_contact AS c
SET key_id = i.key_id, name = i.name, phone = i.phone, phone_index = i.phone_index, relation = i.relation,
    fingerprint = i.fingerprint, area_pos = i.area_pos, unit_pos = i.unit_pos,
    notice_id = %(notice)s, collected_on = %(today)s, keep_until = %(until)s
FROM incoming_contact AS i
WHERE c.district_id = %(district)s AND c.household_id = i.household_id AND c.fingerprint <> i.fingerprint
