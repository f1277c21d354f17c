"""Coverage of a district: the page's query, and counting it from its rows, all of it or the leaves that changed."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import psycopg

from benchmarks.figures import Figure, Stopwatch, tell
from benchmarks.stage import applied, founded, installation, planned, visited
from wuzha.database import scoped
from wuzha.database.planning import whole_tables
from wuzha.oversight.actions import Mark, count_coverage, count_duties, mark, recount, refresh
from wuzha.oversight.queries import coverage_by_area, coverage_by_unit, coverage_total
from wuzha.registry.queries import areas, units
from wuzha.terms import Interval, Scope

HOUSEHOLDS, CALLS, ROUNDS = 500_000, 300, 5
PAGE, COUNT = 50, 1


def main() -> None:
    """Count, ask, change, count again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1, help="multiplies households and visits, half a million each")
    households = max(100, int(HOUSEHOLDS * parser.parse_args().scale))
    with installation() as admin:
        district = founded(households)
        duties, records = applied(planned(district)), visited(district)
        admin.execute("VACUUM ANALYZE")  # autovacuum would do it within minutes
        figures = [*_counting(district), *_asking(district), *_refreshing(admin, district)]
        before = _leaves(admin)
        recount(district)
        different = before ^ _leaves(admin)
    tell(f"Coverage: {households:,} households, {records:,} visits, {duties:,} duties", figures)
    if different:
        sys.exit(f"leaf by leaf the count differs from counting everything: {len(different)} leaves")


def _counting(district: int) -> Iterator[Figure]:
    ladder, duties = Stopwatch(), Stopwatch()
    for _ in range(ROUNDS):
        with ladder.running(), scoped(Scope.whole(district)), whole_tables():
            count_coverage(district)
    for _ in range(2):
        with duties.running(), scoped(Scope.whole(district)), whole_tables():
            count_duties(district)
    yield Figure(f"the ladder counted from its rows, median of {ROUNDS}", ladder.median, "s", "<=", COUNT, 2)
    yield Figure("all duties counted from their rows", duties.median, "s", digits=2)


def _asking(district: int) -> Iterator[Figure]:
    """Nodes of both trees by chance, under the scope of somebody who sees that node and what is below it."""
    rng = random.Random(HOUSEHOLDS)
    with scoped(Scope.whole(district)):
        grounds = [(area.id, Interval(area.lo, area.hi)) for area in areas(district)]
        holders = [(unit.id, Interval(unit.lo, unit.hi)) for unit in units(district)]
    root = Interval.root()
    yield from _asked(
        "the whole district and its streets",
        ((Scope.whole(district), partial(_page, district, grounds[0][0])) for _ in range(CALLS // 3)),
    )
    yield from _asked(
        "an area with its parts",
        (
            (Scope(district, place, root, root), partial(_page, district, node))
            for node, place in rng.choices(grounds, k=CALLS)
        ),
    )
    yield from _asked(
        "a unit with its parts",
        (
            (Scope(district, root, place, place), partial(coverage_by_unit, district, node))
            for node, place in rng.choices(holders, k=CALLS)
        ),
    )


def _page(district: int, node: int) -> None:
    coverage_by_area(district, node)
    coverage_total(district)


def _asked(name: str, calls: Iterator[tuple[Scope, Callable[[], object]]]) -> Sequence[Figure]:
    watch = Stopwatch()
    for scope, ask in calls:
        with watch.running(), scoped(scope):
            ask()
    return (
        Figure(f"{name}, p50", 1000 * watch.median, "ms", digits=1),
        Figure("  p99", 1000 * watch.quantile(0.99), "ms", "<=", PAGE, 1),
    )


def _refreshing(admin: psycopg.Connection, district: int) -> Iterator[Figure]:
    for count in (1, 100):
        watch = Stopwatch()
        for _ in range(ROUNDS):
            found = admin.execute(
                "SELECT area_pos, unit_pos FROM oversight_coverage_leaf ORDER BY random() LIMIT %s", [count]
            )
            with scoped(Scope.whole(district)):
                mark(district, [Mark("household", area, holder) for area, holder in found])
            with watch.running(), scoped(Scope.whole(district)):
                refresh(district)
        yield Figure(f"leaves counted again after a change: {count}", 1000 * watch.median, "ms")


def _leaves(admin: psycopg.Connection) -> set[tuple[object, ...]]:
    ladder = admin.execute("SELECT to_jsonb(l) - 'id' #>> '{}' FROM oversight_coverage_leaf AS l")
    duties = admin.execute("SELECT to_jsonb(l) - 'id' #>> '{}' FROM oversight_duty_leaf AS l")
    return {*ladder, *duties}


if __name__ == "__main__":
    main()
