-- Keep the counts of the duties due in a frozen month as they stand.
INSERT INTO oversight_frozen_duties (
    freezing_id, district_id, stage_id, unit_id, unit_pos, doer_id, doer_pos, area_pos, period_start, period_end, due,
    total, done, done_late, not_counted
)
SELECT
    %(freezing)s, l.district_id, l.stage_id, l.unit_id, l.unit_pos, l.doer_id, l.doer_pos, l.area_pos,
    l.period_start, l.period_end, l.due, l.total, l.done, l.done_late, l.not_counted
FROM oversight_duty_leaf AS l
WHERE l.district_id = %(district)s AND l.due >= %(start)s AND l.due <= %(end)s
