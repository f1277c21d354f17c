"""Reports that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from wuzha.plan.core import problems
from wuzha.plan.core.model import Plan
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.view import plain
from wuzha.problems import Problem


def conflicting_dates(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """The same report to the same office with two due dates."""
    once = [report for report in plan.reports if report.due and report.name]
    for first, second in combinations(once, 2):
        same = plain(first.name) == plain(second.name) and plain(first.to or "") == plain(second.to or "")
        if same and first.due != second.due:
            for here, there in ((first, second), (second, first)):
                yield Problem(
                    problems.DUE_CONFLICT,
                    reading.place(here.source),
                    {"report": here.name, "first": str(here.due), "second": str(there.due)},
                    here.source,
                )
