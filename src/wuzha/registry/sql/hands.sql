-- Who imported households or places, or corrected or merged one, since the newest version was approved.
SELECT i.actor_id
FROM registry_import AS i
WHERE i.district_id = %(district)s AND i.roster IN ('households', 'places') AND i.added + i.changed > 0
    AND i.started_at > coalesce(
        (SELECT max(v.approved_at) FROM registry_version AS v WHERE v.district_id = %(district)s), '-infinity'
    )
UNION
SELECT a.actor_id
FROM ledger_audit AS a
WHERE a.district_id = %(district)s
    AND a.action IN ('households.correct', 'places.correct', 'household.merge', 'household.part')
    AND a.at > coalesce(
        (SELECT max(v.approved_at) FROM registry_version AS v WHERE v.district_id = %(district)s), '-infinity'
    )
