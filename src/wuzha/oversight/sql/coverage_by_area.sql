-- The ladder of each child of an area, summed from leaves; one of them stands for the area's own ground.
SELECT
    a.id, a.name, a.level, a.lo, a.hi,
    coalesce(sum(l.registered), 0)::bigint AS registered, coalesce(sum(l.vacant), 0)::bigint AS vacant,
    coalesce(sum(l.found_vacant), 0)::bigint AS found_vacant,
    coalesce(sum(l.nonresidential), 0)::bigint AS nonresidential, coalesce(sum(l.visited), 0)::bigint AS visited,
    coalesce(sum(l.met), 0)::bigint AS met, coalesce(sum(l.told), 0)::bigint AS told,
    coalesce(sum(l.refreshed), 0)::bigint AS refreshed, coalesce(sum(l.refused), 0)::bigint AS refused,
    coalesce(sum(l.told_a), 0)::bigint AS told_a, coalesce(sum(l.told_b), 0)::bigint AS told_b,
    coalesce(sum(l.told_c), 0)::bigint AS told_c, coalesce(sum(l.told_d), 0)::bigint AS told_d
FROM registry_area AS a
LEFT JOIN oversight_ladder AS l
    ON l.district_id = %(district)s AND l.freezing = %(freezing)s
    AND l.unit_pos >= %(unit_lo)s AND l.unit_pos < %(unit_hi)s
    AND l.area_pos < a.hi AND l.area_pos >= CASE WHEN a.id = %(node)s THEN a.hi - 1 ELSE a.lo END
WHERE a.district_id = %(district)s AND (a.parent_id = %(node)s OR a.id = %(node)s)
GROUP BY a.id, a.name, a.level, a.lo, a.hi
ORDER BY a.id = %(node)s, a.lo
