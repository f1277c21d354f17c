-- Take marks to work off. The advisory lock lets one refresh a district run at a time; another takes nothing.
DELETE FROM oversight_touched
WHERE id IN (
    SELECT t.id FROM oversight_touched AS t
    WHERE t.district_id = %(district)s AND pg_try_advisory_xact_lock(7422, (%(district)s %% 2147483647)::int)
    ORDER BY t.id LIMIT %(limit)s
)
RETURNING target_kind, area_pos, doer_pos
