"""A plan's version as its page shows it: the text cut where something was read out of it, and the words for what.

Every mark has a label (``m3``: the third measure) that names it on both sides: in the text and in the typed plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.reports.core.figures import thousands
from wuzha.terms import Channel, Per, Span
from wuzha.web.retelling import retold
from wuzha.web.words import word

Typed = Mapping[str, Any]

_TIMES: Mapping[Per, Promise] = {
    Per.DAY: _("{times} times a day"),
    Per.WEEK: _("{times} times a week"),
    Per.MONTH: _("{times} times a month"),
    Per.QUARTER: _("{times} times a quarter"),
    Per.YEAR: _("{times} times a year"),
}
_EACH: Mapping[Per, Promise] = {
    Per.DAY: _("every day"),
    Per.WEEK: _("every week"),
    Per.MONTH: _("every month"),
    Per.QUARTER: _("every quarter"),
    Per.YEAR: _("every year"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that something was read from."""

    label: str
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that the same marks cover. ``label`` is the narrowest of them, ``starts`` those that
    begin here."""

    text: str
    label: str
    kind: str
    labels: str
    starts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure in words. Empty where the plan says nothing."""

    label: str
    clause: str
    title: str
    channels: Sequence[str]
    targets: str
    units: str
    assisting: str
    amount: str
    rhythm: str


def marks(typed: Typed) -> list[Mark]:
    """Every part of the typed plan that knows where it stands."""
    parts = {"m": "measures", "g": "goals", "p": "phases", "r": "reports", "q": "problems"}
    return [
        Mark(f"{letter}{number}", name, Span(part["source"]["start"], part["source"]["end"]))
        for letter, name in parts.items()
        for number, part in enumerate(typed[name], start=1)
        if part["source"]
    ]


def pieces(text: str, found: Sequence[Mark]) -> Iterator[Piece]:
    """The whole text, cut at every end of a mark."""
    ends = sorted({0, len(text), *(end for mark in found for end in (mark.span.start, mark.span.end))})
    for start, end in pairwise(ends):
        over = [mark for mark in found if mark.span.start <= start and end <= mark.span.end]
        near = min(over, key=lambda mark: mark.span.end - mark.span.start, default=None)
        yield Piece(
            text=text[start:end],
            label=near.label if near else "",
            kind=near.kind if near else "",
            labels=" ".join(mark.label for mark in over),
            starts=[mark.label for mark in over if mark.span.start == start],
        )


def measures(typed: Typed) -> list[Asked]:
    """The measures in words."""
    return [
        Asked(
            label=f"m{number}",
            clause=measure["id"],
            title=measure["title"],
            channels=[word(Channel(channel)) for channel in measure["channels"]],
            targets="、".join(measure["targets"]),
            units="、".join(measure["units"]),
            assisting="、".join(measure["assisting"]),
            amount=amount(measure["quota"]),
            rhythm=rhythm(measure["cadence"], measure["due"]),
        )
        for number, measure in enumerate(typed["measures"], start=1)
    ]


def amount(quota: Typed | None) -> str:
    """How much of the targets: everything, a share, a number."""
    if quota is None:
        return ""
    if quota["kind"] == "all":
        return gettext("all of them")
    if quota["kind"] == "ratio":
        return f"{round(quota['value'] * 100, 1):g}%"
    return gettext("at least {number}").format(number=thousands(quota["value"]))


def rhythm(cadence: Typed | None, due: str | None) -> str:
    """How often and until when."""
    said = str(_TIMES[Per(cadence["per"])]).format(times=cadence["times"]) if cadence else ""
    until = gettext("by {day}").format(day=due) if due else ""
    return " · ".join(part for part in (said, until) if part)


def report_time(report: Typed) -> str:
    """When a report is due: a day, or a day in each period."""
    cadence = report["cadence"]
    if cadence is None:
        return gettext("by {day}").format(day=report["due"]) if report["due"] else ""
    each = str(_EACH[Per(cadence["per"])])
    return gettext("{each}, by day {day}").format(each=each, day=cadence["day"]) if cadence["day"] else each


def problems(typed: Typed) -> list[dict[str, Any]]:
    """What is wrong in the plan, gravest first, in the reader's language, each with its ``label``."""
    order = ["error", "warning", "note"]
    told = [retold(one, gettext) | {"label": f"q{number}"} for number, one in enumerate(typed["problems"], start=1)]
    return sorted(told, key=lambda one: order.index(one["severity"]))
