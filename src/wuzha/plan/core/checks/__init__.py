"""Last step: everything a careful clerk would mark in the margin, all at once and in the document's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from wuzha.plan.core import problems
from wuzha.plan.core.checks import blanks, burden, dates, figures, references, structure, units
from wuzha.plan.core.model import Plan
from wuzha.plan.core.reading import Reading
from wuzha.problems import Problem

_MOST = 500  # of one check: nobody settles more, and a text that is no plan has them by the ten thousand

Check = Callable[[Plan, Reading], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    structure.numbering,
    structure.brackets,
    structure.length,
    units.nobody,
    units.missing,
    units.leads,
    units.not_members,
    units.open_lists,
    units.incomplete_names,
    dates.conflicting,
    dates.holidays,
    dates.phases,
    dates.outside,
    dates.too_early,
    dates.incomplete,
    dates.impossible,
    references.annexes,
    references.basis,
    references.clauses,
    blanks.years,
    blanks.names,
    blanks.contacts,
    blanks.open_starts,
    blanks.to_be_said,
    figures.goals_without_measure,
    figures.measures_without_goal,
    figures.undefined_rates,
    figures.quotas,
    figures.rhythms,
    figures.conflicting,
    figures.over_whole,
    figures.named_twice,
    figures.unknown_channels,
    burden.demands,
    burden.repeated_reports,
)


def with_problems(plan: Plan, reading: Reading) -> Plan:
    """The plan with the problems of every check, ordered by where they stand in the text."""
    found: list[Problem] = []
    for check in CHECKS:
        some = list(islice(check(plan, reading), _MOST + 1))
        found += some[:_MOST]
        found += [Problem(problems.TOO_MANY, "", {"limit": _MOST}, some[-1].source)] if len(some) > _MOST else []
    found.sort(key=lambda problem: (problem.source.start if problem.source else -1, problem.code))
    return replace(plan, problems=tuple(found))
