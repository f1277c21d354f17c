-- Append facts; one already there (same id) is left as it is and not returned.
-- A fact never lands in a day that is sealed, nor above a line that is drawn: its recording time is moved behind both.
-- The caller holds the shared seal lock, so no seal can be taken between this look and the commit.
INSERT INTO ledger_fact (
    district_id, id, kind, occurred_at, occurred_on, recorded_at, actor_id, actor_name,
    unit_id, unit_pos, area_id, area_pos, target_kind, target_id, outcome, grade, channel,
    quantity, audience, material, place, content, note, detail, source, supersedes
)
SELECT
    %(district)s, f.id, f.kind, f.occurred_at, f.occurred_on,
    greatest(
        %(recorded_at)s,
        (SELECT max(s.cutoff) FROM ledger_seal AS s WHERE s.district_id = %(district)s),
        (SELECT max(l.at) + interval '1 microsecond' FROM ledger_line AS l WHERE l.district_id = %(district)s)
    ),
    f.actor_id, f.actor_name,
    f.unit_id, f.unit_pos, f.area_id, f.area_pos, f.target_kind, f.target_id, f.outcome, f.grade, f.channel,
    f.quantity, f.audience, f.material, f.place, f.content, f.note, f.detail, f.source, f.supersedes
FROM jsonb_to_recordset(%(facts)s::jsonb) AS f (
    id uuid, kind text, occurred_at timestamptz, occurred_on date, actor_id bigint, actor_name text,
    unit_id bigint, unit_pos bigint, area_id bigint, area_pos bigint, target_kind text, target_id bigint,
    outcome text, grade text, channel text, quantity int, audience int, material text, place text,
    content text, note text, detail jsonb, source text, supersedes uuid
)
ON CONFLICT (district_id, id) DO NOTHING
RETURNING id
