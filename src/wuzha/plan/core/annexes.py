"""Annexes: which the text refers to or lists, and whether the document holds them."""

from __future__ import annotations

import re

from wuzha.plan.core.head import line_end
from wuzha.plan.core.model import Annex
from wuzha.plan.core.view import Break, View

_NUMERALS = "一二三四五六七八九十"
_REFERENCE = re.compile(rf"附件(?P<number>\d{{1,2}}|[{_NUMERALS}])?(?!材料)")
_LISTED = re.compile(r"(?P<number>\d{1,2})[.、](?P<title>[^\d.、].{1,40})")
_FIRST_MARK = re.compile(rf"[{_NUMERALS}]、|\([{_NUMERALS}]\)|第[{_NUMERALS}1][条章]|1[.、]")


def body_end(view: View) -> int:
    """Where the body ends and the list of annexes or the annexes themselves begin."""
    first = _FIRST_MARK.search(view.norm)
    for hit in re.finditer(r"附件|附:", view.norm):
        starts_line = view.breaks[hit.start()] == Break.LINE
        if starts_line and first and hit.start() > first.start():
            return hit.start()
    return len(view.norm)


def read_annexes(view: View, end: int) -> tuple[Annex, ...]:
    """Every annex that the body names or the list behind it holds, in the order of their numbers as met."""
    titles, after_list = _list(view, end)
    places: dict[str, tuple[int, int] | None] = {}
    for hit in _REFERENCE.finditer(view.norm, 0, end):
        if hit.start() > 0:
            places.setdefault(_number(hit["number"]), hit.span())
    for number, span in titles.items():
        places.setdefault(number, span)
    return tuple(
        Annex(_title(view, number, titles), _attached(view, number, after_list), view.span(*span) if span else None)
        for number, span in sorted(places.items(), key=lambda item: int(item[0] or 0))
    )


def _title(view: View, number: str, titles: dict[str, tuple[int, int]]) -> str:
    title = titles.get(number)
    return f"附件{number}" + (f" {view.spelled(*title)}" if title else "")


def _list(view: View, end: int) -> tuple[dict[str, tuple[int, int]], int]:
    """The list behind the body: number → positions of the title; and where the list ends."""
    norm = view.norm
    titles: dict[str, tuple[int, int]] = {}
    head = re.compile(r"附件?:|附件(?=1[.、])").match(norm, end)
    if head is None:
        return titles, end
    here = head.end()
    while here < len(norm):
        stop = line_end(view, here, len(norm)) if here < len(norm) else here
        hit = _LISTED.match(norm, here, stop)
        if hit:
            titles[hit["number"]] = hit.span("title")
        elif not titles and here == head.end() and stop > here:
            titles[""] = (here, stop)
            return titles, stop
        else:
            break
        here = stop
    return titles, here


def _attached(view: View, number: str, start: int) -> bool:
    """Whether a line behind the body is the head of this annex and something follows it."""
    for hit in _REFERENCE.finditer(view.norm, start):
        if (
            view.breaks[hit.start()] == Break.LINE
            and _number(hit["number"]) in (number, "")
            and hit.end() < len(view.norm)
        ):
            return True
    return False


def _number(label: str | None) -> str:
    if not label:
        return ""
    return str(_NUMERALS.index(label) + 1) if label in _NUMERALS else label
