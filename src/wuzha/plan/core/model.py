"""The typed plan: what a work plan asks, of whom, by when, and where in the text it says so.

Every ``source`` is a :class:`~wuzha.terms.Span` of character offsets in the text as read. Names and texts keep
the document's spelling; only layout whitespace (line breaks inside a list, spaces around digits) is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wuzha.problems import Problem
from wuzha.terms import Channel, Per, Span


@dataclass(frozen=True, slots=True)
class Period:
    """The time the plan covers; ``None`` where the plan does not say ("from today on" without a date)."""

    start: date | None = None
    end: date | None = None


class Direction(StrEnum):
    """Which way an indicator shall move; with a target: ``up`` is "at least", ``down`` is "at most"."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal (工作目标): an indicator in the plan's words, its direction, a target as printed (``100%``)."""

    indicator: str
    direction: Direction
    target: str | None
    source: Span


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the leading group (领导小组) and who holds it."""

    role: str
    holder: str


@dataclass(frozen=True, slots=True)
class Organization:
    """Who leads: posts, member units, the units where the office sits, and what every unit must set up."""

    posts: tuple[Post, ...] = ()
    members: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Focus:
    """What the campaign looks at first: types of case, kinds of places, groups of people."""

    fraud_types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class QuotaKind(StrEnum):
    """How much is asked: everything, a share, or a number."""

    ALL = "all"
    RATIO = "ratio"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Quota:
    """How much of the target a measure must reach: ``value`` is a share of 1 or a count; ``None`` for all."""

    kind: QuotaKind
    value: float | int | None = None


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often: at least ``times`` in each period."""

    times: int
    per: Per


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure (措施): a clause that somebody must carry out."""

    id: str
    title: str
    text: str
    channels: tuple[Channel, ...]
    targets: tuple[str, ...]
    units: tuple[str, ...]
    assisting: tuple[str, ...]
    quota: Quota | None
    cadence: Cadence | None
    due: date | None
    source: Span


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase (阶段) of the campaign; ``start`` is ``None`` for "from today on" in an undated document."""

    name: str
    start: date | None
    end: date | None
    source: Span


@dataclass(frozen=True, slots=True)
class ReportCadence:
    """When a repeated report is due: each period, by its day.

    The day counts in the month, in a quarter's last month, or in the week from Monday = 1; a day beyond the
    month's end is its last day; ``None`` where the plan does not say. ``times`` is how many such periods ``per``
    has: a report each half-year is 2 of a year, one each fortnight 26.
    """

    per: Per
    day: int | None
    times: int = 1


REPORT_PARTS = frozenset({(Per.YEAR, 2), (Per.YEAR, 6), (Per.YEAR, 26), (Per.MONTH, 2), (Per.MONTH, 3)})
"""``per`` and ``times`` of a report more often than its ``per``: half-years, two months, fortnights, 15 and 10 days."""


def ends_with_a_month(per: Per, times: int) -> bool:
    """Whether a day of the month can say when the report of such a part is due."""
    return per is Per.YEAR and times <= 12


@dataclass(frozen=True, slots=True)
class Report:
    """Something to hand in: what, to whom, by which way, by when or how often."""

    name: str
    to: str | None
    via: str | None
    due: date | None
    cadence: ReportCadence | None
    source: Span


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex the text refers to or lists, and whether the document holds it."""

    name: str
    attached: bool
    source: Span | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A work plan as read. Never partial: what the text does not say is ``None`` or empty."""

    title: str
    document_number: str | None
    basis: tuple[str, ...]
    period: Period
    goals: tuple[Goal, ...]
    organization: Organization
    focus: Focus
    measures: tuple[Measure, ...]
    phases: tuple[Phase, ...]
    reports: tuple[Report, ...]
    annexes: tuple[Annex, ...]
    problems: tuple[Problem, ...] = field(default=())
