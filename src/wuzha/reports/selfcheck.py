"""Gathering the self-check of a unit's month, and keeping what the unit says about its findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from wuzha.database import statement
from wuzha.duties.queries import stages
from wuzha.oversight.queries import duty_matrix, freezing
from wuzha.registry.core.words import Post
from wuzha.registry.queries import people
from wuzha.reports.core.claims import contradictions
from wuzha.reports.core.monthly_input import MonthlyInput
from wuzha.reports.core.selfcheck import CheckRow, Finding, Setting, Standing, check
from wuzha.reports.models import Explanation
from wuzha.reports.queries import Month
from wuzha.terms import FactKind, Grade, Interval

if TYPE_CHECKING:
    from wuzha.registry.models import Unit

_ROOM = "wuzha.reports"
_NEEDED = (Post.LEADER, Post.LIAISON)
"""The posts that every unit has to name (分管领导、联络员)."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding with what the unit said about it, if anything, and of how many it spoke then."""

    finding: Finding
    words: str = ""
    said_of: int = 0

    def as_dict(self) -> dict[str, Any]:
        """As a step keeps it."""
        return {
            "code": self.finding.code,
            "count": self.finding.count,
            "values": dict(self.finding.values),
            "words": self.words,
        }


def self_check(
    district_id: int, unit: Unit, month: Month, content: MonthlyInput, now: datetime, *, due: date | None, sent: bool
) -> list[Explained]:
    """What the self-check of a unit's month finds now. ``content`` is the month's report as it stands.

    ``due`` is the day on which the report is due where one is owed, ``sent`` whether it has come in. Run it under a
    scope that sees the unit.
    """
    own = Interval(unit.lo, unit.hi)
    began = statement(_ROOM, "campaign_begin").one(district=district_id)["first"]
    rows = check_rows(district_id, month, own, began, now)
    stands = Standing(
        duties_late=content.duties.late,
        duties_open=content.duties.open,
        duties_done_late=content.duties.done_late,
        silent_places=len(silent_places(district_id, month, own)),
        vacant_posts=_vacant(district_id, unit, now.date()),
        plan_missing=_plan_missing(district_id, unit, month, now.date()),
        report_missing=not sent,
        additions=content.added,
    )
    found = check(rows, Setting(now, began, due), stands)
    found += contradictions("\n".join((content.narrative, content.problems, content.needs)), rows, content.ladder)
    said = _said(district_id, unit, month)
    return [_explained(one, said) for one in found]


def check_rows(district_id: int, month: Month, own: Interval, began: date | None, now: datetime) -> list[CheckRow]:
    """The standing records of a unit's month."""
    found = statement(_ROOM, "check_rows").rows(
        district=district_id,
        since=month.start,
        until=month.end,
        began=began or month.start,
        unit_lo=own.lo,
        unit_hi=own.hi,
    )
    zone = now.tzinfo
    return [
        CheckRow(
            id=str(row["id"]),
            kind=FactKind(row["kind"]),
            occurred_at=row["occurred_at"].astimezone(zone),
            recorded_at=row["recorded_at"].astimezone(zone),
            actor=row["actor_name"],
            grade=Grade(row["grade"]),
            **{name: row[name] for name in ("content", "material", "quantity", "audience", "target", "corrects")},
        )
        for row in found
    ]


def silent_places(district_id: int, month: Month, own: Interval) -> list[dict[str, Any]]:
    """The places of some units of which something is asked by the month's end, and that have no record yet."""
    return statement(_ROOM, "silent_places").rows(district=district_id, until=month.end, unit_lo=own.lo, unit_hi=own.hi)


def _vacant(district_id: int, unit: Unit, today: date) -> tuple[str, ...]:
    held = {
        person.post
        for person in people(district_id)
        if person.unit_id == unit.id and (person.valid_to is None or person.valid_to >= today)
    }
    return tuple(post.value for post in _NEEDED if post not in held)


def _plan_missing(district_id: int, unit: Unit, month: Month, today: date) -> bool:
    filing = {stage.id for stage in stages(district_id) if stage.fact_kinds == [FactKind.PLAN_FILED]}
    if not filing:
        return False
    frozen = freezing(district_id, month.year, month.month)
    cells = duty_matrix(district_id, today, until=month.end, units=Interval(unit.lo, unit.hi), frozen=frozen)
    return any(cell.stage_id in filing and cell.unit_id == unit.id and cell.late for cell in cells)


def _said(district_id: int, unit: Unit, month: Month) -> Mapping[str, Explanation]:
    found = Explanation.objects.filter(district_id=district_id, report__unit_id=unit.id, report__year=month.year)
    return {one.code: one for one in found.filter(report__month=month.month).order_by("id")}


def _explained(finding: Finding, said: Mapping[str, Explanation]) -> Explained:
    words = said.get(finding.code)
    return Explained(finding, words.words, words.count) if words and words.words else Explained(finding)


def blocking(found: Sequence[Explained]) -> list[Finding]:
    """The findings with which a report cannot be sent in, because they cannot be."""
    return [one.finding for one in found if one.finding.blocks]
