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
from wuzha.terms import Per, Span

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


_EACH_PART: Mapping[tuple[Per, int], Promise] = {
    (Per.YEAR, 2): _("every half-year"),
    (Per.YEAR, 6): _("every two months"),
    (Per.YEAR, 26): _("every two weeks"),
    (Per.MONTH, 2): _("every half month"),
    (Per.MONTH, 3): _("every ten days"),
}
"""Of reports only: their duties are parted by the calendar, those of measures by number."""


def each_word(per: Per, times: int) -> str:
    """How often a report is due, in words."""
    return str(_EACH_PART.get((per, times), _EACH[per]))


def report_rhythms() -> list[tuple[str, str]]:
    """Every rhythm that a report can have, with its word, for a select field; the value is ``year`` or ``year/2``."""
    whole = [(str(per), str(word)) for per, word in _EACH.items()]
    return whole + [(f"{per}/{times}", str(word)) for (per, times), word in _EACH_PART.items()]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that something was read from."""

    label: str
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, from ``at``, that the same marks cover. ``label`` is the narrowest of them, ``starts``
    those that begin here."""

    text: str
    at: int
    label: str
    kind: str
    labels: str
    starts: Sequence[str]


def marks(typed: Typed, problems: bool = True) -> list[Mark]:
    """Every part of the typed plan that knows where it stands; its problems too where they are to be seen."""
    parts = {"m": "measures", "g": "goals", "p": "phases", "r": "reports", "q": "problems"}
    return [
        Mark(f"{letter}{number}", name, Span(part["source"]["start"], part["source"]["end"]))
        for letter, name in parts.items()
        if problems or name != "problems"
        for number, part in enumerate(typed[name], start=1)
        if part["source"]
    ]


def pieces(text: str, found: Sequence[Mark]) -> Iterator[Piece]:
    """The whole text, cut at every end of a mark."""
    ends = sorted({0, len(text), *(end for mark in found for end in (mark.span.start, mark.span.end))})
    opening = sorted(found, key=lambda mark: mark.span.start)
    over: list[Mark] = []
    upcoming = 0
    for start, end in pairwise(ends):
        over = [mark for mark in over if mark.span.end > start]
        while upcoming < len(opening) and opening[upcoming].span.start <= start:
            over += [opening[upcoming]] if opening[upcoming].span.end > start else []
            upcoming += 1
        near = min(over, key=lambda mark: mark.span.end - mark.span.start, default=None)
        yield Piece(
            text=_as_shown(text[start:end]),
            at=start,
            label=near.label if near else "",
            kind=near.kind if near else "",
            labels=" ".join(mark.label for mark in over),
            starts=[mark.label for mark in over if mark.span.start == start],
        )


def _as_shown(text: str) -> str:
    """The text as a browser keeps it, of the same length: line ends of other systems would lose a character."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


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
    each = each_word(Per(cadence["per"]), cadence.get("times", 1))
    return gettext("{each}, by day {day}").format(each=each, day=cadence["day"]) if cadence["day"] else each
