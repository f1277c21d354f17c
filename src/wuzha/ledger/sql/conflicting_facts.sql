-- Of the facts sent again: those whose id is taken by other content (or by a row the sender may not see).
SELECT f.id
FROM jsonb_to_recordset(%(facts)s::jsonb) AS f (
    id uuid, kind text, occurred_at timestamptz, target_kind text, target_id bigint, outcome text,
    quantity int, content text, supersedes uuid
)
LEFT JOIN ledger_fact AS have ON have.district_id = %(district)s AND have.id = f.id
WHERE f.id = ANY(%(ids)s) AND (
    have.id IS NULL
    OR (have.kind, have.occurred_at, have.target_kind, have.target_id, have.outcome, have.quantity, have.content)
        IS DISTINCT FROM (f.kind, f.occurred_at, f.target_kind, f.target_id, f.outcome, f.quantity, f.content)
    OR have.supersedes IS DISTINCT FROM f.supersedes
)
