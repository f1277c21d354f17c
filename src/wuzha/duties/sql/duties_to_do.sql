-- Standing duties with what their stage asks, by doer: what a year of work is made of.
SELECT
    d.target_kind, d.target_id, d.doer_id, d.period_start, d.period_end, d.nominal_due, d.due, d.expected,
    s.fact_kinds[1] AS kind, s.channel, s.by_month, s.detail, s.title
FROM duties_duty AS d
JOIN duties_stage AS s ON s.id = d.stage_id AND s.district_id = d.district_id
WHERE d.district_id = %(district)s AND s.retired_at IS NULL AND d.period_start <= %(until)s
ORDER BY d.doer_id, d.id
