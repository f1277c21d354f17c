-- Of the doors that wait to enter the denominator, how many were visited already.
SELECT count(*) AS doors
FROM registry_pending AS p
WHERE p.district_id = %(district)s AND p.target_kind = 'household' AND p.change = 'added'
    AND p.area_pos >= %(area_lo)s AND p.area_pos < %(area_hi)s
    AND p.unit_pos >= %(unit_lo)s AND p.unit_pos < %(unit_hi)s
    AND EXISTS (
        SELECT 1 FROM ledger_fact AS f
        WHERE f.district_id = p.district_id AND f.target_kind = 'household' AND f.target_id = p.target_id
            AND f.kind = 'visit'
            AND NOT EXISTS (
                SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id
            )
    )
