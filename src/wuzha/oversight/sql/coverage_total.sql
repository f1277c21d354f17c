-- The ladder of one stretch of both trees.
SELECT
    coalesce(sum(registered), 0)::bigint AS registered, coalesce(sum(vacant), 0)::bigint AS vacant,
    coalesce(sum(found_vacant), 0)::bigint AS found_vacant,
    coalesce(sum(nonresidential), 0)::bigint AS nonresidential, coalesce(sum(visited), 0)::bigint AS visited,
    coalesce(sum(met), 0)::bigint AS met, coalesce(sum(told), 0)::bigint AS told,
    coalesce(sum(refreshed), 0)::bigint AS refreshed, coalesce(sum(refused), 0)::bigint AS refused,
    coalesce(sum(told_a), 0)::bigint AS told_a, coalesce(sum(told_b), 0)::bigint AS told_b,
    coalesce(sum(told_c), 0)::bigint AS told_c, coalesce(sum(told_d), 0)::bigint AS told_d
FROM oversight_ladder
WHERE district_id = %(district)s AND freezing = %(freezing)s
    AND area_pos >= %(area_lo)s AND area_pos < %(area_hi)s
    AND unit_pos >= %(unit_lo)s AND unit_pos < %(unit_hi)s
