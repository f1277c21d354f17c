"""Phases and the period of the whole plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from wuzha.plan.core import dates
from wuzha.plan.core.chapters import content_start
from wuzha.plan.core.model import Period, Phase
from wuzha.plan.core.reading import Reading, sentences

_IN_FORCE = re.compile(r"自[^,。;]{4,16}起(?:施行|实施|执行)")
_VALID_TO = re.compile(r"有效期(?:至|到)[^,。;]{4,16}")
_OF_YEAR = re.compile(r"(?P<year>20\d\d)年度")
# 定于6月10日至23日在全区开展, 决定自即日起至12月31日: the period where no chapter states it.
_DECIDED = re.compile(r"(?:定于|决定[^,。;]{0,3}?(?:于|自|从)|计划于)(?P<when>[^,。;]{4,40})")
_NUMBERED = re.compile(r"第[一二三四五六1-6]阶段(?:\([^()]{1,40}\))?:")
_DATED = re.compile(r"[^,。;:]{2,20}?(?:前|月|旬|日|季度|年)(?:[,:])(?P<name>[^,。;:]{2,16})")
_NAME_END = re.compile(r"[((。,:;]|(?<=阶段)")


def read_phases(reading: Reading) -> tuple[Phase, ...]:
    """Clauses below a chapter on phases that name a time, or sentences of it that begin with one, in order."""
    phases: list[Phase] = []
    for chapter in reading.of_role("phases"):
        for clause in chapter.children:
            when = _when(reading, clause.body, min(clause.own_end, clause.body + 80))
            if when is not None:
                name = _name(reading, clause.body, clause.own_end)
                phases.append(Phase(name, when[0], when[1], reading.view.span(clause.start, clause.own_end)))
        if not phases:
            phases = list(_in_sentences(reading, content_start(reading.view, chapter), chapter.own_end))
    return tuple(phases)


def _in_sentences(reading: Reading, start: int, end: int) -> Iterator[Phase]:
    """ "2月底前,启动创建;6月底前,完成一半": where there are several, each is a phase."""
    found = []
    for first, last in sentences(reading.view.norm, start, end):
        hit = _DATED.match(reading.view.norm, first, last)
        when = _when(reading, first, hit.start("name")) if hit else None
        if hit and when:
            source = reading.view.span(first, last)
            found.append(Phase(reading.view.spelled(*hit.span("name")), when[0], when[1], source))
    yield from found if len(found) > 1 else ()


def read_period(reading: Reading, phases: tuple[Phase, ...]) -> Period:
    """The period as a chapter on time states it; otherwise from the first phase to the last, or the title's year."""
    for chapter in reading.of_role("phases"):
        when = None if phases else _when(reading, chapter.body, chapter.own_end)
        stated = dates.ranges(reading.view.norm, reading.year, chapter.body, chapter.own_end, reading.issued)
        if when is not None or stated:
            return Period(*(when or (stated[0].first, stated[0].last)))
    if not phases:
        return _validity(reading)
    starts = [phase.start for phase in phases]
    ends = [phase.end for phase in phases if phase.end]
    start = None if None in starts else min(day for day in starts if day)
    return Period(start, max(ends, default=None))


def _validity(reading: Reading) -> Period:
    """What 自…起施行 and 有效期至… say, or the year of the title (2026年度): a document without phases."""
    norm = reading.view.norm
    starts = [
        point.first for hit in _IN_FORCE.finditer(norm) for point in dates.points(norm, reading.year, *hit.span())
    ]
    ends = [point.last for hit in _VALID_TO.finditer(norm) for point in dates.points(norm, reading.year, *hit.span())]
    for hit in () if starts or ends else _DECIDED.finditer(norm, reading.head.title_end, reading.outline.preamble_end):
        when = _when(reading, *hit.span("when"))
        if when is not None:
            return Period(*when)
    of_year = None if starts or ends else _OF_YEAR.search(norm, 0, reading.head.title_end)
    if of_year:
        return Period(date(int(of_year["year"]), 1, 1), date(int(of_year["year"]), 12, 31))
    return Period(min(starts, default=None), max(ends, default=None))


def _when(reading: Reading, start: int, end: int) -> tuple[date | None, date | None] | None:
    norm = reading.view.norm
    found = dates.ranges(norm, reading.year, start, end, reading.issued)
    if found:
        return found[0].first, found[0].last
    points = dates.points(norm, reading.year, start, end)
    if not points:
        return None
    if re.match(r"底?前|以前|之前", norm[points[0].end : end]):
        return None, points[0].last
    return points[0].first, points[0].last


def _name(reading: Reading, start: int, end: int) -> str:
    """What stands before the time; behind 第一阶段: it is what follows."""
    numbered = _NUMBERED.match(reading.view.norm, start, end)
    if numbered:
        start = numbered.end()
    return reading.view.spelled(start, _name_end(reading, start, end))


def _name_end(reading: Reading, start: int, end: int) -> int:
    stops = [end, start + 24]
    hit = _NAME_END.search(reading.view.norm, start + 1, end)
    stops += [hit.start()] if hit else []
    times = dates.ranges(reading.view.norm, reading.year, start, end) or dates.points(
        reading.view.norm, reading.year, start, end
    )
    stops += [times[0].start] if times and times[0].start > start else []
    return min(stops)
