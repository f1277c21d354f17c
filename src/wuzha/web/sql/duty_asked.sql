-- One duty with what its stage asks: what a form is filled in with.
SELECT
    d.id, d.target_kind, d.target_id, d.doer_id, d.doer_pos, d.period_start, d.period_end, d.due, d.expected,
    s.clause, s.title, s.channel, s.channels, s.fact_kinds, s.detail::text AS detail
FROM duties_duty AS d
JOIN duties_stage AS s ON s.id = d.stage_id AND s.district_id = d.district_id
WHERE d.district_id = %(district)s AND d.id = %(id)s
