"""Numbers and brackets, and how much of the text was read."""

from __future__ import annotations

from collections.abc import Iterator

from wuzha.plan.core import problems
from wuzha.plan.core.clauses import Clause, Oddity
from wuzha.plan.core.model import Plan
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.source import LONGEST
from wuzha.problems import Kind, Problem
from wuzha.terms import Span

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
        ends = {item.start: item.end for item in reversed(reading.statements[clause.id])}
        unclosed, stray = _unpaired(reading.view.norm, clause.body, clause.own_end)
        for start in unclosed:
            end = ends.get(start, start + 1 + _LABEL)
            label = reading.view.spelled(start + 1, min(start + 1 + _LABEL, end, clause.own_end))
            source = reading.view.span(start, min(end, clause.own_end))
            yield Problem(problems.BRACKET_OPEN, clause.id, {"label": label}, source)
        for start in stray:
            yield Problem(problems.BRACKET_STRAY, clause.id, {}, reading.view.span(start, start + 1))


def _unpaired(norm: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """Positions of opening signs without their partner, and of closing ones."""
    opened: dict[str, list[int]] = {sign: [] for sign in _PAIRS.values()}
    stray: list[int] = []
    for index in range(start, end):
        sign = norm[index]
        if sign in opened:
            opened[sign].append(index)
        elif sign in _PAIRS:
            partners = opened[_PAIRS[sign]]
            if partners:
                partners.pop()
            else:
                stray.append(index)
    return sorted(at for places in opened.values() for at in places), stray


def _sign(reading: Reading, clause: Clause) -> str:
    return reading.view.norm[clause.mark.end - 1]


def _at(kind: Kind, reading: Reading, clause: Clause) -> Problem:
    return Problem(kind, clause.id, {"clause": clause.id}, reading.view.span(clause.mark.start, clause.mark.end))


def length(_: Plan, reading: Reading) -> Iterator[Problem]:
    """Whether the text was too long to be read to its end."""
    if reading.cut:
        end = len(reading.view.text)
        yield Problem(problems.TOO_LONG, "", {"limit": LONGEST}, Span(end, end))
