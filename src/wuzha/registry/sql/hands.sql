-- Who imported households or places since the newest version was approved.
SELECT DISTINCT i.actor_id
FROM registry_import AS i
WHERE i.district_id = %(district)s AND i.roster IN ('households', 'places') AND i.added + i.changed > 0
    AND i.started_at > coalesce(
        (SELECT max(v.approved_at) FROM registry_version AS v WHERE v.district_id = %(district)s), '-infinity'
    )
