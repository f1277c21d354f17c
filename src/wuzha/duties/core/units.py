"""Units of the registry as the pure core sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wuzha.terms import Interval, UnitKind


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit: its place in the unit tree (``interval``) and, where it has ground of its own, that area's place."""

    id: int
    name: str
    kind: UnitKind
    interval: Interval
    parent_id: int | None = None
    area_id: int | None = None
    area: Interval | None = None
    aliases: tuple[str, ...] = ()

    @property
    def area_pos(self) -> int:
        """Where rows about the unit itself are placed in the area tree; without ground, the district's own place."""
        return (self.area or Interval.root()).pos


def width(interval: Interval) -> int:
    """How much of its tree a node covers: of two nodes on one path the nearer is the narrower."""
    return interval.hi - interval.lo


def within(inner: Interval, outer: Interval) -> bool:
    """Whether a node is another one or lies below it."""
    return outer.lo <= inner.lo and inner.hi <= outer.hi


def in_tree_order(units: Iterable[UnitRecord]) -> tuple[UnitRecord, ...]:
    """Units in the order of their tree, a superior before those below it."""
    return tuple(sorted(units, key=lambda unit: (unit.interval.lo, -unit.interval.hi)))
