"""Dates that are impossible, contradict each other, or fall on a holiday; reports that nobody can hand in."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from wuzha.plan.core import problems
from wuzha.plan.core.dates import number, points
from wuzha.plan.core.model import Phase, Plan, Report
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.view import plain
from wuzha.problems import Kind, Problem
from wuzha.terms import Per, Span

_DAY = re.compile(r"(?:(?P<year>\d{4})年)?(?<![\d.])(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})年(?=\d{1,2}月|底|末|初|全年|度工作)")
_WHOLE = re.compile(r"总结")
_PART = re.compile(r"半年|阶段|季度|月度|上月|年中|活动|每")
_THIS_MONTH = re.compile(r"当月|本月")
_ONE_DAY = timedelta(days=1)
_LAST_SAFE_DAY = 28


def conflicting(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """The same report to the same office with two due dates."""
    asked: dict[tuple[str, str], list[Report]] = {}
    for report in plan.reports:
        if report.due and report.name and not report.cadence:
            asked.setdefault((plain(report.name), plain(report.to or "")), []).append(report)
    for same in asked.values():
        for here in same:
            # 分别 in one sentence asks for the same report twice: 6月30日、12月31日前分别报送.
            there = next((one for one in same if one.due != here.due and one.source != here.source), None)
            if there is not None:
                values = {"report": here.name, "first": str(here.due), "second": str(there.due)}
                yield Problem(problems.DUE_CONFLICT, reading.place(here.source), values, here.source)


def holidays(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Deadlines on days that the caller's calendar calls free."""
    if reading.is_workday is None:
        return
    deadlines = [(measure.due, measure.id, measure.source) for measure in plan.measures]
    deadlines += [(report.due, reading.place(report.source), report.source) for report in plan.reports]
    for due, place, source in deadlines:
        if due and not reading.is_workday(due):
            yield Problem(problems.HOLIDAY, place, {"date": str(due)}, source)


def phases(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Gaps and overlaps between phases, and times that end before they begin."""
    for phase in plan.phases:
        if phase.start and phase.end and phase.end < phase.start:
            values = {"start": str(phase.start), "end": str(phase.end)}
            yield Problem(problems.BACKWARDS, reading.place(phase.source), values, phase.source)
    for before, after in pairwise(plan.phases):
        if before.end and after.start:
            yield from _between(before, after, before.end, after.start, reading)


def _between(before: Phase, after: Phase, end: date, start: date, reading: Reading) -> Iterator[Problem]:
    names = {"before": before.name, "after": after.name}
    place = reading.place(after.source)
    if start > end + _ONE_DAY:
        values = {**names, "start": str(end + _ONE_DAY), "end": str(start - _ONE_DAY)}
        yield Problem(problems.PHASE_GAP, place, values, after.source)
    elif start < end and (before.start is None or start >= before.start):
        values = {**names, "start": str(start), "end": str(min(end, after.end or end))}
        yield Problem(problems.PHASE_OVERLAP, place, values, after.source)


def outside(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Measures due outside the plan's period, and dates in a phase's text that lie outside the phase."""
    start, end = plan.period.start or date.min, plan.period.end or date.max
    for measure in plan.measures:
        if measure.due and not start <= measure.due <= end:
            yield Problem(problems.OUTSIDE_PERIOD, measure.id, {"date": str(measure.due)}, measure.source)
    for phase in plan.phases:
        first, last = reading.positions(phase.source)
        for point in points(reading.view.norm, reading.year, first, last):
            late = phase.end is not None and point.first > phase.end
            early = phase.start is not None and point.last < phase.start
            if late or early:
                source = reading.view.span(point.start, point.end)
                values = {"date": str(point.last), "phase": phase.name}
                yield Problem(problems.OUTSIDE_PHASE, reading.place(source), values, source)


def too_early(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Monthly reports before the month is over, summaries before the campaign is over."""
    for report in plan.reports:
        rhythm = report.cadence
        month_runs = rhythm is not None and rhythm.per == Per.MONTH and (rhythm.day or 31) <= _LAST_SAFE_DAY
        before_end = report.due and plan.period.end and report.due < plan.period.end
        summary = _WHOLE.search(report.name) and not _PART.search(report.name)
        if (month_runs and _THIS_MONTH.search(report.name)) or (before_end and summary):
            yield _about(problems.TOO_EARLY, reading, report)


def incomplete(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Reports without a recipient or a time."""
    for report in plan.reports:
        if not report.to:
            yield _about(problems.NO_RECIPIENT, reading, report)
        if not (report.due or report.cadence):
            yield _about(problems.NO_DEADLINE, reading, report)


def impossible(_: Plan, reading: Reading) -> Iterator[Problem]:
    """Days that no calendar has, and years far from the plan's."""
    for hit in _DAY.finditer(reading.view.norm):
        year, month, day = int(hit["year"] or reading.year), number(hit["month"]), number(hit["day"])
        exists = 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
        if not exists:
            yield _text(problems.NO_SUCH_DAY, reading, reading.view.span(*hit.span()))
    for hit in _YEAR.finditer(reading.view.norm, reading.head.title_end):
        quoted = reading.view.norm.rfind("《", 0, hit.start()) > reading.view.norm.rfind("》", 0, hit.start())
        if abs(int(hit["year"]) - reading.year) > 1 and not quoted:
            yield _text(problems.OTHER_YEAR, reading, reading.view.span(*hit.span()), year=reading.year)


def _about(kind: Kind, reading: Reading, report: Report) -> Problem:
    return Problem(kind, reading.place(report.source), {"report": report.name}, report.source)


def _text(kind: Kind, reading: Reading, source: Span, **values: object) -> Problem:
    text = plain(source.of(reading.view.text))
    return Problem(kind, reading.place(source), {"text": text, **values}, source)
