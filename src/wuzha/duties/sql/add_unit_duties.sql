-- Duties of one stage on units themselves: the accountable unit is the doer.
INSERT INTO duties_duty (
    district_id, stage_id, target_kind, target_id, unit_id, unit_pos, doer_id, doer_pos, area_id, area_pos,
    period_start, period_end, nominal_due, due, expected
)
SELECT
    u.district_id, %(stage)s, 'unit', u.id, u.id, u.hi - 1, u.id, u.hi - 1, u.area_id, coalesce(a.hi - 1, %(nowhere)s),
    p.period_start, p.period_end, p.nominal_due, p.due, p.expected
FROM registry_unit AS u
LEFT JOIN registry_area AS a ON a.id = u.area_id
CROSS JOIN jsonb_to_recordset(%(periods)s::jsonb) AS p (
    period_start date, period_end date, nominal_due date, due date, expected smallint
)
WHERE u.district_id = %(district)s AND u.id = ANY(%(units)s)
ON CONFLICT (district_id, stage_id, target_id, period_start) DO NOTHING
