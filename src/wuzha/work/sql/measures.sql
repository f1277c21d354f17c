-- The measures that a record of some kinds must name to count for them: title and clause.
SELECT DISTINCT s.ordinal, s.clause, s.title, k.kind
FROM duties_stage AS s, unnest(s.fact_kinds) AS k (kind)
WHERE s.district_id = %(district)s AND s.retired_at IS NULL AND s.detail ? 'measure' AND k.kind = ANY(%(kinds)s)
ORDER BY s.ordinal, s.clause, s.title, k.kind
