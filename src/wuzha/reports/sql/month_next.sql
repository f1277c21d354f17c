-- Duties that fall due in a stretch of days and are not done yet, by stage and day.
SELECT l.stage_id, l.due, sum(l.total - l.not_counted - l.done - l.done_late)::bigint AS count
FROM oversight_duty_leaf AS l
WHERE l.district_id = %(district)s AND l.due >= %(since)s AND l.due <= %(until)s
    AND (
        (l.unit_pos >= %(unit_lo)s AND l.unit_pos < %(unit_hi)s)
        OR (l.doer_pos >= %(unit_lo)s AND l.doer_pos < %(unit_hi)s)
    )
GROUP BY l.stage_id, l.due
HAVING sum(l.total - l.not_counted - l.done - l.done_late) > 0
ORDER BY l.due, l.stage_id
