-- A door stands by itself again, and takes along those that had been merged into it, however many steps ago.
WITH RECURSIVE below AS (
    SELECT l.one_id + l.other_id - l.kept_id AS id
    FROM registry_likeness AS l
    WHERE l.district_id = %(district)s AND l.state = 'same' AND l.kept_id = %(parted)s
    UNION
    SELECT l.one_id + l.other_id - l.kept_id
    FROM registry_likeness AS l
    JOIN below AS b ON b.id = l.kept_id
    WHERE l.district_id = %(district)s AND l.state = 'same'
)
UPDATE registry_household AS h
SET merged_into = CASE WHEN h.id = %(parted)s THEN NULL ELSE %(parted)s END,
    valid_to = CASE WHEN h.id = %(parted)s THEN %(ended)s ELSE h.valid_to END
WHERE h.district_id = %(district)s AND (h.id = %(parted)s OR h.id IN (SELECT b.id FROM below AS b))
