"""The fields that may be edited, and what may stand in each: from any JSON value to the one that is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from wuzha.plan.core.amend import problems as kinds
from wuzha.plan.core.diff import Part
from wuzha.plan.core.model import REPORT_PARTS, Direction, QuotaKind, ends_with_a_month
from wuzha.plan.core.view import plain
from wuzha.problems import Kind
from wuzha.terms import Channel, Per

Parser = Callable[[Any], Any]
_NAME, _LINE, _TEXT = 120, 300, 20_000
_MOST_TIMES, _MOST_COUNT = 366, 1_000_000_000


class FieldError(Exception):
    """A value that cannot be kept: the kind of problem and its values."""

    def __init__(self, kind: Kind, **values: object) -> None:
        super().__init__(kind.code)
        self.kind, self.values = kind, values


def said(most: int) -> Parser:
    """Words that must be there; layout whitespace becomes one space."""

    def parse(value: Any) -> str:
        words = " ".join(_string(value).split())
        if not words:
            raise FieldError(kinds.NOT_SAID)
        if len(words) > most:
            raise FieldError(kinds.TOO_LONG, most=most)
        return words

    return parse


def perhaps(parser: Parser) -> Parser:
    """The same, or nothing."""
    return lambda value: None if value is None or value == "" else parser(value)


def names(value: Any) -> list[str]:
    """Names in the order given, each once whatever its spelling."""
    one = said(_NAME)
    found: dict[str, str] = {}
    for name in (one(item) for item in _list(value) if item is not None and str(item).strip()):
        found.setdefault(plain(name), name)
    return list(found.values())


def several(term: type[StrEnum]) -> Parser:
    """Values of a term, each once."""
    one = choice(term)
    return lambda value: list(dict.fromkeys(one(item) for item in _list(value)))


def choice(term: type[StrEnum]) -> Parser:
    """One value of a term."""

    def parse(value: Any) -> str:
        if value not in list(map(str, term)):
            raise FieldError(kinds.NO_CHOICE, value=value)
        return str(value)

    return parse


def day(value: Any) -> str:
    """A day of the calendar, ISO."""
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError as error:
        raise FieldError(kinds.NO_DAY, value=value) from error


def whole(least: int, most: int) -> Parser:
    """A whole number within bounds."""

    def parse(value: Any) -> int:
        text = str(value).strip()
        if isinstance(value, bool) or not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
            raise FieldError(kinds.NO_NUMBER, value=value, least=least, most=most)
        return int(text)

    return parse


def quota(value: Any) -> dict[str, Any]:
    """How much: all, a share above 0 up to 1, or a count from 1."""
    kind, amount = choice(QuotaKind)(_mapping(value).get("kind")), _mapping(value).get("value")
    if kind == QuotaKind.ALL:
        return {"kind": kind, "value": None}
    if kind == QuotaKind.COUNT:
        return {"kind": kind, "value": whole(1, _MOST_COUNT)(amount)}
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 < amount <= 1:
        raise FieldError(kinds.NO_SHARE, value=amount)
    return {"kind": kind, "value": amount}


def cadence(value: Any) -> dict[str, Any]:
    """How often: at least so many times in each period."""
    given = _mapping(value)
    return {"times": whole(1, _MOST_TIMES)(given.get("times")), "per": choice(Per)(given.get("per"))}


def report_cadence(value: Any) -> dict[str, Any]:
    """Each period, by its day; the day may be left open. Several periods of a year or month where ``times`` says so."""
    given = _mapping(value)
    per = choice(Per)(given.get("per"))
    day = perhaps(whole(1, 7 if per == Per.WEEK else 31))(given.get("day"))
    times = whole(1, _MOST_TIMES)(given.get("times", 1))
    if times > 1 and (per, times) not in REPORT_PARTS:
        raise FieldError(kinds.NO_CHOICE, value=f"{per}/{times}")
    if times > 1 and day and not ends_with_a_month(Per(per), times):
        raise FieldError(kinds.NO_CHOICE, value=day)
    return {"per": per, "day": day} | ({"times": times} if times > 1 else {})


def stretch(value: Any) -> dict[str, Any]:
    """First and last day, each of which may be left open; in their order."""
    given = _mapping(value)
    start, end = perhaps(day)(given.get("start")), perhaps(day)(given.get("end"))
    if start and end and end < start:
        raise FieldError(kinds.ENDS_BEFORE, start=start, end=end)
    return {"start": start, "end": end}


def posts(value: Any) -> list[dict[str, str]]:
    """Posts of the leading group and who holds each."""
    one = said(_NAME)
    return [{"role": one(post.get("role")), "holder": one(post.get("holder"))} for post in map(_mapping, _list(value))]


def _string(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    raise FieldError(kinds.NO_CHOICE, value=value)


def _list(value: Any) -> Sequence[Any]:
    if isinstance(value, list | tuple):
        return value
    raise FieldError(kinds.NO_CHOICE, value=value)


def _mapping(value: Any) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    raise FieldError(kinds.NO_CHOICE, value=value)


FIELDS: Mapping[Part, Mapping[str, Parser]] = {
    Part.HEAD: {
        "title": said(_LINE),
        "document_number": perhaps(said(_NAME)),
        "basis": names,
        "period": stretch,
    },
    Part.ORGANIZATION: {"posts": posts, "members": names, "offices": names, "requirements": names},
    Part.FOCUS: {"fraud_types": names, "places": names, "groups": names},
    Part.GOALS: {
        "indicator": said(_LINE),
        "direction": choice(Direction),
        "target": perhaps(said(_NAME)),
    },
    Part.MEASURES: {
        "id": said(40),
        "title": said(_LINE),
        "text": said(_TEXT),
        "channels": several(Channel),
        "targets": names,
        "units": names,
        "assisting": names,
        "quota": perhaps(quota),
        "cadence": perhaps(cadence),
        "due": perhaps(day),
    },
    Part.PHASES: {"name": said(_LINE), "start": perhaps(day), "end": perhaps(day)},
    Part.REPORTS: {
        "name": said(_LINE),
        "to": perhaps(said(_NAME)),
        "via": perhaps(said(_NAME)),
        "due": perhaps(day),
        "cadence": perhaps(report_cadence),
    },
}
"""Field by field for every part that can be edited."""

NOTHING: Mapping[Part, Mapping[str, Any]] = {
    Part.GOALS: {"direction": "up", "target": None},
    Part.MEASURES: {
        "channels": [],
        "targets": [],
        "units": [],
        "assisting": [],
        "quota": None,
        "cadence": None,
        "due": None,
    },
    Part.PHASES: {"start": None, "end": None},
    Part.REPORTS: {"to": None, "via": None, "due": None, "cadence": None},
}
"""What a new entry says where nothing is said of it."""
