"""Phases and the period of the whole plan."""

from __future__ import annotations

import re
from datetime import date

from wuzha.plan.core import dates
from wuzha.plan.core.clauses import Clause
from wuzha.plan.core.model import Period, Phase
from wuzha.plan.core.reading import Reading

_IN_FORCE = re.compile(r"自[^,。;]{4,16}起(?:施行|实施|执行)")
_VALID_TO = re.compile(r"有效期(?:至|到)[^,。;]{4,16}")
_NAME_END = re.compile(r"[((。,:;]|(?<=阶段)")


def read_phases(reading: Reading) -> tuple[Phase, ...]:
    """Clauses below a chapter on phases that name a time, in the document's order."""
    phases = []
    for chapter in reading.of_role("phases"):
        for clause in chapter.children:
            when = _when(reading, clause.body, min(clause.own_end, clause.body + 80))
            if when is not None:
                name = reading.view.spelled(clause.body, _name_end(reading, clause))
                phases.append(Phase(name, when[0], when[1], reading.view.span(clause.start, clause.own_end)))
    return tuple(phases)


def read_period(reading: Reading, phases: tuple[Phase, ...]) -> Period:
    """The period as a chapter on time states it; otherwise from the first phase to the last."""
    for chapter in reading.of_role("phases"):
        when = _when(reading, chapter.body, chapter.own_end)
        if when is not None:
            return Period(*when)
    if not phases:
        return _validity(reading)
    starts = [phase.start for phase in phases]
    ends = [phase.end for phase in phases if phase.end]
    start = None if None in starts else min(day for day in starts if day)
    return Period(start, max(ends, default=None))


def _validity(reading: Reading) -> Period:
    """ "自…起施行,有效期至…": the period of a document that has no phases."""
    norm = reading.view.norm
    starts = [
        point.first for hit in _IN_FORCE.finditer(norm) for point in dates.points(norm, reading.year, *hit.span())
    ]
    ends = [point.last for hit in _VALID_TO.finditer(norm) for point in dates.points(norm, reading.year, *hit.span())]
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


def _name_end(reading: Reading, clause: Clause) -> int:
    norm = reading.view.norm
    stops = [clause.own_end, clause.body + 24]
    hit = _NAME_END.search(norm, clause.body + 1, clause.own_end)
    stops += [hit.start()] if hit else []
    points = dates.ranges(norm, reading.year, clause.body, clause.own_end) or dates.points(
        norm, reading.year, clause.body, clause.own_end
    )
    stops += [points[0].start] if points and points[0].start > clause.body else []
    return min(stops)
