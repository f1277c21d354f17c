-- The same along the unit tree: households by the unit that holds them.
SELECT
    u.id, u.name, u.kind AS level, u.lo, u.hi,
    coalesce(sum(l.registered), 0)::bigint AS registered, coalesce(sum(l.vacant), 0)::bigint AS vacant,
    coalesce(sum(l.found_vacant), 0)::bigint AS found_vacant,
    coalesce(sum(l.nonresidential), 0)::bigint AS nonresidential, coalesce(sum(l.visited), 0)::bigint AS visited,
    coalesce(sum(l.met), 0)::bigint AS met, coalesce(sum(l.told), 0)::bigint AS told,
    coalesce(sum(l.refreshed), 0)::bigint AS refreshed, coalesce(sum(l.refused), 0)::bigint AS refused,
    coalesce(sum(l.told_a), 0)::bigint AS told_a, coalesce(sum(l.told_b), 0)::bigint AS told_b,
    coalesce(sum(l.told_c), 0)::bigint AS told_c, coalesce(sum(l.told_d), 0)::bigint AS told_d
FROM registry_unit AS u
LEFT JOIN oversight_ladder AS l
    ON l.district_id = %(district)s AND l.freezing = %(freezing)s
    AND l.area_pos >= %(area_lo)s AND l.area_pos < %(area_hi)s
    AND l.unit_pos < u.hi AND l.unit_pos >= CASE WHEN u.id = %(node)s THEN u.hi - 1 ELSE u.lo END
WHERE u.district_id = %(district)s
    AND (u.parent_id = %(node)s OR u.id = %(node)s OR (%(node)s IS NULL AND u.parent_id IS NULL))
GROUP BY u.id, u.name, u.kind, u.lo, u.hi
ORDER BY u.id = %(node)s, u.lo
