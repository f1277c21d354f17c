-- What was imported, when, by whom, and what became of its rows.
SELECT i.id, i.roster, i.filename, i.started_at, coalesce(u.name, i.actor_name) AS who, i.added, i.changed, i.unchanged, i.bad,
    i.state
FROM registry_import AS i
LEFT JOIN web_user AS u ON u.id = i.actor_id
WHERE i.district_id = %(district)s AND (%(roster)s::text IS NULL OR i.roster = %(roster)s)
    AND (%(state)s::text IS NULL OR i.state = %(state)s)
