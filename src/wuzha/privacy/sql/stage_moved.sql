-- Where households wait whose ground or holder may have changed: the contact goes with its door.
DROP TABLE IF EXISTS pg_temp.incoming_moved;
CREATE TEMPORARY TABLE incoming_moved (
    household_id bigint PRIMARY KEY, area_pos bigint NOT NULL, unit_pos bigint NOT NULL
) ON COMMIT DROP
