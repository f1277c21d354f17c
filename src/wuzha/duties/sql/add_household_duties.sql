-- Duties of one stage over households: each residential door in each period, by its assignment.
-- What is there already is left out beforehand, which is a third cheaper than trying to insert it (ON CONFLICT); the
-- caller holds the stage's row, so nobody else adds to the stage meanwhile.
INSERT INTO duties_duty (
    district_id, stage_id, target_kind, target_id, unit_id, unit_pos, doer_id, doer_pos, area_id, area_pos,
    period_start, period_end, nominal_due, due, expected
)
SELECT
    h.district_id, %(stage)s, 'household', h.id, a.unit_id, a.unit_pos, h.unit_id, h.unit_pos, h.area_id, h.area_pos,
    p.period_start, p.period_end, p.nominal_due, p.due, p.expected
FROM registry_household AS h
JOIN jsonb_to_recordset(%(assignments)s::jsonb) AS a (holder_id bigint, area_pos bigint, unit_id bigint, unit_pos bigint)
    ON a.holder_id = h.unit_id AND a.area_pos = h.area_pos
CROSS JOIN jsonb_to_recordset(%(periods)s::jsonb) AS p (
    period_start date, period_end date, nominal_due date, due date, expected smallint
)
WHERE h.district_id = %(district)s AND h.status = ANY(%(statuses)s) AND h.merged_into IS NULL
    AND (h.valid_to IS NULL OR h.valid_to >= p.period_start)
    AND (h.valid_from IS NULL OR h.valid_from <= p.period_end)
    AND NOT EXISTS (
        SELECT 1 FROM duties_duty AS have
        WHERE have.district_id = %(district)s AND have.stage_id = %(stage)s
            AND have.target_id = h.id AND have.period_start = p.period_start
    )
