"""Second step of expansion: stages. Each says what is asked, of which targets, when, and what record fulfils it.

Preview and apply walk the same stages. A stage's fingerprint is made of its content, so the same plan over the
same units gives the same stages again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from wuzha.duties.core.definition import Quota
from wuzha.duties.core.periods import Period
from wuzha.problems import Problem
from wuzha.terms import Channel, FactKind, Outcome, PlaceClass, TargetKind

_NOT_CONTENT = frozenset({"measure", "clause", "title"})


class Match(StrEnum):
    """How a record finds the period it counts for: by the day it happened, or by the month it says it is for."""

    DAY = "day"
    MONTH = "month"


MEASURE = "measure"
"""The detail of a record that says for which measure it counts: the measure's title."""


@dataclass(frozen=True, slots=True)
class StagePeriod:
    """A period of a stage: first and last day, the day as written, the day that counts, records asked for."""

    start: date
    end: date
    nominal_due: date
    due: date
    expected: int

    @classmethod
    def of(cls, period: Period, expected: int) -> StagePeriod:
        return cls(period.start, period.end, period.nominal_due, period.due, expected)

    @property
    def month(self) -> str:
        """The month a filing for this period says it is for (``2026-04``): the one it is due in as written."""
        return f"{self.nominal_due:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Counting:
    """Which records fulfil a duty: of one of these kinds; where given, with one of these outcomes, for one of
    these channels, with these details; naming a material where ``material`` is set."""

    facts: tuple[FactKind, ...]
    match: Match = Match.DAY
    outcomes: tuple[Outcome, ...] = ()
    material: bool = False
    channels: tuple[Channel, ...] = ()
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Stage:
    """One stage. ``measure`` is the measure's ordinal in the plan, ``None`` for papers that every unit hands in.

    Targets are every household of ``statuses``, every place of ``place_classes``, or the units ``target_units``.
    ``units`` are the accountable units in the plan's order, for :func:`~wuzha.duties.core.assignment.assign`; a
    unit is accountable for what is asked of itself. ``repeat`` tells apart clauses that read the same.
    """

    plan: str
    measure: int | None
    clause: str
    title: str
    channel: Channel | None
    target_kind: TargetKind
    statuses: tuple[str, ...]
    place_classes: tuple[PlaceClass, ...]
    target_units: tuple[int, ...]
    units: tuple[int, ...]
    counting: Counting
    quota: Quota | None
    periods: tuple[StagePeriod, ...]
    repeat: int = 0

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hexadecimal) of what the stage asks; numbering and title of the measure are no part of it."""
        content = {name: value for name, value in _shallow(self).items() if name not in _NOT_CONTENT}
        written = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain)
        return hashlib.sha256(written.encode()).hexdigest()

    def as_spec(self) -> dict[str, Any]:
        """The stage as plain JSON values."""
        plain: dict[str, Any] = json.loads(json.dumps(_shallow(self), default=_plain))
        return plain

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> Stage:
        """The stage that ``as_spec`` wrote down."""
        counting, quota = spec["counting"], spec["quota"]
        made = {
            "channel": Channel(spec["channel"]) if spec["channel"] else None,
            "target_kind": TargetKind(spec["target_kind"]),
            "statuses": tuple(spec["statuses"]),
            "place_classes": tuple(map(PlaceClass, spec["place_classes"])),
            "target_units": tuple(spec["target_units"]),
            "units": tuple(spec["units"]),
            "counting": Counting(
                facts=tuple(map(FactKind, counting["facts"])),
                match=Match(counting["match"]),
                outcomes=tuple(map(Outcome, counting["outcomes"])),
                material=counting["material"],
                channels=tuple(map(Channel, counting["channels"])),
                detail=tuple((name, value) for name, value in counting["detail"]),
            ),
            "quota": Quota(**quota) if quota else None,
            "periods": tuple(_period(period) for period in spec["periods"]),
        }
        return cls(**{field.name: made.get(field.name, spec[field.name]) for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a plan comes to: its stages in the document's order, and what stands in the way of more."""

    stages: tuple[Stage, ...]
    problems: tuple[Problem, ...]


def _shallow(value: Any) -> dict[str, Any]:
    # dataclasses.asdict copies every date on the way: with hundreds of measures that is most of a preview's time.
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, StagePeriod):
        return _plain_period(value)
    return value.isoformat() if isinstance(value, date) else _shallow(value)


@lru_cache(maxsize=4096)
def _plain_period(period: StagePeriod) -> dict[str, Any]:
    # Hundreds of stages share the weeks and months of one year.
    return {name: _plain(value) if isinstance(value, date) else value for name, value in _shallow(period).items()}


def _period(spec: Mapping[str, Any]) -> StagePeriod:
    days = {name: date.fromisoformat(spec[name]) for name in ("start", "end", "nominal_due", "due")}
    return StagePeriod(**days, expected=spec["expected"])
