-- Lines of the audit log, each with the seal that holds it (none yet: it is sealed when its day is over), and the account
-- that it speaks of, where it speaks of one.
SELECT
    a.id, a.kind, a.at, a.actor_id, a.actor_name, a.action, a.subject, a.detail::text AS detail,
    (
        SELECT s.day FROM ledger_seal AS s
        WHERE s.district_id = %(district)s AND s.form = 3 AND s.cutoff > a.at
        ORDER BY s.day LIMIT 1
    ) AS sealed_in,
    u.id AS account_id
FROM ledger_audit AS a
LEFT JOIN web_user AS u
    ON u.district_id = %(district)s AND u.username = a.subject AND (a.action LIKE 'account.%%' OR a.action LIKE 'login%%' OR a.action LIKE 'factor.%%')
WHERE a.district_id = %(district)s
    AND (%(kind)s::text IS NULL OR a.kind = %(kind)s)
    AND (%(action)s::text IS NULL OR a.action = %(action)s)
    AND (%(person)s::text IS NULL OR a.actor_name ILIKE '%%' || %(person)s || '%%')
    AND (%(words)s::text IS NULL OR a.subject ILIKE '%%' || %(words)s || '%%')
    AND (%(seal)s::text IS NULL OR (%(seal)s = 'sealed') = (a.at < %(sealed_until)s))
    AND (%(at_first)s::date IS NULL OR a.at >= %(at_first)s::date::timestamp AT TIME ZONE 'Asia/Shanghai')
    AND (%(at_last)s::date IS NULL OR a.at < (%(at_last)s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
