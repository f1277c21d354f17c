-- The ledger (台账) as a book: every record in order of time, corrections beside what they correct.
SELECT
    f.id, f.occurred_at, f.place, u.name AS unit, f.actor_name, f.kind, f.outcome, f.content, f.quantity,
    f.audience, f.material, f.grade, f.note, f.supersedes,
    (SELECT n.id FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id LIMIT 1)
        AS corrected_by
FROM ledger_fact AS f
JOIN registry_unit AS u ON u.id = f.unit_id
WHERE f.district_id = %(district)s
    AND f.occurred_on >= %(since)s AND f.occurred_on <= %(until)s
    AND f.unit_pos >= %(unit_lo)s AND f.unit_pos < %(unit_hi)s
ORDER BY f.occurred_at, f.id
