-- A line under everything that is recorded, no earlier than the moment asked for; the line there already is as good.
WITH drawn AS (
    SELECT greatest(%(at)s, max(f.recorded_at)) AS at FROM ledger_fact AS f WHERE f.district_id = %(district)s
), kept AS (
    INSERT INTO ledger_line (district_id, at) SELECT %(district)s, d.at FROM drawn AS d
    ON CONFLICT (district_id, at) DO NOTHING
)
SELECT d.at FROM drawn AS d
