-- Where incoming rows wait until the whole file has been read: nothing half-done is ever seen.
DROP TABLE IF EXISTS pg_temp.incoming_household;
CREATE TEMPORARY TABLE incoming_household (
    code text NOT NULL, address text NOT NULL, area_id bigint NOT NULL, area_pos bigint NOT NULL,
    unit_id bigint NOT NULL, unit_pos bigint NOT NULL, status text NOT NULL,
    valid_from date, valid_to date, fingerprint bytea NOT NULL
) ON COMMIT DROP
