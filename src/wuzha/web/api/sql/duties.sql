-- Duties after a number that a standing plan asks for, narrowed to the days they are due and to a doer.
SELECT
    d.id, s.clause, s.title, s.channel, s.fact_kinds, d.target_kind, d.target_id,
    d.unit_id, d.doer_id, d.area_id, d.period_start, d.period_end, d.due, d.expected
FROM duties_duty AS d
JOIN duties_stage AS s ON s.id = d.stage_id AND s.district_id = d.district_id AND s.retired_at IS NULL
WHERE d.district_id = %(district)s AND d.id > %(after)s
    AND d.due >= %(due_from)s AND d.due <= %(due_to)s
    AND (%(doer)s::bigint IS NULL OR d.doer_id = %(doer)s)
ORDER BY d.id
LIMIT %(limit)s
