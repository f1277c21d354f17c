"""What is covered and what is done: the one set of figures behind page, export and report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from wuzha.database import statement
from wuzha.oversight.models import Freezing
from wuzha.registry import versions
from wuzha.terms import Grade, Interval

_ROOM = "wuzha.oversight"
SOON = timedelta(days=7)
Side = Literal["either", "unit", "doer"]


@dataclass(frozen=True, slots=True)
class LadderRow:
    """The coverage ladder of one node, or of a whole stretch (``id`` is ``None``).

    在册 registered ≥ 应访 eligible ≥ 到访 visited ≥ 见面 met ≥ 告知 told ≥ 复访 refreshed; all are distinct households.
    ``found_vacant`` are those of the vacant that a visit found so. ``own`` marks what belongs to the node itself and to
    none of its children.
    """

    id: int | None
    name: str
    level: str
    registered: int
    vacant: int
    found_vacant: int
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


def freezing(district_id: int, year: int, month: int) -> Freezing | None:
    """The freezing that holds for a report month; ``None`` where its figures are still the present ones."""
    found = newest_freezing(district_id, year, month)
    return found if found and not hasattr(found, "thaw") else None


def newest_freezing(district_id: int, year: int, month: int) -> Freezing | None:
    """The last freezing of a report month, whether it was thawed or not."""
    found = Freezing.objects.filter(district_id=district_id, year=year, month=month).select_related("thaw")
    return found.order_by("-number").first()


def freezings(district_id: int) -> list[Freezing]:
    """Every freezing, newest month first; one that was thawed has its ``thaw``."""
    found = Freezing.objects.filter(district_id=district_id).select_related("thaw")
    return list(found.order_by("-year", "-month", "-number"))


def _which(frozen: Freezing | None) -> int:
    """As the statements name it: 0 is the present."""
    return frozen.id if frozen else 0


_RUNGS = (
    "registered", "vacant", "found_vacant", "nonresidential", "visited", "met", "told", "refreshed", "refused",
)  # fmt: skip


def coverage_total(
    district_id: int, areas: Interval | None = None, units: Interval | None = None, *, frozen: Freezing | None = None
) -> LadderRow:
    """The ladder of one stretch of both trees; what the visitor may not see is not in it.

    Here and below ``frozen`` asks for the figures of a frozen month instead of the present ones.
    """
    areas, units = areas or Interval.root(), units or Interval.root()
    row = statement(_ROOM, "coverage_total").one(district=district_id, freezing=_which(frozen), **_ends(areas, units))
    return _ladder(row)


def _ends(areas: Interval, units: Interval) -> dict[str, int]:
    return {"area_lo": areas.lo, "area_hi": areas.hi, "unit_lo": units.lo, "unit_hi": units.hi}


def coverage_by_area(
    district_id: int, node: int, units: Interval | None = None, *, frozen: Freezing | None = None
) -> list[LadderRow]:
    """The ladder of each child of an area, and last of the area's own ground."""
    units = units or Interval.root()
    rows = statement(_ROOM, "coverage_by_area").rows(
        district=district_id, freezing=_which(frozen), node=node, unit_lo=units.lo, unit_hi=units.hi
    )
    return [_ladder(row, node) for row in rows if row["id"] != node or row["registered"]]


def coverage_by_unit(
    district_id: int, node: int | None, areas: Interval | None = None, *, frozen: Freezing | None = None
) -> list[LadderRow]:
    """The ladder of each unit below another (``None``: the topmost units), and last of the unit's own doors."""
    areas = areas or Interval.root()
    rows = statement(_ROOM, "coverage_by_unit").rows(
        district=district_id, freezing=_which(frozen), node=node, area_lo=areas.lo, area_hi=areas.hi
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
    frozen: Freezing | None = None,
) -> list[DutyCell]:
    """Duties due from ``since`` to ``until``, by accountable unit (``by="unit"``) or doer (``"doer"``) and stage.

    ``units`` narrows to duties that a stretch of the unit tree is accountable for (``side="unit"``), does
    (``"doer"``) or either; ``areas`` to those on a stretch of ground. Of a frozen month there are the duties that
    were due in it, judged on the day on which it was frozen whatever ``today`` is.
    """
    areas, units = areas or Interval.root(), units or Interval.root()
    today = frozen.day if frozen else today
    rows = statement(_ROOM, "duty_matrix").rows(
        district=district_id,
        freezing=_which(frozen),
        today=today,
        soon=today + SOON,
        since=since,
        until=until,
        **_ends(areas, units),
        side=side,
        by=by,
    )
    return [DutyCell(**row) for row in rows]


def places_total(
    district_id: int, areas: Interval | None = None, units: Interval | None = None, *, frozen: Freezing | None = None
) -> dict[str, int]:
    """How many places of each class there are in a stretch of both trees: the denominators of work at places."""
    ends = _ends(areas or Interval.root(), units or Interval.root())
    which = {"freezing": _which(frozen), "approved": versions.newest(district_id) is not None}
    rows = statement(_ROOM, "places_total").rows(district=district_id, **which, **ends)
    return {row["place_class"]: row["places"] for row in rows}


def visited_waiting(district_id: int, areas: Interval | None = None, units: Interval | None = None) -> int:
    """Doors of a stretch that were visited and are not in the denominator before the next version is approved."""
    ends = _ends(areas or Interval.root(), units or Interval.root())
    return int(statement(_ROOM, "waiting_visits").one(district=district_id, **ends)["doors"])
