"""Numbers and brackets."""

from __future__ import annotations

from collections.abc import Iterator

from wuzha.plan.core import problems
from wuzha.plan.core.clauses import Clause, Oddity
from wuzha.plan.core.model import Plan
from wuzha.plan.core.reading import Reading
from wuzha.problems import Kind, Problem

_KINDS: dict[Oddity, Kind] = {
    Oddity.GAP: problems.NUMBER_GAP,
    Oddity.REPEAT: problems.NUMBER_GAP,
    Oddity.LATE_START: problems.NUMBER_GAP,
    Oddity.RESTART: problems.NUMBER_RESTART,
    Oddity.MIXED: problems.NUMBER_MIXED,
}


def numbering(_: Plan, reading: Reading) -> Iterator[Problem]:
    """Gaps, repeats, restarts and changes of style."""
    for oddity, clause in reading.outline.oddities:
        yield _at(_KINDS[oddity], reading, clause)
    for parent in reading.outline.walk():
        for before, here in zip(parent.children, parent.children[1:], strict=False):
            if here.mark.kind == before.mark.kind == "digit" and _sign(reading, before) != _sign(reading, here):
                yield _at(problems.NUMBER_MIXED, reading, here)
                break


def brackets(_: Plan, reading: Reading) -> Iterator[Problem]:
    """Lists of units whose bracket is never closed."""
    view = reading.view
    for clause in reading.outline.walk():
        for statement in reading.statements[clause.id]:
            if not statement.closed:
                label = view.spelled(statement.start + 1, min(statement.start + 5, statement.end))
                source = view.span(statement.start, statement.end)
                yield Problem(problems.BRACKET_OPEN, clause.id, {"label": label}, source)


def _sign(reading: Reading, clause: Clause) -> str:
    return reading.view.norm[clause.mark.end - 1]


def _at(kind: Kind, reading: Reading, clause: Clause) -> Problem:
    return Problem(kind, clause.id, {"clause": clause.id}, reading.view.span(clause.mark.start, clause.mark.end))
