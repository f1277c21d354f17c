-- What each unit wrote into the report of a month that it sent last, in the order of the unit tree.
SELECT w.unit, w.narrative, w.problems, w.needs
FROM (
    SELECT DISTINCT ON (r.unit_id)
        u.name AS unit, u.lo, u.hi, s.content ->> 'narrative' AS narrative, s.content ->> 'problems' AS problems,
        s.content ->> 'needs' AS needs
    FROM reports_report AS r
    JOIN reports_snapshot AS s ON s.report_id = r.id AND s.district_id = r.district_id
    JOIN registry_unit AS u ON u.id = r.unit_id
    WHERE r.district_id = %(district)s AND r.year = %(year)s AND r.month = %(month)s
    ORDER BY r.unit_id, s.made_at DESC, s.id DESC
) AS w
ORDER BY w.lo, w.hi DESC
