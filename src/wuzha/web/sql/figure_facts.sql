-- The ledger rows behind a report's figures: those that stand, of a stretch of days and units, filings left out; of a
-- measure those that fall on its targets (month_records.sql of reports counts them; a test holds the two together).
SELECT
    f.id, f.kind, f.occurred_at, f.recorded_at, f.place, f.actor_name, f.outcome, f.grade, f.channel, f.quantity,
    f.audience, f.material, f.content, f.note, f.source, f.supersedes,
    u.name AS unit, a.name AS area, NULL::uuid AS corrected_by
FROM ledger_fact AS f
LEFT JOIN registry_unit AS u ON u.id = f.unit_id
LEFT JOIN registry_area AS a ON a.id = f.area_id
WHERE f.district_id = %(district)s
    AND f.occurred_on >= %(since)s AND f.occurred_on <= %(until)s
    AND f.occurred_at >= %(since)s::date - 1 AND f.occurred_at < %(until)s::date + 2
    AND f.unit_pos >= %(unit_lo)s AND f.unit_pos < %(unit_hi)s
    AND f.kind NOT IN ('report_filed', 'withdrawal')
    AND (NOT %(heard)s OR f.audience > 0)
    AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
    AND (%(measure)s::text IS NULL OR EXISTS (
        SELECT 1
        FROM duties_duty AS d
        JOIN duties_stage AS g ON g.id = d.stage_id AND g.district_id = d.district_id
        WHERE d.district_id = f.district_id AND d.target_kind = f.target_kind AND d.target_id = f.target_id
            AND f.kind = ANY(g.fact_kinds) AND (f.channel = ANY(g.channels) OR g.channels = '{}')
            AND g.version_id || ':' || coalesce(nullif(g.clause, ''), g.title) = %(measure)s
    ))
