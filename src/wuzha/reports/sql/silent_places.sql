-- Places of some units of which something is asked by a day, and that have no standing record up to that day.
SELECT p.id, p.name, p.place_class, p.address, u.name AS unit
FROM registry_place AS p
JOIN registry_unit AS u ON u.id = p.unit_id
WHERE p.district_id = %(district)s AND p.unit_pos >= %(unit_lo)s AND p.unit_pos < %(unit_hi)s
    AND (p.valid_from IS NULL OR p.valid_from <= %(until)s) AND (p.valid_to IS NULL OR p.valid_to >= %(until)s)
    AND EXISTS (
        SELECT 1
        FROM duties_duty AS d
        JOIN duties_stage AS s ON s.id = d.stage_id AND s.retired_at IS NULL
        WHERE d.district_id = p.district_id AND d.target_kind = 'place' AND d.target_id = p.id
            AND d.period_start <= %(until)s
    )
    AND NOT EXISTS (
        SELECT 1 FROM ledger_fact AS f
        WHERE f.district_id = p.district_id AND f.target_kind = 'place' AND f.target_id = p.id
            AND f.kind <> 'withdrawal' AND f.occurred_on <= %(until)s
            AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
    )
ORDER BY u.lo, u.hi DESC, p.name, p.id
