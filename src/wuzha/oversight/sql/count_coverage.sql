-- The coverage ladder by leaf area and holder, from distinct households and their standing visits.
-- A visit that a newer record corrects does not stand. A door is vacant by its newest visit that settles
-- it, else by the registry; vacant and non-residential doors leave every rung, refusals stay.
INSERT INTO oversight_coverage_leaf (
    district_id, area_id, area_pos, unit_id, unit_pos, registered, vacant, nonresidential,
    visited, met, told, refreshed, refused, told_a, told_b, told_c, told_d
)
-- OFFSET 0 keeps what is worked out once a visit and once a door from being worked out again in every count. Of a few
-- leaves the doors are an array: behind an OR only that finds its way into an index.
WITH corrected AS (
    SELECT n.supersedes AS id FROM ledger_fact AS n WHERE n.district_id = %(district)s AND n.supersedes IS NOT NULL
), visit AS (
    SELECT
        f.target_id, f.occurred_at, f.occurred_on, f.grade,
        CASE f.outcome
            WHEN 'not_home' THEN 0
            WHEN 'met' THEN CASE WHEN f.material <> '' THEN 2 ELSE 1 END
            WHEN 'material_left' THEN 3
            WHEN 'refused' THEN 4
            WHEN 'vacant' THEN 5
        END AS result
    FROM ledger_fact AS f
    WHERE f.district_id = %(district)s AND f.target_kind = 'household' AND f.kind = 'visit'
        AND (%(all)s OR f.target_id = ANY(ARRAY(
            SELECT t.id FROM registry_household AS t
            WHERE t.district_id = %(district)s AND t.area_pos = ANY(%(places)s)
        )))
        AND NOT EXISTS (SELECT 1 FROM corrected AS c WHERE c.id = f.id)
    OFFSET 0
), visited AS (
    SELECT
        v.target_id,
        max(v.occurred_at) FILTER (WHERE v.result = 5) AS vacant_at,
        max(v.occurred_at) FILTER (WHERE v.result BETWEEN 1 AND 4) AS lived_at,
        bool_or(v.result BETWEEN 1 AND 2) AS met,
        bool_or(v.result = 4) AS refused,
        min(v.occurred_on) FILTER (WHERE v.result = 2) AS first_told,
        max(v.occurred_on) FILTER (WHERE v.result = 2) AS last_told,
        min(v.grade) FILTER (WHERE v.result = 2) AS grade
    FROM visit AS v
    GROUP BY v.target_id
), door AS (
    SELECT
        h.area_id, h.area_pos, h.unit_id, h.unit_pos,
        h.status = 'nonresidential' AS nonresidential,
        h.status <> 'nonresidential' AND CASE
            WHEN v.vacant_at IS NULL AND v.lived_at IS NULL THEN h.status = 'vacant'
            ELSE coalesce(v.vacant_at > v.lived_at, v.lived_at IS NULL)
        END AS vacant,
        v.target_id IS NOT NULL AS visited, v.met, v.refused, v.first_told, v.last_told, v.grade
    FROM registry_household AS h
    LEFT JOIN visited AS v ON v.target_id = h.id
    WHERE h.district_id = %(district)s AND h.valid_to IS NULL AND (%(all)s OR h.area_pos = ANY(%(places)s))
    OFFSET 0
)
SELECT
    %(district)s, d.area_id, d.area_pos, d.unit_id, d.unit_pos,
    count(*),
    count(*) FILTER (WHERE d.vacant),
    count(*) FILTER (WHERE d.nonresidential),
    count(*) FILTER (WHERE d.visited AND NOT d.vacant AND NOT d.nonresidential),
    count(*) FILTER (WHERE d.met AND NOT d.vacant AND NOT d.nonresidential),
    count(*) FILTER (WHERE d.first_told IS NOT NULL AND NOT d.vacant AND NOT d.nonresidential),
    count(*) FILTER (WHERE d.last_told >= d.first_told + %(refresh_days)s AND NOT d.vacant AND NOT d.nonresidential),
    count(*) FILTER (WHERE d.refused AND d.met IS NOT TRUE AND NOT d.vacant AND NOT d.nonresidential),
    count(*) FILTER (WHERE d.grade = 'A' AND NOT d.vacant AND NOT d.nonresidential),
    count(*) FILTER (WHERE d.grade = 'B' AND NOT d.vacant AND NOT d.nonresidential),
    count(*) FILTER (WHERE d.grade = 'C' AND NOT d.vacant AND NOT d.nonresidential),
    count(*) FILTER (WHERE d.grade = 'D' AND NOT d.vacant AND NOT d.nonresidential)
FROM door AS d
GROUP BY d.area_id, d.area_pos, d.unit_id, d.unit_pos
