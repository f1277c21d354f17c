"""Placeholders: years, names, contacts, a start without a date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wuzha.plan.core import problems
from wuzha.plan.core.model import Plan
from wuzha.plan.core.reading import Reading
from wuzha.problems import Kind, Problem

_YEAR = re.compile(r"(?<![\dxX])(?:20[xX*_]{2}|[xX*]{4}|_{4})(?=年|〕)")
_NAME = re.compile(r"(?<![A-Za-z\d*_])(?:[xX]{1,3}|[*_]{2,12})[一-鿿]{0,3}?[区县市镇乡局办科省街委村]")
_CONTACT = re.compile(
    r"(?P<label>联系人(?:及电话)?|联系电话|电话|手机|传真|邮箱|电子邮箱)[::](?P<value>[^,。;)]{0,30}?)(?=[,。;)]|联系|电话|手机|传真|邮箱|$)"
)
_PLACEHOLDER = re.compile(r"[xX*]{2}|_{2}")
_EMPTY = re.compile(r"[xX*_—\-\s]*")
_LATER = re.compile(r"待定|另行(?:通知|下发|制定|明确)|另文(?:通知|下发)|TBD")
_FROM_NOW = re.compile(r"即日起?|印发之日|发布之日")


def years(_: Plan, reading: Reading) -> Iterator[Problem]:
    """20xx where a year should stand."""
    yield from _each(problems.YEAR_BLANK, _YEAR, reading, "year", assumed=reading.year)


def names(_: Plan, reading: Reading) -> Iterator[Problem]:
    """X区, xx局: a name that was not filled in."""
    for hit in _NAME.finditer(reading.view.norm):
        source = reading.view.span(*hit.span())
        text = reading.view.spelled(*hit.span())
        yield Problem(problems.NAME_BLANK, reading.place(source), {"text": text}, source)


def contacts(_: Plan, reading: Reading) -> Iterator[Problem]:
    """联系人:xxx;电话: without a person and a number."""
    for hit in _CONTACT.finditer(reading.view.norm):
        if _EMPTY.fullmatch(hit["value"]) or _PLACEHOLDER.search(hit["value"]):
            source = reading.view.span(*hit.span())
            label = reading.view.spelled(*hit.span("label"))
            yield Problem(problems.CONTACT_BLANK, reading.place(source), {"label": label}, source)


def open_starts(_: Plan, reading: Reading) -> Iterator[Problem]:
    """即日起 in a document without a date."""
    if reading.issued is None:
        yield from _each(problems.START_OPEN, _FROM_NOW, reading, "text")


def to_be_said(_: Plan, reading: Reading) -> Iterator[Problem]:
    """待定, 另行通知: what somebody must still say."""
    yield from _each(problems.TO_BE_SAID, _LATER, reading, "text")


def _each(kind: Kind, pattern: re.Pattern[str], reading: Reading, key: str, **values: object) -> Iterator[Problem]:
    """One problem for a clause and a text, however often it stands there."""
    seen: set[tuple[str, str]] = set()
    for hit in pattern.finditer(reading.view.norm):
        source = reading.view.span(*hit.span())
        text = reading.view.spelled(*hit.span())
        place = reading.place(source)
        if (place, text) not in seen:
            seen.add((place, text))
            yield Problem(kind, place, {key: text, **values}, source)
