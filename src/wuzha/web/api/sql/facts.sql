-- Facts after a place in the order of recording, oldest first; a single one by its id.
SELECT
    f.id, f.kind, f.occurred_at, f.recorded_at, f.actor_name AS person, f.unit_id, f.area_id,
    f.target_kind, f.target_id, f.outcome, f.grade, f.channel, f.quantity, f.audience, f.material, f.place,
    f.content, f.note, f.detail::text AS detail, f.source, f.supersedes,
    (SELECT n.id FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id LIMIT 1)
        AS superseded_by
FROM ledger_fact AS f
WHERE f.district_id = %(district)s
    AND (f.recorded_at, f.id) > (%(after_time)s::timestamptz, %(after)s::uuid)
    AND f.recorded_at >= %(since)s::timestamptz
    AND (%(kind)s = '' OR f.kind = %(kind)s)
    AND (%(unit)s::bigint IS NULL OR f.unit_id = %(unit)s)
    AND (%(one)s::uuid IS NULL OR f.id = %(one)s::uuid)
ORDER BY f.recorded_at, f.id
LIMIT %(limit)s
