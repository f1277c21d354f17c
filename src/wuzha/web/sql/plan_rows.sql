-- The plans of a district, each with its newest version: what was found in it, and which version was applied last.
SELECT
    v.id, p.title, p.year, v.number, v.filename, v.created_at,
    jsonb_array_length(v.typed -> 'measures') AS measures,
    (
        SELECT count(*) FROM jsonb_array_elements(v.typed -> 'problems') AS found
        WHERE found ->> 'severity' IN ('error', 'warning')
    ) AS problems,
    (
        SELECT max(older.number) FROM plan_version AS older
        WHERE older.plan_id = p.id AND EXISTS (
            SELECT 1 FROM ledger_audit AS a
            WHERE a.district_id = p.district_id AND a.action = 'duties.apply'
                AND a.subject = left(p.title || ' (' || older.number || ')', 200)
        )
    ) AS applied
FROM plan_plan AS p
JOIN LATERAL (
    SELECT * FROM plan_version AS newest WHERE newest.plan_id = p.id ORDER BY newest.number DESC LIMIT 1
) AS v ON true
WHERE p.district_id = %(district)s
    AND (%(year)s::int IS NULL OR p.year = %(year)s::int)
    AND (%(words)s::text IS NULL OR strpos(lower(p.title || ' ' || v.text), lower(%(words)s::text)) > 0)
