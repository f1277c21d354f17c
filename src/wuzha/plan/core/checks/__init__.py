"""Last step: everything a careful clerk would mark in the margin, all at once and in the document's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from wuzha.plan.core.checks import blanks, references, reports, structure, units
from wuzha.plan.core.model import Plan
from wuzha.plan.core.reading import Reading
from wuzha.problems import Problem

Check = Callable[[Plan, Reading], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    structure.numbering,
    structure.brackets,
    units.nobody,
    units.leads,
    reports.conflicting_dates,
    references.annexes,
    references.basis,
    blanks.years,
    blanks.names,
    blanks.contacts,
    blanks.open_starts,
)


def with_problems(plan: Plan, reading: Reading) -> Plan:
    """The plan with the problems of every check, ordered by where they stand in the text."""
    found = [problem for check in CHECKS for problem in check(plan, reading)]
    found.sort(key=lambda problem: (problem.source.start if problem.source else -1, problem.code))
    return replace(plan, problems=tuple(found))
