-- Contacts sealed anew; nothing else of them changes.
UPDATE privacy_contact AS c
SET key_id = i.key_id, name = i.name, phone = i.phone, phone_index = i.phone_index, fingerprint = i.fingerprint
FROM incoming_contact AS i
WHERE c.district_id = %(district)s AND c.household_id = i.household_id
