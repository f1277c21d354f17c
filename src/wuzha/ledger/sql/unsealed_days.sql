-- Days that are over (midnight: until) and hold facts, or lines of the audit log, from after the last seal. The lines on
-- seals themselves do not count: a machine that was only on to seal owes no seal for that.
SELECT DISTINCT date_bin('1 day', late.at, %(until)s) AS day
FROM (
    SELECT f.recorded_at AS at
    FROM ledger_fact AS f
    WHERE f.district_id = %(district)s AND f.recorded_at >= %(since)s AND f.recorded_at < %(until)s
    UNION ALL
    SELECT a.at
    FROM ledger_audit AS a
    WHERE a.district_id = %(district)s AND a.at >= %(since)s AND a.at < %(until)s AND a.action <> 'ledger.seal'
) AS late
ORDER BY day
