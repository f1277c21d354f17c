-- The standing records of a month and of some units as the self-check reads them; and those entered in the month that
-- lie before the campaign.
SELECT
    f.id, f.kind, f.occurred_at, f.recorded_at, f.actor_name, f.content, f.material, f.quantity, f.audience, f.grade,
    f.target_kind || ' ' || f.target_id AS target, f.supersedes IS NOT NULL AS corrects
FROM ledger_fact AS f
WHERE f.district_id = %(district)s
    AND f.unit_pos >= %(unit_lo)s AND f.unit_pos < %(unit_hi)s
    AND f.kind NOT IN ('report_filed', 'withdrawal')
    AND (
        (
            f.occurred_on >= %(since)s AND f.occurred_on <= %(until)s
            AND f.occurred_at >= %(since)s::date - 1 AND f.occurred_at < %(until)s::date + 2
        )
        OR (f.recorded_at >= %(since)s AND f.recorded_at < %(until)s::date + 1 AND f.occurred_on < %(began)s)
    )
    AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
ORDER BY f.occurred_at, f.id
