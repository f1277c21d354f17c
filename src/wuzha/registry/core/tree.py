"""Giving areas and units their place in a tree that grows without renumbering."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from wuzha.problems import Problem
from wuzha.registry.core import problems as kinds
from wuzha.terms import Interval

MAX_LEVELS = 60 // Interval.FANOUT_BITS
MAX_CHILDREN = (1 << Interval.FANOUT_BITS) - 1


class TreeRow(NamedTuple):
    """A node as a roster states it; ``parent`` is the parent's code, ``""`` for a node at the top."""

    code: str
    name: str
    parent: str = ""
    row_number: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with its place; ``level`` counts from 1 at the top; ``new`` says that it had no place before."""

    row: TreeRow
    interval: Interval
    level: int
    new: bool


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A node that cannot be placed, and why."""

    row: TreeRow
    problem: Problem


@dataclass(frozen=True, slots=True)
class Planting:
    """What came of placing rows: ``placed`` lists parents before their children, else in the rows' order."""

    placed: list[Placed]
    refused: list[Unplaced]


def place(existing: Mapping[str, Interval], rows: Iterable[TreeRow]) -> Planting:
    """Give every row its interval: what stands in ``existing`` (code → place) stays, the rest comes behind it.

    A new node takes the ordinal after the highest ever used under its parent, so a place is never given
    twice, and the same rows on the same tree always come out the same. A parent may stand anywhere in the
    rows or in ``existing``. Nodes without parent lie directly under ``Interval.root()``. A row that cannot
    be placed is refused with its reason, and so are the rows that hang on it.
    """
    ground = _Ground(existing)
    placed: list[Placed] = []
    refused: list[Unplaced] = []
    for row, problem in _parents_first(rows):
        outcome = problem or ground.settle(row)
        if isinstance(outcome, Problem):
            refused.append(Unplaced(row, outcome))
        else:
            placed.append(outcome)
    return Planting(placed, refused)


def parent_of(interval: Interval) -> Interval:
    """The interval one level up; every slice is aligned to its width, so arithmetic finds it."""
    width = (interval.hi - interval.lo) << Interval.FANOUT_BITS
    lo = interval.lo & -width
    return Interval(lo, lo + width)


def level_of(interval: Interval) -> int:
    """How deep a place lies: 0 for ``Interval.root()``, 1 for a node at the top, at most ``MAX_LEVELS``."""
    return MAX_LEVELS - ((interval.hi - interval.lo).bit_length() - 1) // Interval.FANOUT_BITS


class _Ground:
    """The places given so far and the next free ordinal under each."""

    def __init__(self, existing: Mapping[str, Interval]) -> None:
        self._existing = existing
        self._places: dict[str, Interval] = {"": Interval.root(), **existing}
        self._next: dict[Interval, int] = {}
        for interval in existing.values():
            above = parent_of(interval)
            ordinal = (interval.lo - above.lo) // (interval.hi - interval.lo)
            self._next[above] = max(self._next.get(above, 0), ordinal + 1)

    def settle(self, row: TreeRow) -> Placed | Problem:
        above = self._places.get(row.parent)
        if above is None:
            return Problem(kinds.UNKNOWN_PARENT, row.code, {"parent": row.parent})
        known = self._existing.get(row.code)
        if known is not None:
            if parent_of(known) != above:
                return Problem(kinds.MOVED, row.code, {"code": row.code, "parent": row.parent})
            return Placed(row, known, level_of(known), new=False)
        level, ordinal = level_of(above) + 1, self._next.get(above, 0)
        if level > MAX_LEVELS:
            return Problem(kinds.TOO_DEEP, row.code, {"code": row.code, "depth": level, "limit": MAX_LEVELS})
        if ordinal >= MAX_CHILDREN:
            return Problem(kinds.TOO_BROAD, row.code, {"parent": row.parent, "limit": MAX_CHILDREN})
        self._next[above] = ordinal + 1
        interval = above.child(ordinal)
        self._places[row.code] = interval
        return Placed(row, interval, level, new=True)


def _parents_first(rows: Iterable[TreeRow]) -> Iterator[tuple[TreeRow, Problem | None]]:
    """Every row once, a parent before its children; repeated codes and cycles come with their problem."""
    own: dict[str, TreeRow] = {}
    for row in rows:
        if own.setdefault(row.code, row) is not row:
            yield row, Problem(kinds.TWICE_IN_TREE, row.code, {"code": row.code})
    done: set[str] = set()
    for row in own.values():
        chain: dict[str, TreeRow] = {}
        at: TreeRow | None = row
        while at is not None and at.code not in done and at.code not in chain:
            chain[at.code] = at
            at = own.get(at.parent)
        looped = set(_loop(chain, at)) if at is not None and at.code in chain else set()
        for code, link in reversed(chain.items()):
            done.add(code)
            problem = Problem(kinds.CYCLE, code, {"codes": " → ".join(sorted(looped))}) if code in looped else None
            yield link, problem


def _loop(chain: Mapping[str, TreeRow], start: TreeRow) -> Iterator[str]:
    code = start.code
    while True:
        yield code
        code = chain[code].parent
        if code == start.code:
            return
