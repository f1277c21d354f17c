-- Duty counts by unit and stage as they stand on a day. ``by`` chooses the tree: accountable unit or doer.
SELECT
    CASE WHEN %(by)s = 'doer' THEN l.doer_id ELSE l.unit_id END AS unit_id,
    l.stage_id,
    sum(l.total - l.not_counted)::bigint AS total,
    sum(l.done)::bigint AS done,
    sum(l.done_late)::bigint AS done_late,
    sum(l.not_counted)::bigint AS not_counted,
    coalesce(sum(l.total - l.not_counted - l.done - l.done_late) FILTER (WHERE l.due < %(today)s), 0)::bigint AS late,
    coalesce(sum(l.total - l.not_counted - l.done - l.done_late)
        FILTER (WHERE l.due >= %(today)s AND l.due <= %(soon)s AND l.period_start <= %(today)s), 0)::bigint AS due_soon
FROM oversight_duty_counts AS l
WHERE l.district_id = %(district)s AND l.freezing = %(freezing)s
    AND l.due >= %(since)s AND l.due <= %(until)s
    AND (
        (%(side)s <> 'doer' AND l.unit_pos >= %(unit_lo)s AND l.unit_pos < %(unit_hi)s)
        OR (%(side)s <> 'unit' AND l.doer_pos >= %(unit_lo)s AND l.doer_pos < %(unit_hi)s)
    )
    AND l.area_pos >= %(area_lo)s AND l.area_pos < %(area_hi)s
GROUP BY 1, 2
