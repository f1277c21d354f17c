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
_PAIRS = {")": "(", "》": "《"}
_LABEL = 4


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
    """Brackets and book marks that are opened or closed only; each clause is judged by itself."""
    for clause in reading.outline.walk():
        unclosed, stray = _unpaired(reading.view.norm, clause.body, clause.own_end)
        for start in unclosed:
            end = next((item.end for item in reading.statements[clause.id] if item.start == start), start + 1 + _LABEL)
            label = reading.view.spelled(start + 1, min(start + 1 + _LABEL, end, clause.own_end))
            source = reading.view.span(start, min(end, clause.own_end))
            yield Problem(problems.BRACKET_OPEN, clause.id, {"label": label}, source)
        for start in stray:
            yield Problem(problems.BRACKET_STRAY, clause.id, {}, reading.view.span(start, start + 1))


def _unpaired(norm: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """Positions of opening signs without their partner, and of closing ones."""
    opened: list[int] = []
    stray: list[int] = []
    for index in range(start, end):
        if norm[index] in _PAIRS.values():
            opened.append(index)
        elif norm[index] in _PAIRS:
            partner = next((at for at in reversed(opened) if norm[at] == _PAIRS[norm[index]]), None)
            if partner is None:
                stray.append(index)
            else:
                opened.remove(partner)
    return opened, stray


def _sign(reading: Reading, clause: Clause) -> str:
    return reading.view.norm[clause.mark.end - 1]


def _at(kind: Kind, reading: Reading, clause: Clause) -> Problem:
    return Problem(kind, clause.id, {"clause": clause.id}, reading.view.span(clause.mark.start, clause.mark.end))
