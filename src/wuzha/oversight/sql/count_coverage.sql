-- The coverage ladder by leaf area and holder, from distinct households and their standing visits.
-- A visit that a newer record corrects does not stand. Doors are those of the newest approved version, or before the
-- first one of the working register, that are in force on the register's day. A door is vacant by its newest visit that settles it, else by the version;
-- vacant and non-residential doors leave every rung, refusals stay. Visits to a door that was merged into another count
-- for that one as well; once it has left the denominator, for that one only.
-- What a visit says, and what all visits of a door say, is one number of marks, so that doors that are alike are
-- counted before they are judged: 1 met, 2 refused, 4 8 16 32 told on evidence of grade A B C D, 64 lived in,
-- 128 found vacant, 256 told again. OFFSET 0 keeps it from being worked out again in every count. Of a few leaves the
-- doors are an array: behind an OR only that finds its way into an index.
INSERT INTO oversight_coverage_leaf (
    district_id, area_id, area_pos, unit_id, unit_pos, registered, vacant, found_vacant, nonresidential,
    visited, met, told, refreshed, refused, told_a, told_b, told_c, told_d
)
WITH corrected AS (
    SELECT n.supersedes AS id FROM ledger_fact AS n WHERE n.district_id = %(district)s AND n.supersedes IS NOT NULL
), door AS NOT MATERIALIZED (
    SELECT h.id, h.status AS sort, h.area_id, h.area_pos, h.unit_id, h.unit_pos
    FROM registry_household AS h
    WHERE NOT %(approved)s AND h.district_id = %(district)s AND h.merged_into IS NULL
        AND coalesce(h.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
        AND coalesce(h.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
        AND (%(all)s OR h.area_pos = ANY(%(places)s))
    UNION ALL
    SELECT e.target_id, e.sort, e.area_id, e.area_pos, e.unit_id, e.unit_pos
    FROM registry_entry AS e
    WHERE %(approved)s AND e.district_id = %(district)s AND e.target_kind = 'household' AND e.until IS NULL
        AND coalesce(e.valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
        AND coalesce(e.valid_to, 'infinity') >= (SELECT registry_day(%(district)s))
        AND (%(all)s OR e.area_pos = ANY(%(places)s))
), visit AS (
    SELECT
        f.target_id, f.occurred_at, f.occurred_on,
        CASE f.outcome
            WHEN 'not_home' THEN 0
            WHEN 'met' THEN CASE
                WHEN f.material = '' THEN 65
                ELSE CASE f.grade WHEN 'A' THEN 69 WHEN 'B' THEN 73 WHEN 'C' THEN 81 WHEN 'D' THEN 97 END
            END
            WHEN 'material_left' THEN 64
            WHEN 'refused' THEN 66
            WHEN 'vacant' THEN 128
        END AS marks
    FROM (
        SELECT v.id, v.target_id, v.occurred_at, v.occurred_on, v.outcome, v.material, v.grade
        FROM ledger_fact AS v
        WHERE v.district_id = %(district)s AND v.target_kind = 'household' AND v.kind = 'visit'
            AND (%(all)s OR v.target_id = ANY(ARRAY(SELECT d.id FROM door AS d)))
        UNION ALL
        SELECT v.id, m.merged_into, v.occurred_at, v.occurred_on, v.outcome, v.material, v.grade
        FROM registry_household AS m
        JOIN ledger_fact AS v
            ON v.district_id = m.district_id AND v.target_kind = 'household' AND v.kind = 'visit' AND v.target_id = m.id
        WHERE m.district_id = %(district)s AND m.merged_into IS NOT NULL
            AND (%(all)s OR m.merged_into = ANY(ARRAY(SELECT d.id FROM door AS d)))
            AND v.target_id = ANY(ARRAY(
                SELECT n.id FROM registry_household AS n
                WHERE n.district_id = %(district)s AND n.merged_into IS NOT NULL
            ))
    ) AS f
    WHERE NOT EXISTS (SELECT 1 FROM corrected AS c WHERE c.id = f.id)
    OFFSET 0
), visited AS (
    SELECT
        v.target_id,
        bit_or(v.marks) & 63
            | CASE
                WHEN bit_or(v.marks) & 192 < 192 THEN bit_or(v.marks) & 192
                WHEN max(v.occurred_at) FILTER (WHERE v.marks = 128) > max(v.occurred_at) FILTER (WHERE v.marks & 64 > 0)
                    THEN 128
                ELSE 64
            END
            | CASE
                WHEN max(v.occurred_on) FILTER (WHERE v.marks & 60 > 0)
                    >= min(v.occurred_on) FILTER (WHERE v.marks & 60 > 0) + %(refresh_days)s THEN 256
                ELSE 0
            END AS marks
    FROM visit AS v
    GROUP BY v.target_id
    OFFSET 0
), alike AS (
    SELECT d.area_id, d.area_pos, d.unit_id, d.unit_pos, d.sort, v.marks, count(*) AS doors
    FROM door AS d
    LEFT JOIN visited AS v ON v.target_id = d.id
    GROUP BY d.area_id, d.area_pos, d.unit_id, d.unit_pos, d.sort, v.marks
), judged AS (
    SELECT
        a.*,
        CASE
            WHEN a.sort = 'nonresidential' THEN 'nonresidential'
            WHEN a.marks & 128 > 0 THEN 'found_vacant'
            WHEN a.sort = 'vacant' AND coalesce(a.marks & 64, 0) = 0 THEN 'vacant'
            ELSE 'counted'
        END AS stands
    FROM alike AS a
)
SELECT
    %(district)s, j.area_id, j.area_pos, j.unit_id, j.unit_pos,
    sum(j.doors),
    coalesce(sum(j.doors) FILTER (WHERE j.stands IN ('vacant', 'found_vacant')), 0),
    coalesce(sum(j.doors) FILTER (WHERE j.stands = 'found_vacant'), 0),
    coalesce(sum(j.doors) FILTER (WHERE j.stands = 'nonresidential'), 0),
    coalesce(sum(j.doors) FILTER (WHERE j.stands = 'counted' AND j.marks IS NOT NULL), 0),
    coalesce(sum(j.doors) FILTER (WHERE j.stands = 'counted' AND j.marks & 1 > 0), 0),
    coalesce(sum(j.doors) FILTER (WHERE j.stands = 'counted' AND j.marks & 60 > 0), 0),
    coalesce(sum(j.doors) FILTER (WHERE j.stands = 'counted' AND j.marks & 256 > 0), 0),
    coalesce(sum(j.doors) FILTER (WHERE j.stands = 'counted' AND j.marks & 3 = 2), 0),
    coalesce(sum(j.doors) FILTER (WHERE j.stands = 'counted' AND j.marks & 4 > 0), 0),
    coalesce(sum(j.doors) FILTER (WHERE j.stands = 'counted' AND j.marks & 12 = 8), 0),
    coalesce(sum(j.doors) FILTER (WHERE j.stands = 'counted' AND j.marks & 28 = 16), 0),
    coalesce(sum(j.doors) FILTER (WHERE j.stands = 'counted' AND j.marks & 60 = 32), 0)
FROM judged AS j
GROUP BY j.area_id, j.area_pos, j.unit_id, j.unit_pos
