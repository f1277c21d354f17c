-- Where the facts recorded in [since, until) are cut into parts of a size: the first fact of every part but the first.
SELECT numbered.recorded_at AS at, numbered.id
FROM (
    SELECT f.recorded_at, f.id, row_number() OVER (ORDER BY f.recorded_at, f.id) - 1 AS number
    FROM ledger_fact AS f
    WHERE f.district_id = %(district)s AND f.recorded_at >= %(since)s AND f.recorded_at < %(until)s
) AS numbered
WHERE numbered.number > 0 AND numbered.number %% %(size)s = 0
ORDER BY numbered.recorded_at, numbered.id
