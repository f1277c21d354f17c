"""Writing duties for a whole district, against the same rows by one bare INSERT … SELECT.

The bare statement writes into a table with the same columns, key and indexes, as superuser: no row-level security,
no search for what is there already. Both work on fresh tables, in turns.
"""

from __future__ import annotations

import argparse
import statistics
import sys

import psycopg

from benchmarks.figures import Figure, Stopwatch, tell
from benchmarks.stage import applied, founded, installation, planned

HOUSEHOLDS, ROUNDS, AIM = 500_000, 3, 1.5

COLUMNS = """
    district_id, stage_id, target_kind, target_id, unit_id, unit_pos, doer_id, doer_pos, area_id, area_pos,
    period_start, period_end, nominal_due, due, expected
"""
BARE = f"""
INSERT INTO bare_duty ({COLUMNS})
SELECT
    h.district_id, s.stage_id, 'household', h.id, s.unit_id, s.unit_pos, h.unit_id, h.unit_pos, h.area_id, h.area_pos,
    s.period_start, s.period_end, s.nominal_due, s.due, s.expected
FROM registry_household AS h
CROSS JOIN bare_stage AS s
WHERE h.status IN ('occupied', 'vacant')
"""
STAGES = """
CREATE TABLE bare_stage AS
SELECT DISTINCT stage_id, unit_id, unit_pos, period_start, period_end, nominal_due, due, expected FROM duties_duty
"""
DIFFERENT = f"""
SELECT count(*) FROM (
    (SELECT {COLUMNS} FROM duties_duty EXCEPT ALL SELECT {COLUMNS} FROM bare_duty)
    UNION ALL (SELECT {COLUMNS} FROM bare_duty EXCEPT ALL SELECT {COLUMNS} FROM duties_duty)
) AS different
"""


def main() -> None:
    """Apply and insert in turns; then apply once more where everything is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1, help="multiplies the half million households")
    households = max(100, int(HOUSEHOLDS * parser.parse_args().scale))
    with installation() as admin:
        version = planned(founded(households))
        admin.execute("ANALYZE")
        applying, inserting, again = Stopwatch(), Stopwatch(), Stopwatch()
        duties = applied(version)
        admin.execute(STAGES)
        admin.execute("CREATE TABLE bare_duty (LIKE duties_duty INCLUDING ALL)")
        for _ in range(ROUNDS):
            _empty(admin, "duties_duty")
            with applying.running():
                applied(version)
            _empty(admin, "bare_duty")
            with inserting.running():
                admin.execute(BARE)
        row = admin.execute(DIFFERENT).fetchone()
        with again.running():
            added = applied(version)
    ratios = [one / other for one, other in zip(applying.seconds, inserting.seconds, strict=True)]
    tell(
        f"Duties: {households:,} households × 4 measures, {duties:,} duties, median of {ROUNDS}",
        [
            Figure("applied: read, bound, expanded, written", applying.median, "s", digits=1),
            Figure("  duties a second", duties / applying.median, "/s"),
            Figure("the same rows by a bare INSERT … SELECT", inserting.median, "s", digits=1),
            Figure("ratio", statistics.median(ratios), "", "<=", AIM, 2),
            Figure("applied again: nothing to add", again.median, "s", digits=1),
        ],
    )
    if row != (0,) or added:
        sys.exit(f"the rows are not the same: {row} differ; applied again, {added} were added")


def _empty(admin: psycopg.Connection, table: str) -> None:
    admin.execute(f"TRUNCATE {table}")
    admin.execute("CHECKPOINT")


if __name__ == "__main__":
    main()
