"""First step of expansion: what a plan asks for, taken from its typed JSON (the contract of ``wuzha plan read``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wuzha.terms import Channel, FactKind, Per, Span

_MEETING = re.compile(
    r"召开([^,，。;；]{0,40}?(?:部署|推进|动员|座谈|总结|培训|联席|现场|工作)?(?:会议|大会|例会|会))(?![计员社同])"
)
_PLAN_PAPER = re.compile(r"方案|计划|预案|安排")
_SUMMARY = re.compile(r"总结|年报")


@dataclass(frozen=True, slots=True)
class Quota:
    """How much of all targets together a measure must reach: ``all``, a ``ratio`` of 1, or a ``count``."""

    kind: str
    value: float | int | None = None


@dataclass(frozen=True, slots=True)
class MeasureAsk:
    """A measure, ``ordinal`` from 1 in the document; asked ``times`` in each ``per``, once where there is none."""

    ordinal: int
    clause: str
    title: str
    channels: tuple[Channel, ...]
    targets: tuple[str, ...]
    units: tuple[str, ...]
    assisting: tuple[str, ...]
    quota: Quota | None
    times: int
    per: Per | None
    due: date | None


@dataclass(frozen=True, slots=True)
class PaperAsk:
    """Something that every unit hands in or holds: its record's kind and form, once (``due``) or in each period.

    ``day`` is the day of the month (or of the week) on which a repeated paper is due; ``times`` is how many periods
    ``per`` is parted into (2 of a year: half-years).
    """

    name: str
    fact: FactKind
    form: str = ""
    to: str = ""
    due: date | None = None
    per: Per | None = None
    day: int | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class PlanAsk:
    """Everything a plan asks for that makes duties. ``start`` and ``end`` are ``None`` where it does not say."""

    title: str
    start: date | None
    end: date | None
    members: tuple[str, ...]
    measures: tuple[MeasureAsk, ...]
    papers: tuple[PaperAsk, ...]

    @property
    def named(self) -> tuple[str, ...]:
        """Every name that must be bound to units: members and accountable units, in the document's order."""
        names = [*self.members, *(name for measure in self.measures for name in measure.units)]
        return tuple(dict.fromkeys(names))

    @property
    def mentioned(self) -> tuple[str, ...]:
        """Names that are good to know but need no answer: assisting units and recipients of papers."""
        names = [*(name for measure in self.measures for name in measure.assisting), *(p.to for p in self.papers)]
        return tuple(name for name in dict.fromkeys(names) if name and name not in self.named)


def from_typed(typed: Mapping[str, Any], text: str = "") -> PlanAsk:
    """What a typed plan asks for. ``text`` is the plan as read: meetings are found in the text of its phases."""
    ends = [end for phase in typed["phases"] if (end := _date(phase["end"]))]
    return PlanAsk(
        title=typed["title"],
        start=_date(typed["period"]["start"]),
        end=_date(typed["period"]["end"]) or max(ends, default=None),
        members=tuple(typed["organization"]["members"]),
        measures=tuple(_measure(n, measure) for n, measure in enumerate(typed["measures"], start=1)),
        papers=(*(_paper(report) for report in typed["reports"]), *_meetings(typed, text)),
    )


def _measure(ordinal: int, measure: Mapping[str, Any]) -> MeasureAsk:
    cadence, quota = measure["cadence"], measure["quota"]
    return MeasureAsk(
        ordinal=ordinal,
        clause=measure["id"],
        title=measure["title"],
        channels=tuple(Channel(channel) for channel in dict.fromkeys(measure["channels"])),
        targets=tuple(measure["targets"]),
        units=tuple(measure["units"]),
        assisting=tuple(measure["assisting"]),
        quota=Quota(quota["kind"], quota["value"]) if quota else None,
        times=cadence["times"] if cadence else 1,
        per=Per(cadence["per"]) if cadence else None,
        due=_date(measure["due"]),
    )


def _paper(report: Mapping[str, Any]) -> PaperAsk:
    cadence, name = report["cadence"], report["name"]
    if cadence:
        fact, form = FactKind.REPORT_FILED, ""
    elif _PLAN_PAPER.search(name):
        fact, form = FactKind.PLAN_FILED, ""
    else:
        fact, form = FactKind.REPORT_FILED, "summary" if _SUMMARY.search(name) else "other"
    return PaperAsk(
        name=name,
        fact=fact,
        form=form,
        to=report["to"] or "",
        due=_date(report["due"]),
        per=Per(cadence["per"]) if cadence else None,
        day=cadence["day"] if cadence else None,
        times=cadence.get("times", 1) if cadence else 1,
    )


def _meetings(typed: Mapping[str, Any], text: str) -> Sequence[PaperAsk]:
    """A meeting in each phase whose text calls one, due with the phase's last paper, else at its end."""
    found = []
    for phase in typed["phases"]:
        span = Span(**phase["source"])
        called = _MEETING.search(re.sub(r"\s+", "", span.of(text)))
        if called:
            papers = [Span(**report["source"]) for report in typed["reports"]]
            inside = [
                day
                for source, report in zip(papers, typed["reports"], strict=True)
                if span.start <= source.start < span.end and (day := _date(report["due"]))
            ]
            due = max(inside, default=None) or _date(phase["end"])
            found.append(PaperAsk(name=called.group(1), fact=FactKind.MEETING, due=due))
    return found


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
