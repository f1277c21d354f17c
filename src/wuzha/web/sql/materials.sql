-- What was handed out last, newest first: names to choose from when the next piece of work is recorded.
SELECT f.material
FROM (
    SELECT l.material, l.recorded_at
    FROM ledger_fact AS l
    WHERE l.district_id = %(district)s AND l.unit_pos >= %(own_lo)s AND l.unit_pos < %(own_hi)s
        AND l.recorded_at >= %(since)s AND l.material <> ''
    ORDER BY l.recorded_at DESC
    LIMIT 500
) AS f
GROUP BY f.material
ORDER BY max(f.recorded_at) DESC, f.material
LIMIT 8
