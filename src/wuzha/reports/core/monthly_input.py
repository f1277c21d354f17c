"""What a monthly report is made from: plain values, as queries bring them and as a snapshot keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from pydantic import TypeAdapter

from wuzha.terms import Grade

Rows = Mapping[str, str]
"""Filters (name → value) that select the rows behind a figure; they become the query of its address."""


def printed_clause(clause: str) -> str:
    """A clause path as official documents print it: brackets in full width."""
    return clause.replace("(", "（").replace(")", "）")


class FilingState(StrEnum):
    """Whether a unit's report of the month has come in: five states, never mixed."""

    FILED = "filed"  # 已报
    LATE = "late"  # 迟报
    EMPTY = "empty"  # 空报
    MISSING = "missing"  # 未报
    NOT_DUE = "not_due"  # 期限未到


@dataclass(frozen=True, slots=True)
class Period:
    """The stretch a report counts: first and last day, the rule in words, and up to which day data was there."""

    year: int
    month: int
    start: dt.date
    end: dt.date
    rule: str
    final: bool
    data_until: dt.date


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """Duties of one period by state. ``open`` are those not yet due (due soon among them)."""

    done: int = 0
    done_late: int = 0
    late: int = 0
    open: int = 0
    not_counted: int = 0

    @property
    def due(self) -> int:
        """The denominator: what was due or is done already."""
        return self.done + self.done_late + self.late

    @property
    def any(self) -> bool:
        return bool(self.due or self.open or self.not_counted)

    def __add__(self, other: DutyCounts) -> DutyCounts:
        return DutyCounts(
            self.done + other.done,
            self.done_late + other.done_late,
            self.late + other.late,
            self.open + other.open,
            self.not_counted + other.not_counted,
        )


@dataclass(frozen=True, slots=True)
class Ladder:
    """The coverage ladder of households up to ``Period.data_until``; ``told_grades`` adds up to ``told``."""

    registered: int
    vacant: int
    nonresidential: int
    visited: int
    met: int
    told: int
    refreshed: int
    refused: int
    told_grades: Mapping[Grade, int] = field(default_factory=dict)

    @property
    def eligible(self) -> int:
        """应访: registered less vacant less non-residential; a refusal stays in."""
        return self.registered - self.vacant - self.nonresidential


@dataclass(frozen=True, slots=True)
class MeasureMonth:
    """One measure in the period: who is accountable, its duties, its ladder where it goes to households."""

    clause: str
    title: str
    rows: Rows
    duties: DutyCounts
    units: tuple[str, ...] = ()
    ladder: Ladder | None = None
    records: int = 0
    audience: int = 0

    @property
    def name(self) -> str:
        """Clause and title as printed in a sentence."""
        return f"{printed_clause(self.clause)}{self.title}"


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of the ledger that the report lists."""

    day: dt.date
    place: str
    unit: str
    content: str
    audience: int
    grade: Grade
    record: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing in the set-up, with the names it is missing for: what, how many, which."""

    what: str
    count: int
    names: tuple[str, ...] = ()
    unit_word: str = "个"
    rows: Rows = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NextDuties:
    """Duties of one measure that fall due on one day of the next period; ``nominal_due`` is the plan's own day."""

    clause: str
    title: str
    due: dt.date
    nominal_due: dt.date
    count: int
    rows: Rows = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Clause and title as printed in a sentence."""
        return f"{printed_clause(self.clause)}{self.title}"


@dataclass(frozen=True, slots=True)
class Filing:
    """How a unit's own report stands, beside its duties of the period."""

    unit: str
    state: FilingState
    due: dt.date
    filed_on: dt.date | None
    duties: DutyCounts
    rows: Rows = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitWords:
    """What a unit wrote into the report that it sent: what was done, problems, what others must settle."""

    unit: str
    narrative: str
    problems: str
    needs: str

    @property
    def any(self) -> bool:
        return bool(self.narrative or self.problems or self.needs)


@dataclass(frozen=True, slots=True)
class Addition:
    """A record of a month that was locked before it was recorded (补记); ``corrects``: it mends or withdraws one."""

    day: dt.date
    recorded: dt.date
    place: str
    unit: str
    content: str
    corrects: bool
    record: str


@dataclass(frozen=True, slots=True)
class MonthlyInput:
    """Everything a monthly report says, of one unit or (``district``) of all of them.

    ``campaign`` is what the work is called in titles; ``rows`` selects the whole report's rows; ``records`` and
    ``audience`` count distinct ledger rows (one may serve several measures). Lists stand in the order to print.
    ``added`` counts the additions, of which ``added_rows`` are the first: they are in none of the other figures.
    ``words`` is what units wrote, and ``requirements`` what the office demands in a bulletin, a paragraph a line.
    """

    period: Period
    unit: str
    campaign: str
    rows: Rows
    measures: tuple[MeasureMonth, ...]
    signed_on: dt.date
    district: bool = False
    addressee: str = ""
    number: str = ""
    ladder: Ladder | None = None
    records: int = 0
    audience: int = 0
    activities: tuple[Activity, ...] = ()
    unassigned: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    next_period: tuple[dt.date, dt.date] | None = None
    next_duties: tuple[NextDuties, ...] = ()
    filings: tuple[Filing, ...] = ()
    narrative: str = ""
    problems: str = ""
    needs: str = ""
    words: tuple[UnitWords, ...] = ()
    requirements: str = ""
    added: int = 0
    added_rows: tuple[Addition, ...] = ()

    @property
    def duties(self) -> DutyCounts:
        """The duties of all measures together (a duty belongs to one measure)."""
        return sum((measure.duties for measure in self.measures), DutyCounts())


_ADAPTER: TypeAdapter[MonthlyInput] = TypeAdapter(MonthlyInput)


def freeze(month: MonthlyInput) -> dict[str, Any]:
    """The input as JSON values: the content of a snapshot."""
    return cast("dict[str, Any]", _ADAPTER.dump_python(month, mode="json"))


def thaw(content: Mapping[str, Any]) -> MonthlyInput:
    """The input that ``freeze`` wrote down; ``pydantic.ValidationError`` where it is not one."""
    return _ADAPTER.validate_python(dict(content))


def filing_state(due: dt.date, filed_on: dt.date | None, empty: bool, today: dt.date) -> FilingState:
    """The state of a filing by rule: whether it came, when, and whether anything stands in it.

    ``empty`` means no ledger row in the period and no text. An empty report is empty whenever it came.
    """
    if filed_on is None:
        return FilingState.MISSING if today > due else FilingState.NOT_DUE
    if empty:
        return FilingState.EMPTY
    return FilingState.LATE if filed_on > due else FilingState.FILED
