"""What is covered and what is done: the one set of figures behind page, export and report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from wuzha.database import statement
from wuzha.terms import Grade, Interval

_ROOM = "wuzha.oversight"
SOON = timedelta(days=7)
Side = Literal["either", "unit", "doer"]


@dataclass(frozen=True, slots=True)
class LadderRow:
    """The coverage ladder of one node, or of a whole stretch (``id`` is ``None``).

    在册 registered ≥ 应访 eligible ≥ 到访 visited ≥ 见面 met ≥ 告知 told ≥ 复访 refreshed; all are distinct households.
    ``own`` marks what belongs to the node itself and to none of its children.
    """

    id: int | None
    name: str
    level: str
    registered: int
    vacant: int
    nonresidential: int
    visited: int
    met: int
    told: int
    refreshed: int
    refused: int
    told_grades: Mapping[Grade, int]
    own: bool = False

    @property
    def eligible(self) -> int:
        """应访: registered less vacant less non-residential."""
        return self.registered - self.vacant - self.nonresidential


def _ladder(row: Mapping[str, Any], node: int | None = None) -> LadderRow:
    return LadderRow(
        id=row.get("id"),
        name=row.get("name", ""),
        level=row.get("level", ""),
        told_grades={grade: row[f"told_{grade.lower()}"] for grade in Grade},
        own=node is not None and row.get("id") == node,
        **{name: row[name] for name in _RUNGS},
    )


_RUNGS = ("registered", "vacant", "nonresidential", "visited", "met", "told", "refreshed", "refused")


def coverage_total(district_id: int, areas: Interval | None = None, units: Interval | None = None) -> LadderRow:
    """The ladder of one stretch of both trees; what the visitor may not see is not in it."""
    areas, units = areas or Interval.root(), units or Interval.root()
    row = statement(_ROOM, "coverage_total").one(
        district=district_id, area_lo=areas.lo, area_hi=areas.hi, unit_lo=units.lo, unit_hi=units.hi
    )
    return _ladder(row)


def coverage_by_area(district_id: int, node: int, units: Interval | None = None) -> list[LadderRow]:
    """The ladder of each child of an area, and last of the area's own ground."""
    units = units or Interval.root()
    rows = statement(_ROOM, "coverage_by_area").rows(
        district=district_id, node=node, unit_lo=units.lo, unit_hi=units.hi
    )
    return [_ladder(row, node) for row in rows if row["id"] != node or row["registered"]]


def coverage_by_unit(district_id: int, node: int | None, areas: Interval | None = None) -> list[LadderRow]:
    """The ladder of each unit below another (``None``: the topmost units), and last of the unit's own doors."""
    areas = areas or Interval.root()
    rows = statement(_ROOM, "coverage_by_unit").rows(
        district=district_id, node=node, area_lo=areas.lo, area_hi=areas.hi
    )
    return [_ladder(row, node) for row in rows if row["id"] != node or row["registered"]]


@dataclass(frozen=True, slots=True)
class DutyCell:
    """Duties of one unit in one stage, by what has become of them on a day. ``total`` leaves out not counted."""

    unit_id: int | None
    stage_id: int
    total: int
    done: int
    done_late: int
    late: int
    due_soon: int
    not_counted: int

    @property
    def open(self) -> int:
        """Not done and not late; those due soon are among them."""
        return self.total - self.done - self.done_late - self.late


def duty_matrix(
    district_id: int,
    today: date,
    *,
    since: date = date.min,
    until: date = date.max,
    areas: Interval | None = None,
    units: Interval | None = None,
    side: Side = "either",
    by: str = "unit",
) -> list[DutyCell]:
    """Duties due from ``since`` to ``until``, by accountable unit (``by="unit"``) or doer (``"doer"``) and stage.

    ``units`` narrows to duties that a stretch of the unit tree is accountable for (``side="unit"``), does
    (``"doer"``) or either; ``areas`` to those on a stretch of ground.
    """
    areas, units = areas or Interval.root(), units or Interval.root()
    rows = statement(_ROOM, "duty_matrix").rows(
        district=district_id,
        today=today,
        soon=today + SOON,
        since=since,
        until=until,
        unit_lo=units.lo,
        unit_hi=units.hi,
        area_lo=areas.lo,
        area_hi=areas.hi,
        side=side,
        by=by,
    )
    return [DutyCell(**row) for row in rows]
