"""Dates as plans write them: points, ranges and repeated days, on the canonical text.

A point has a first and a last day: a month from its 1st to its last, 上旬 1–10, 中旬 11–20, 下旬 21–end. By convention
月初 is the 10th, 月中 the 15th and 月底 the month's last day, for deadlines and for the ends of phases alike. A missing
year, or a placeholder such as 20xx, is the plan's year; the end of a range never lies before its start, so
"11月至次年2月" and "11月至2月" both end in the next year.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wuzha.terms import Per

_NUMERAL = "一二三四五六七八九十"
_YEAR = (
    r"(?:(?P<year>\d{4}|二[〇零一二三四五六七八九]{3})|(?P<blank>20[xX*_]{1,2}|[xX*]{2,4}|20_{0,12}|(?<!_)_{2,12})"
    r"|(?P<word>今|本|当|同|明|次|来|翌))年度?"
)
_POINT = re.compile(
    rf"(?:{_YEAR})?(?P<rest>"
    rf"(?P<month>\d{{1,2}}|[{_NUMERAL}]{{1,2}})月份?(?:(?P<day>\d{{1,2}}|[{_NUMERAL}]{{1,3}})[日号]|第(?P<week>[一二三四])周|(?P<part>上旬|中旬|下旬|初|中|底|末))?"
    rf"|第?(?P<quarter>[一二三四1-4])季度(?P<qpart>初|末|底)?"
    rf"|(?P<half>上|下)半年"
    rf"|(?P<yearpart>年?[底末初]))"
    r"|(?P<iso>(?<!\d)(?P<iy>20\d\d)[-./](?P<im>\d{1,2})[-./](?P<id>\d{1,2})(?!\d))"
)
_TO = r"(?:至|到|—{1,2}|-{1,2}|~)"
_GOES_ON = re.compile(rf"(?:起|开始)?{_TO}|[、和]")
_NOW = r"(?:即日起?|即日|自?(?:本方案)?(?:印发|发布|发文)之日起?|现在|从?即时)"
_DAY_RANGE = re.compile(rf"{_TO}(?P<day>\d{{1,2}})[日号]")

PER_WORDS = {
    "日": (1, Per.DAY), "天": (1, Per.DAY), "工作日": (1, Per.DAY), "周": (1, Per.WEEK), "星期": (1, Per.WEEK),
    "学期": (2, Per.YEAR), "月": (1, Per.MONTH), "个月": (1, Per.MONTH), "个季度": (1, Per.QUARTER),
    "季": (1, Per.QUARTER), "季度": (1, Per.QUARTER), "年": (1, Per.YEAR), "年度": (1, Per.YEAR),
    "半月": (2, Per.MONTH), "半年": (2, Per.YEAR), "半个月": (2, Per.MONTH), "旬": (3, Per.MONTH),
    "两周": (26, Per.YEAR), "两个月": (6, Per.YEAR), "两月": (6, Per.YEAR), "双月": (6, Per.YEAR),
}  # fmt: skip
PER = re.compile(
    rf"(?:每|按)(?:一|1|个|逐)?(?P<per>{'|'.join(sorted(PER_WORDS, key=len, reverse=True))})(?!前|内容|龄)"
)


@dataclass(frozen=True, slots=True)
class Point:
    """A date as written at positions ``[start, end)``: its first and last day; ``placeholder`` for 20xx."""

    first: date
    last: date
    start: int
    end: int
    placeholder: bool = False
    has_year: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of time at positions ``[start, end)``; ``first`` is ``None`` for "from today on"."""

    first: date | None
    last: date
    start: int
    end: int


def number(text: str) -> int:
    """A number below 100 in digits or Chinese numerals (``二十一`` is 21); 0 where it is neither."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERAL.find(text) + 1 if len(text) == 1 else 0
    return 10 * (_NUMERAL.find(tens) + 1 if tens else 1) + (_NUMERAL.find(ones) + 1 if ones else 0)


def points(norm: str, year: int, start: int = 0, end: int | None = None) -> list[Point]:
    """Every date in ``norm[start:end]``, in order."""
    found: list[Point] = []
    for hit in _POINT.finditer(norm, start, len(norm) if end is None else end):
        # In "2027年1月—2月" the year is said once.
        goes_on = found and found[-1].has_year and _GOES_ON.fullmatch(norm, found[-1].end, hit.start())
        point = _point(hit, found[-1].first.year if goes_on else year)
        if point is not None:
            found.append(point)
    return found


def ranges(norm: str, year: int, start: int = 0, end: int | None = None, issued: date | None = None) -> list[Range]:
    """Every stretch "A至B" or "即日起至B" in ``norm[start:end]``, in order."""
    stop = len(norm) if end is None else end
    found: list[Range] = []
    known = points(norm, year, start, stop)
    for index, left in enumerate(known):
        if found and left.start < found[-1].end:
            continue
        opened = re.compile(rf"{_NOW}{_TO}$").search(norm[max(start, left.start - 16) : left.start])
        if opened:
            found.append(Range(issued, left.last, left.start - len(opened.group()), left.end))
            continue
        within = _DAY_RANGE.match(norm, left.end, stop)
        if within and left.first == left.last:
            last = _safe(left.first.year, left.first.month, int(within["day"]))
            found.append(Range(left.first, last, left.start, within.end()))
            continue
        right = known[index + 1] if index + 1 < len(known) else None
        if right and re.fullmatch(rf"(?:起|开始)?{_TO}", norm[left.end : right.start]):
            begin = left.last if _is_beginning(norm, left) else left.first
            found.append(Range(begin, _not_before(right, begin), left.start, right.end))
    return found


def month_days(norm: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Days of a repeated month (``每月25日``, ``每月底``) as (day, start, end); 月底 is day 31, 月初 day 10."""
    for hit in re.finditer(
        r"每(?:个)?月(?:的)?(?:(?P<day>\d{1,2})[日号]|(?P<part>月?[初底末]|上旬|中旬|下旬))", norm[start:end]
    ):
        part = (hit["part"] or "").removeprefix("月")
        day = int(hit["day"]) if hit["day"] else {"初": 10, "上旬": 10, "中旬": 20}.get(part, 31)
        if 1 <= day <= 31:
            yield day, start + hit.start(), start + hit.end()


