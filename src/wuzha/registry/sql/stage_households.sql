-- Where the rows of a batch stand until the scope has been checked: COPY cannot write where it is enforced.
CREATE TEMPORARY TABLE IF NOT EXISTS incoming_household (
    number int NOT NULL, code text NOT NULL, address text NOT NULL, area_id bigint NOT NULL, area_pos bigint NOT NULL,
    unit_id bigint NOT NULL, unit_pos bigint NOT NULL, status text NOT NULL,
    valid_from date, valid_to date, fingerprint bytea NOT NULL, contact bytea
) ON COMMIT DELETE ROWS;
DELETE FROM incoming_household
