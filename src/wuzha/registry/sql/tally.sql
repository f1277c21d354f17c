-- How many of everything there are within the visitor's scope; of units, how many lack somebody who answers for them.
SELECT
    (SELECT count(*) FROM registry_area WHERE district_id = %(district)s) AS areas,
    (SELECT count(*) FROM registry_person WHERE district_id = %(district)s
        AND coalesce(valid_to, %(today)s) >= %(today)s) AS people,
    (SELECT count(*) FROM registry_place WHERE district_id = %(district)s
        AND coalesce(valid_from, '-infinity') <= (SELECT registry_day(%(district)s))
        AND coalesce(valid_to, 'infinity') >= (SELECT registry_day(%(district)s))) AS places,
    count(*) AS units,
    count(*) FILTER (WHERE own) AS known,
    count(*) FILTER (WHERE own AND NOT leader) AS without_leader,
    count(*) FILTER (WHERE own AND NOT liaison) AS without_liaison
FROM (
    SELECT
        u.hi - 1 >= %(own_lo)s AND u.hi - 1 < %(own_hi)s AS own,
        coalesce(bool_or(p.post = 'leader'), false) AS leader,
        coalesce(bool_or(p.post = 'liaison'), false) AS liaison
    FROM registry_unit AS u
    LEFT JOIN registry_person AS p ON p.unit_id = u.id
        AND coalesce(p.valid_from, %(today)s) <= %(today)s AND coalesce(p.valid_to, %(today)s) >= %(today)s
    WHERE u.district_id = %(district)s
    GROUP BY u.id, u.hi
) AS unit
