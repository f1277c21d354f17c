"""The head of a document: title, its own number, what it rests on, and the date under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from wuzha.plan.core import dates
from wuzha.plan.core.view import Break, View

_TITLE_END = re.compile(
    r"(?:方案|计划|要点|预案|意见|办法|细则|通知|规划|任务书|责任书)(?!》|的通知|的意见|印发|如下)"
    r"(?:\((?:试行|暂行|征求意见稿|送审稿|讨论稿|草案|初稿|修订)[^()]{0,6}\)|\d{1,2}(?![\d年月日、.:]))?"
)
_NUMBER = re.compile(r"(?:〔(?:\d{4}|20[xX*_]{1,2}|[xX*]{4})〕|[(\[]20\d\d[)\]])第?[\dxX*]{1,5}号")
_ISSUER = re.compile(r"[一-鿿xXA-Za-z]{1,14}$")
_BASIS_WORD = re.compile(r"根据|按照|依据|遵照|贯彻|落实|结合")
_BOOK = re.compile(r"《(?P<name>[^《》]{2,80}(?:《[^《》]{2,60}》[^《》]{0,30})?)》(?P<number>\([^()]{2,30}?号\))?")
_UNNAMED = re.compile(
    r"(?:根据|按照|依据)(?P<name>[^,。;《》]{2,40}?(?:要求|部署|安排|精神|规定|通知|指示|统一部署))(?=[,。;]|$)"
)
_FULL_DATE = re.compile(
    r"(?:\d{4}|二[〇零一二三四五六七八九]{3})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
_LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class Head:
    """Title and its positions, document number, basis, and the date of issue where one is printed."""

    title: str
    title_end: int
    document_number: str | None
    basis: tuple[str, ...]
    basis_named: bool
    issued: date | None


def read_head(view: View, year: int, preamble_end: int, ideas: Sequence[tuple[int, int]] = ()) -> Head:
    """The head of a text whose first clause begins at ``preamble_end``.

    ``ideas`` are the clauses on principles, which name the basis where the preamble does not.
    """
    start = _after_red_head(view, preamble_end)
    title_start, title_end = _title(view, start, preamble_end)
    first_end = title_end if title_start == start else title_start
    basis = next(filter(None, (_basis(view, *part) for part in ((title_end, preamble_end), *ideas))), [])
    unnamed = (
        []
        if basis
        else [view.spelled(*hit.span("name")) for hit in _UNNAMED.finditer(view.norm, title_end, preamble_end)]
    )
    return Head(
        view.spelled(title_start, title_end),
        title_end,
        _own_number(view, first_end),
        tuple(basis or unnamed[:1]),
        bool(basis) or not unnamed,
        _issued(view, year),
    )


def line_end(view: View, start: int, end: int) -> int:
    """Where the line that holds position ``start`` ends."""
    return next((index for index in range(start + 1, end) if view.breaks[index] == Break.LINE), end)


def _after_red_head(view: View, end: int) -> int:
    """Skip an annex label, the issuing body's red head and the document number above the title."""
    here = 0
    while here < end:
        stop = line_end(view, here, end)
        line = view.norm[here:stop]
        whole_number = any(span == (here, stop) for span in _numbers(view, stop))
        if not (
            whole_number or re.fullmatch(r"附件?\d{0,2}:?|.{2,30}文件|(?:特急|急件|机密|内部|公开|签发人.{0,8})", line)
        ):
            return here
        here = stop
    return 0


def _title(view: View, start: int, end: int) -> tuple[int, int]:
    """From ``start`` to the first word that ends titles; without one, the first line."""
    for hit in _TITLE_END.finditer(view.norm, start, min(end, start + _LONGEST_TITLE)):
        before = view.norm[start : hit.start()]
        if re.search(r"[。;!?:]", before):
            break
        if before.count("《") == before.count("》"):
            return _passed_on(view, start, hit.end(), end)
    stop = line_end(view, start, end) if start < end else start
    return start, min(stop, start + _LONGEST_TITLE)


def _numbers(view: View, end: int) -> Iterator[tuple[int, int]]:
    """Document numbers up to ``end``, each with the letters of its issuer on the same line."""
    for hit in _NUMBER.finditer(view.norm, 0, end):
        line = hit.start()
        while line > 0 and view.breaks[line] != Break.LINE:
            line -= 1
        issuer = _ISSUER.search(view.norm[line : hit.start()])
        if issuer:
            yield line + issuer.start(), hit.end()


def _passed_on(view: View, start: int, end: int, limit: int) -> tuple[int, int]:
    """The title of the plan that a notice passes on, where it stands below the notice on a line of its own."""
    named = _BOOK.search(view.norm, start, end)
    below = view.norm.find(named["name"], end, limit) if named else -1
    while named and below >= 0:
        if view.breaks[below] == Break.LINE:
            return below, below + len(named["name"])
        below = view.norm.find(named["name"], below + 1, limit)
    return start, end


def _own_number(view: View, title_end: int) -> str | None:
    """A document number printed above the title or right below it; numbers of other documents do not count."""
    for start, end in _numbers(view, min(len(view.norm), title_end + 40)):
        opened = start > 0 and view.norm[start - 1] == "("
        below = view.breaks[start] == Break.LINE or start == title_end + opened
        if (end <= title_end and not opened) or (below and "》" not in view.norm[title_end:start]):
            return view.spelled(start, end)
    return None


def _basis(view: View, start: int, end: int) -> list[str]:
    """Documents between 《》 in a sentence of the preamble that says that the plan rests on them."""
    found: list[str] = []
    for hit in _BOOK.finditer(view.norm, start, end):
        sentence = view.norm[max(start, view.norm.rfind("。", start, hit.start()) + 1) : hit.start()]
        if _BASIS_WORD.search(sentence):
            name = view.spelled(hit.start(), hit.end())
            if name not in found:
                found.append(name)
    return found


def _issued(view: View, year: int) -> date | None:
    """A full date that is a line of its own, the last one; the date under the signature."""
    for hit in reversed(list(_FULL_DATE.finditer(view.norm))):
        alone = view.breaks[hit.start()] and (hit.end() == len(view.norm) or view.breaks[hit.end()] == Break.LINE)
        if alone:
            point = dates.points(view.norm, year, hit.start(), hit.end())
            if point:
                return point[0].first
    return None
