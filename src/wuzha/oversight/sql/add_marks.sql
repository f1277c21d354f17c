-- Note which leaves are out of date, in the transaction of what made them so.
INSERT INTO oversight_touched (district_id, target_kind, area_pos, doer_pos)
SELECT %(district)s, m.target_kind, m.area_pos, m.doer_pos
FROM unnest(%(kinds)s::text[], %(areas)s::bigint[], %(doers)s::bigint[]) AS m (target_kind, area_pos, doer_pos)
