-- Doors of a stretch of both trees and where each stands on the coverage ladder, by the rules by which oversight counts
-- them (count_coverage.sql there; a test holds the two to the same figures). Runs under the whole district's scope,
-- because visits that others recorded count too; the caller cuts the stretch to what the visitor may see. The counted
-- leaves say where doors of a rung are, so that few have to be looked at one by one.
SELECT
    h.id, h.address, h.area_id, h.area_pos, h.unit_id, a.name AS area, u.name AS unit,
    v.visits, v.last_at, v.last_outcome, v.last_id, v.last_unit_pos, v.grade, now.step
FROM registry_household AS h
LEFT JOIN registry_area AS a ON a.id = h.area_id
LEFT JOIN registry_unit AS u ON u.id = h.unit_id
CROSS JOIN LATERAL (
    SELECT
        count(*)::int AS visits,
        max(f.occurred_at) AS last_at,
        (array_agg(f.outcome ORDER BY f.occurred_at DESC, f.id DESC))[1] AS last_outcome,
        (array_agg(f.id ORDER BY f.occurred_at DESC, f.id DESC))[1] AS last_id,
        (array_agg(f.unit_pos ORDER BY f.occurred_at DESC, f.id DESC))[1] AS last_unit_pos,
        max(f.occurred_at) FILTER (WHERE f.outcome = 'vacant') AS vacant_at,
        max(f.occurred_at) FILTER (WHERE f.outcome IN ('met', 'refused', 'material_left')) AS lived_at,
        bool_or(f.outcome = 'met') AS met,
        bool_or(f.outcome = 'refused') AS refused,
        min(f.occurred_on) FILTER (WHERE f.outcome = 'met' AND f.material <> '') AS first_told,
        max(f.occurred_on) FILTER (WHERE f.outcome = 'met' AND f.material <> '') AS last_told,
        min(f.grade) FILTER (WHERE f.outcome = 'met' AND f.material <> '') AS grade
    FROM ledger_fact AS f
    WHERE f.district_id = h.district_id AND f.target_kind = 'household' AND f.kind = 'visit'
        AND f.target_id = ANY(ARRAY(
            SELECT h.id
            UNION ALL
            SELECT m.id FROM registry_household AS m WHERE m.district_id = h.district_id AND m.merged_into = h.id
        ))
        AND NOT EXISTS (SELECT 1 FROM ledger_fact AS n WHERE n.district_id = f.district_id AND n.supersedes = f.id)
) AS v
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN h.status = 'nonresidential' THEN 'nonresidential'
        WHEN CASE
            WHEN v.vacant_at IS NULL AND v.lived_at IS NULL THEN h.status = 'vacant'
            ELSE coalesce(v.vacant_at > v.lived_at, v.lived_at IS NULL)
        END THEN 'vacant'
        WHEN v.last_told >= v.first_told + %(refresh_days)s THEN 'refreshed'
        WHEN v.first_told IS NOT NULL THEN 'told'
        WHEN v.met THEN 'met'
        WHEN v.refused THEN 'refused'
        WHEN v.visits > 0 THEN 'visited'
        ELSE 'registered'
    END AS step
) AS now
WHERE h.district_id = %(district)s AND h.merged_into IS NULL
    AND coalesce(h.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
    AND coalesce(h.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
    AND h.area_pos >= %(area_lo)s AND h.area_pos < %(area_hi)s
    AND h.unit_pos >= %(unit_lo)s AND h.unit_pos < %(unit_hi)s
    AND (%(one)s::bigint IS NULL OR h.id = %(one)s)
    AND (%(words)s::text IS NULL OR strpos(h.address, %(words)s) > 0)
    AND (%(steps)s::text[] IS NULL OR now.step = ANY(%(steps)s))
    AND (%(grade)s::text IS NULL OR v.grade = %(grade)s)
    AND EXISTS (
        SELECT 1 FROM oversight_coverage_leaf AS l
        WHERE l.district_id = h.district_id AND l.area_id = h.area_id AND l.unit_id = h.unit_id
            AND CASE %(rung)s::text
                WHEN 'vacant' THEN l.vacant
                WHEN 'nonresidential' THEN l.nonresidential
                WHEN 'eligible' THEN l.registered - l.vacant - l.nonresidential
                WHEN 'visited' THEN l.visited
                WHEN 'met' THEN l.met
                WHEN 'told' THEN l.told
                WHEN 'refreshed' THEN l.refreshed
                WHEN 'refused' THEN l.refused
                WHEN 'unvisited' THEN l.registered - l.vacant - l.nonresidential - l.visited
                WHEN 'untold' THEN l.registered - l.vacant - l.nonresidential - l.told
                ELSE l.registered
            END > 0
    )