def _point(hit: re.Match[str], year: int) -> Point | None:
    if hit["iso"]:
        return _make(hit, int(hit["iy"]), int(hit["im"]), int(hit["id"]), has_year=True)
    base = _year(hit, year)
    has_year = bool(hit["year"] or hit["word"])
    if hit["month"]:
        month = number(hit["month"])
        if hit["day"]:
            return _make(hit, base, month, number(hit["day"]), has_year=has_year)
        return _part_of_month(hit, base, month, has_year=has_year)
    if hit["quarter"]:
        last = 3 * number(hit["quarter"])
        return _spread(hit, (base, last - 2), (base, last), has_year=has_year)
    if hit["half"]:
        months = (1, 6) if hit["half"] == "上" else (7, 12)
        return _spread(hit, (base, months[0]), (base, months[1]), has_year=has_year)
    return _end_of_year(hit, base, has_year=has_year)


def _end_of_year(hit: re.Match[str], base: int, *, has_year: bool) -> Point | None:
    named = hit["year"] or hit["blank"] or hit["word"]
    if not named and not hit["yearpart"].startswith("年"):
        return None
    if hit["yearpart"].endswith("初"):
        return _make(hit, base, 1, 10, has_year=has_year)
    return _make(hit, base, 12, 31, has_year=has_year)


def _part_of_month(hit: re.Match[str], year: int, month: int, *, has_year: bool) -> Point | None:
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    end = calendar.monthrange(year, month)[1]
    if hit["week"]:
        last = 7 * number(hit["week"])
        return Point(
            date(year, month, last - 6), date(year, month, last), hit.start(), hit.end(), bool(hit["blank"]), has_year
        )
    days = {
        "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, end),
        "初": (10, 10), "中": (15, 15), "底": (end, end), "末": (end, end),
    }.get(hit["part"] or "", (1, end))  # fmt: skip
    if hit["part"] == "中" and hit.string[hit.end() : hit.end() + 1] not in (
        "",
        "旬",
        "前",
        "至",
        "到",
        ",",
        "。",
        ")",
        ";",
    ):
        days = (1, end)
    return Point(
        date(year, month, days[0]), date(year, month, days[1]), hit.start(), hit.end(), bool(hit["blank"]), has_year
    )


def _spread(hit: re.Match[str], first: tuple[int, int], last: tuple[int, int], *, has_year: bool) -> Point | None:
    if not 1 <= first[0] <= 9999:
        return None
    begin, end = date(*first, 1), _safe(*last, 31)
    if hit["qpart"]:
        begin = end = date(*first, 10) if hit["qpart"] == "初" else end
    return Point(begin, end, hit.start(), hit.end(), bool(hit["blank"]), has_year)


def _make(hit: re.Match[str], year: int, month: int, day: int, *, has_year: bool) -> Point | None:
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    here = date(year, month, day)
    return Point(here, here, hit.start(), hit.end(), bool(hit["blank"]), has_year)


def _year(hit: re.Match[str], year: int) -> int:
    if hit["year"]:
        digits = "".join(
            str("〇一二三四五六七八九".find(sign)) if sign in "〇一二三四五六七八九" else sign for sign in hit["year"]
        )
        return int(digits.replace("零", "0"))
    return year + 1 if hit["word"] in ("明", "次", "来", "翌") else year


def _is_beginning(norm: str, point: Point) -> bool:
    return norm[point.end - 1] == "初"


def _not_before(point: Point, begin: date) -> date:
    last = point.last
    if last < begin and not point.has_year and last.year < 9999:
        return _safe(last.year + 1, last.month, last.day)
    return last


def _safe(year: int, month: int, day: int) -> date:
    """The date, or the month's last day where the month is shorter."""
    return date(year, month, min(max(day, 1), calendar.monthrange(year, month)[1]))
