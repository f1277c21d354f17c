-- Every unit that owes a report for a month: when it was due, when the first standing one came, and whether
-- anything stands in it (records of the unit in the period, or text). What is recorded after its report was locked
-- no longer changes that.
WITH owed AS MATERIALIZED (
    SELECT d.district_id, d.unit_id, d.due, d.nominal_due, d.period_start, d.period_end
    FROM duties_duty AS d
    JOIN duties_stage AS s ON s.id = d.stage_id AND s.retired_at IS NULL AND s.by_month
    WHERE d.district_id = %(district)s AND d.target_kind = 'unit'
        AND d.nominal_due >= %(first)s AND d.nominal_due <= %(last)s
)
SELECT
    u.id AS unit_id, u.name AS unit, u.lo, u.hi, d.due, d.nominal_due, d.period_start, d.period_end,
    (
        SELECT min(f.occurred_on) FROM ledger_fact AS f
        WHERE f.district_id = d.district_id AND f.target_kind = 'unit' AND f.target_id = u.id
            AND f.kind = 'report_filed' AND f.detail ->> 'month' = to_char(d.nominal_due, 'YYYY-MM')
            AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
    ) AS filed_on,
    NOT EXISTS (
        SELECT 1 FROM ledger_fact AS f
        WHERE f.district_id = d.district_id AND f.unit_pos >= u.lo AND f.unit_pos < u.hi
            AND f.kind NOT IN ('report_filed', 'withdrawal') AND f.occurred_on BETWEEN d.period_start AND d.period_end
            AND f.recorded_at <= coalesce(locked.line, 'infinity')
    ) AND NOT EXISTS (
        SELECT 1 FROM reports_report AS r
        WHERE r.district_id = d.district_id AND r.unit_id = u.id
            AND r.year = extract(year FROM d.nominal_due) AND r.month = extract(month FROM d.nominal_due)
            AND r.narrative || r.problems || r.needs <> ''
    ) AS empty
FROM owed AS d
JOIN registry_unit AS u ON u.id = d.unit_id
LEFT JOIN LATERAL (
    SELECT s.line
    FROM reports_report AS r
    JOIN reports_step AS s ON s.report_id = r.id
    WHERE r.district_id = d.district_id AND r.unit_id = u.id AND s.kind = 'locked'
        AND r.year = extract(year FROM d.nominal_due) AND r.month = extract(month FROM d.nominal_due)
        AND NOT EXISTS (SELECT 1 FROM reports_step AS n WHERE n.report_id = r.id AND n.number > s.number)
) AS locked ON true
WHERE u.hi - 1 >= %(unit_lo)s AND u.hi - 1 < %(unit_hi)s
ORDER BY u.lo, u.hi DESC
