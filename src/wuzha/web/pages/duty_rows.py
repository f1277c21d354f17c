"""Duties as rows: the same duties that the matrix counts, one by one, with what has become of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.duties.queries import stages
from wuzha.oversight.queries import SOON, DutyCell, Side, duty_matrix
from wuzha.registry import versions
from wuzha.terms import DutyState, Interval
from wuzha.web.access import whole_district
from wuzha.web.sources import Ask, Days, Given, Place, SqlSource

if TYPE_CHECKING:
    from wuzha.duties.models import Stage

_ROOM = "wuzha.web"
_PLAIN = ("accountable", "doer", "words")
MOST = 2000
"""Duties looked at in one batch, at most."""

NOBODY = "0"
"""Stands for duties that no unit is accountable for."""


@dataclass(frozen=True)
class MeasureGroup:
    """A measure of a plan as people know it: its clause and title, whatever stages it was cut into."""

    key: str
    clause: str
    title: str
    stage_ids: tuple[int, ...]


def measure_groups(district_id: int) -> list[MeasureGroup]:
    """The measures (and papers) that stand, in the order of their plans."""
    found: dict[str, list[Stage]] = {}
    for stage in stages(district_id):
        found.setdefault(f"{stage.version_id}:{stage.clause or stage.title}", []).append(stage)
    return [
        MeasureGroup(key, group[0].clause, group[0].title, tuple(stage.id for stage in group))
        for key, group in found.items()
    ]


@dataclass(frozen=True, slots=True)
class Tally:
    """Duties by state; ``open`` leaves out those due soon. Adds up."""

    done: int = 0
    done_late: int = 0
    open: int = 0
    due_soon: int = 0
    late: int = 0
    not_counted: int = 0

    @classmethod
    def of(cls, cell: DutyCell) -> Tally:
        return cls(cell.done, cell.done_late, cell.open - cell.due_soon, cell.due_soon, cell.late, cell.not_counted)

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(mine + theirs for mine, theirs in zip(self.counts(), other.counts(), strict=True)))

    def counts(self) -> tuple[int, ...]:
        """In the order of ``DutyState``."""
        return (self.done, self.done_late, self.open, self.due_soon, self.late, self.not_counted)

    def __getitem__(self, state: DutyState) -> int:
        return self.counts()[list(DutyState).index(state)]

    @property
    def total(self) -> int:
        """The denominator: every duty that counts."""
        return sum(self.counts()) - self.not_counted

    @property
    def reached(self) -> int:
        return self.done + self.done_late

    @property
    def worst(self) -> DutyState | None:
        """The one state that a cell of the matrix shows: what needs somebody first."""
        order = (DutyState.LATE, DutyState.DUE_SOON, DutyState.OPEN, DutyState.DONE_LATE, DutyState.DONE)
        return next((state for state in (*order, DutyState.NOT_COUNTED) if self[state]), None)


class DutyRows:
    """A source of duties inside the visitor's scope.

    ``units`` narrows to a stretch of the unit tree that is accountable for them or does them, as ``side`` says;
    ``areas`` are the stretches of ground that the filter ``area`` may name. Sorted by due day. The database's own
    policies choose the duties; what has become of each is looked up batch by batch, until a page is full.
    """

    def __init__(
        self,
        district_id: int,
        today: date,
        groups: Sequence[MeasureGroup],
        units: Interval | None = None,
        side: Side = "either",
        areas: Mapping[str, Interval] | None = None,
    ):
        self.district_id, self.today, self.units = district_id, today, units or Interval.root()
        self.side, self.areas = side, areas or {}
        self.stage_ids = {group.key: list(group.stage_ids) for group in groups}

    def fetch(self, ask: Ask) -> Sequence[Row]:
        states, found, batch = _states(ask.given), list[Row](), ask.limit
        candidates = self._candidates(ask.given, states)
        asked = replace(ask, given={name: ask.given[name] for name in _PLAIN if name in ask.given})
        while len(found) < ask.limit:
            some = candidates.fetch(replace(asked, limit=batch))
            judged = self._judged([row["id"] for row in some])
            found += [row for row in judged if states is None or row["state"] in states]
            if len(some) < batch:
                break
            asked, batch = replace(asked, start=candidates.place(some[-1], ask.sort)), min(batch * 4, MOST)
        return found[: ask.limit]

    def place(self, row: Row, sort: str) -> Place:
        return Place(row[sort], row["id"])

    def count(self, given: Given) -> int | None:
        """From the leaves that the matrix is made of: the figure that was clicked."""
        if ("doer" in given and "accountable" in given) or "words" in given:
            return None  # a leaf is counted for one unit or the other, and has no names
        first, last = _ends(given)
        cells = duty_matrix(
            self.district_id,
            self.today,
            since=first or date.min,
            until=last or date.max,
            areas=self._ground(given),
            units=self.units,
            side=self.side,
            by="doer" if "doer" in given else "unit",
        )
        wanted = given.get("doer", given.get("accountable"))
        stage_ids = self._stages(given)
        return sum(
            Tally.of(cell)[DutyState(state)]
            for cell in cells
            if (wanted is None or str(cell.unit_id or NOBODY) == wanted)
            and (stage_ids is None or cell.stage_id in stage_ids)
            for state in _states(given) or DutyState
        )

    def _judged(self, ids: Sequence[int]) -> list[Row]:
        """The duties with their states, in the order of ``ids``."""
        with whole_district():
            rows = statement(_ROOM, "duty_rows").rows(
                district=self.district_id,
                ids=list(ids),
                today=self.today,
                soon=self.today + SOON,
                approved=versions.newest(self.district_id) is not None,
            )
        known = {row["id"]: row for row in rows}
        return [known[one] for one in ids]

    def _stages(self, given: Given) -> list[int] | None:
        if "stage" in given:
            return [int(str(given["stage"]))]
        return self.stage_ids[str(given["measure"])] if "measure" in given else None

    def _ground(self, given: Given) -> Interval:
        return self.areas[str(given["area"])] if "area" in given else Interval.root()

    def _candidates(self, given: Given, states: list[str] | None) -> SqlSource:
        first, last = _narrowed(states, self.today, *_ends(given))
        fixed = {
            "district": self.district_id,
            "unit_lo": self.units.lo,
            "unit_hi": self.units.hi,
            "side": self.side,
            "area_lo": self._ground(given).lo,
            "area_hi": self._ground(given).hi,
            "stages": self._stages(given),
            "states": states,
            "due_first": first,
            "due_last": last,
        }
        return SqlSource(statement(_ROOM, "duty_candidates").text, _PLAIN, {"due": "due"}, fixed=fixed)


def _states(given: Given) -> list[str] | None:
    return str(given["state"]).split(",") if "state" in given else None


def _ends(given: Given) -> tuple[date | None, date | None]:
    due = given.get("due")
    return due if isinstance(due, Days) else (None, None)


def _narrowed(
    states: list[str] | None, today: date, first: date | None, last: date | None
) -> tuple[date | None, date | None]:
    """Due days within which duties of these states must lie."""
    wanted = set(states or DutyState)
    if wanted <= {DutyState.LATE, DutyState.DUE_SOON}:
        latest = today + SOON if DutyState.DUE_SOON in wanted else today - timedelta(days=1)
        last = min(last, latest) if last else latest
    if wanted <= {DutyState.DUE_SOON, DutyState.OPEN}:
        first = max(first, today) if first else today
    return first, last
