-- What was recorded at one door, oldest first; corrected rows too, with the row that corrects them.
SELECT
    f.id, f.kind, f.occurred_at, f.recorded_at, f.outcome, f.material, f.content, f.note, f.supersedes, f.actor_name,
    (SELECT u.name FROM registry_unit AS u WHERE u.id = f.unit_id) AS unit
FROM ledger_fact AS f
WHERE f.district_id = %(district)s AND f.target_kind = 'household' AND f.target_id = %(household)s
ORDER BY f.occurred_at, f.id
