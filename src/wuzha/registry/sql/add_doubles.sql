-- Doors that may be one; what was decided before is not asked again.
INSERT INTO registry_likeness (district_id, one_id, other_id, area_pos, reason, state, decided_by)
SELECT %(district)s, p.one, p.other, h.area_pos, p.reason, 'open', ''
FROM jsonb_to_recordset(%(pairs)s::jsonb) AS p (one bigint, other bigint, reason text)
JOIN registry_household AS h ON h.district_id = %(district)s AND h.id = p.one
ON CONFLICT (district_id, one_id, other_id) DO NOTHING
