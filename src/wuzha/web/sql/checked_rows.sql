-- Ledger rows by their numbers, as the ledger lists them: those that a finding of the self-check speaks of.
SELECT
    f.id, f.kind, f.occurred_at, f.recorded_at, f.place, f.actor_name, f.outcome, f.grade, f.channel, f.quantity,
    f.audience, f.material, f.content, f.note, f.source, f.supersedes,
    u.name AS unit, a.name AS area, NULL::uuid AS corrected_by
FROM ledger_fact AS f
LEFT JOIN registry_unit AS u ON u.id = f.unit_id
LEFT JOIN registry_area AS a ON a.id = f.area_id
WHERE f.district_id = %(district)s AND f.id = ANY(%(ids)s::uuid[])
