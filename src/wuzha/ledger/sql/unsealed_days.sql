-- Days that are over (midnight: until) and hold facts recorded after the last seal.
SELECT DISTINCT date_bin('1 day', f.recorded_at, %(until)s) AS day
FROM ledger_fact AS f
WHERE f.district_id = %(district)s AND f.recorded_at >= %(since)s AND f.recorded_at < %(until)s
ORDER BY day
