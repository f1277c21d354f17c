-- As stage_households, for places.
CREATE TEMPORARY TABLE IF NOT EXISTS incoming_place (
    number int NOT NULL, place_class text NOT NULL, code text NOT NULL, name text NOT NULL, address text NOT NULL,
    area_id bigint, area_pos bigint NOT NULL, unit_id bigint NOT NULL, unit_pos bigint NOT NULL,
    line_unit_id bigint, longitude float8, latitude float8, detail jsonb NOT NULL,
    valid_from date, valid_to date, fingerprint bytea NOT NULL
) ON COMMIT DELETE ROWS;
DELETE FROM incoming_place
