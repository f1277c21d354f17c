-- The first day of which any standing duty speaks.
SELECT min(l.period_start) AS first FROM oversight_duty_leaf AS l WHERE l.district_id = %(district)s
