-- Where sealed contacts wait until all of a roster's are there.
DROP TABLE IF EXISTS pg_temp.incoming_contact;
CREATE TEMPORARY TABLE incoming_contact (
    household_id bigint PRIMARY KEY, area_pos bigint NOT NULL, unit_pos bigint NOT NULL, key_id int NOT NULL,
    name bytea, phone bytea, phone_index bytea, relation text NOT NULL, fingerprint bytea NOT NULL
) ON COMMIT DROP
