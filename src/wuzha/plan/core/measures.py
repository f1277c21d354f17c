"""Measures: who must do what, through which channels, for whom, how much, how often, by when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from wuzha.plan.core import amounts, dates, targets
from wuzha.plan.core.accountable import statements
from wuzha.plan.core.channels import channels
from wuzha.plan.core.chapters import content_start, heading
from wuzha.plan.core.clauses import Clause
from wuzha.plan.core.model import Cadence, Measure, Report
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.subjects import subjects
from wuzha.plan.core.tables import Stretch, TaskRow
from wuzha.plan.core.units import Name, Responsibility, is_unit, split_names
from wuzha.plan.core.view import plain

_WITH = re.compile(
    r"(?:督促|会同|联合|协同|配合|协助)(?P<list>[^,。;:()]{2,60}?)"
    r"(?=每|\d|按照|按|根据|开展|做好|完成|对|将|把|在|进行|组织|利用|通过|加强|落实|举办|召开|推进|实施|编印|制作|[,。;:(]|$)"
    r"|与(?P<partner>[^,。;:()]{2,40}?)(?:联合|共同|协同)"
)
_JOINED = re.compile(r"配合|协助|会同|协同")
_BEFORE = re.compile(r"(?:之?前|以前|底前)(?!期|提|沿|往|来)")
_DONE = re.compile(r"(?:底|末|内|中)?(?:全面|基本|全部|集中)?完成(?!情况)")
_BEGINS = re.compile(r"起|开始(?!前)")  # 3月起长期坚持 is no deadline
_LEAST_TEXT = 4
_TEN_DAYS = timedelta(days=11)
_LOOSE_ENDS = ",、。;:"


@dataclass(frozen=True, slots=True)
class _Task:
    """What a measure is made from: a clause or a row of a table."""

    id: str
    title: Stretch
    texts: tuple[Stretch, ...]
    statements: tuple[Responsibility, ...]
    source: Stretch


def read_measures(reading: Reading, reports: Sequence[Report]) -> tuple[Measure, ...]:
    """The measures in the document's order.

    Leaves of the chapters on measures, any other clause that says who is responsible, a clause with sub-clauses
    that asks something itself, and the rows of tables of tasks. A row of an annex that repeats a clause is left out.
    """
    handed_in = [reading.positions(report.source) for report in reports]
    chapters = {clause.role for clause in reading.outline.walk()}
    # Where no chapter is about measures, what the requirements ask of somebody is what the plan is about.
    unnamed = (None,) if "measures" in chapters or reading.rows else (None, "requirements")
    clauses = [
        _clause_task(reading, clause)
        for clause in reading.outline.walk()
        if _is_measure(reading, clause) or (clause.role in unnamed and _asks_somebody(reading, clause, handed_in))
    ]
    said = {reading.view.norm[slice(*task.title)] for task in clauses}
    rows = [
        _row_task(row)
        for row in reading.rows
        if row.start < reading.outline.end or not _repeats(reading.view.norm[slice(*row.texts[0])], said)
    ]
    tasks = sorted([*clauses, *rows], key=lambda task: task.source)
    return tuple(_measure(reading, task, handed_in) for task in tasks)


def _is_measure(reading: Reading, clause: Clause) -> bool:
    accountable = any(statement.lead for statement in reading.statements[clause.id])
    if clause.children:
        return clause.role == "measures" and _asks_itself(reading, clause, accountable)
    texts = _texts(reading, clause)
    if any(clause.body <= table[0] < clause.own_end for table in reading.tables):
        texts = tuple(part for part in texts if part[1] > content_start(reading.view, clause) > clause.body)
    text = sum(end - start for start, end in texts)
    return accountable or (clause.role == "measures" and text >= _LEAST_TEXT)


def _asks_somebody(reading: Reading, clause: Clause, handed_in: Sequence[Stretch]) -> bool:
    """Outside the chapters on measures: whether a clause says who does something that can be seen done."""
    if clause.children:
        return False
    text = "".join(reading.view.norm[start:end] for start, end in _texts(reading, clause))
    reports = any(clause.start <= first < clause.own_end for first, _ in handed_in)
    often = amounts.cadence(text) is not None and not reports
    seen = often or bool(channels(text, reading.vocabulary)) or amounts.quota(text, ()) is not None
    return seen and any(statement.lead for statement in statements(reading, clause))


def _asks_itself(reading: Reading, clause: Clause, accountable: bool) -> bool:
    """Whether a clause with sub-clauses is a task of its own: it names who, and how often or how much."""
    text = "".join(reading.view.norm[start:end] for start, end in _texts(reading, clause))
    named = accountable or subjects(reading.view, reading.vocabulary, clause.body, clause.own_end) is not None
    return named and (amounts.cadence(text) is not None or amounts.quota(text, ()) is not None)


def _repeats(text: str, said: Iterable[str]) -> bool:
    return any(len(title) >= _LEAST_TEXT and (title in text or text in title) for title in said)


def _clause_task(reading: Reading, clause: Clause) -> _Task:
    texts = _texts(reading, clause)
    first, last = heading(reading.view, clause, _text_end(reading, clause))
    title = (first, first + len(reading.view.norm[first:last].rstrip(_LOOSE_ENDS)))
    return _Task(clause.id, title, texts, statements(reading, clause), (clause.start, clause.own_end))


def _text_end(reading: Reading, clause: Clause) -> int:
    """Where the clause's first stretch of text ends: at its first statement of responsibility."""
    return min(
        (item.start for item in reading.statements[clause.id] if item.start > clause.body), default=clause.own_end
    )


def _row_task(row: TaskRow) -> _Task:
    start, end = row.texts[0]
    return _Task(row.id, (start, min(end, start + 60)), row.texts, (row.statement,), (row.start, row.end))


def _measure(reading: Reading, task: _Task, handed_in: Sequence[Stretch]) -> Measure:
    view = reading.view
    units = _once(name for statement in task.statements for name in statement.lead)
    assisting = _assisting(reading, task, units)
    addressed = _addressed(reading, task, units, assisting)
    text = ",".join(view.norm[start:end] for start, end in task.texts)
    return Measure(
        id=task.id,
        title=view.spelled(*task.title),
        text=_joined([view.spelled(start, end) for start, end in task.texts]),
        channels=channels(_without(text, [*units, *assisting]), reading.vocabulary),
        targets=targets.names(view, addressed),
        units=tuple(name.text for name in units),
        assisting=tuple(name.text for name in assisting),
        quota=amounts.quota(text, addressed, [plain(name.text) for name in units]),
        cadence=amounts.cadence(text) or _labelled_cadence(reading, task),
        due=_due(reading, task, handed_in),
        source=view.span(*task.source),
    )


def _joined(parts: Sequence[str]) -> str:
    """Parts of a text in one line, a space between them where no punctuation stands."""
    text = ""
    for part in parts:
        text += (" " if text and text[-1] not in "。；;，,：:！!？?" else "") + part
    return text.rstrip("，,、")


def _texts(reading: Reading, clause: Clause) -> tuple[Stretch, ...]:
    """The clause's own text without its statements of responsibility and without tables."""
    stretches: list[Stretch] = []
    here = clause.body
    behind = content_start(reading.view, clause)
    holes = [(statement.start, statement.end) for statement in reading.statements[clause.id]]
    holes += [table for table in reading.tables if clause.body <= table[0] < clause.own_end]
    for start, end in sorted(holes):
        if here < start:
            stretches.append((here, start))
        here = max(here, end)
    if here < clause.own_end:
        stretches.append((here, clause.own_end))
    if stretches and stretches[0][0] < behind < stretches[0][1]:
        stretches[:1] = [(stretches[0][0], behind), (behind, stretches[0][1])]
    return tuple(part for part in stretches if re.search(r"\w", reading.view.norm[slice(*part)]))


def _once(names: Iterable[Name]) -> list[Name]:
    found: dict[str, Name] = {}
    for name in names:
        found.setdefault(plain(name.text), name)
    return list(found.values())


def _without(text: str, names: Sequence[Name]) -> str:
    """The text without names of units, which may sound like channels (融媒体中心)."""
    for name in names:
        text = text.replace(plain(name.text), "") if len(name.text) > 3 else text
    return text


def _assisting(reading: Reading, task: _Task, units: Sequence[Name]) -> list[Name]:
    """Units named as assisting, and those that the text says the work is done with (督促…配合…, 会同…)."""
    named = [name for statement in task.statements for name in statement.assisting]
    for start, end in task.texts:
        for hit in _WITH.finditer(reading.view.norm, start, end):
            first, last = hit.span("list" if hit["list"] else "partner")
            for verb in [*_JOINED.finditer(reading.view.norm, first, last), None]:
                found = split_names(reading.view, reading.vocabulary, first, verb.start() if verb else last)
                named += [
                    name
                    for name in found
                    if name.text.startswith("各") or is_unit(reading.vocabulary, plain(name.text))
                ]
                first = verb.end() if verb else last
    listed = {plain(name.text) for name in units}
    return [name for name in _once(named) if plain(name.text) not in listed]


def _addressed(
    reading: Reading, task: _Task, units: Sequence[Name], assisting: Sequence[Name]
) -> list[targets.Mention]:
    """What the task addresses; names of those who carry it out are no targets."""
    norm = reading.view.norm
    names = {plain(name.text) for name in units}
    taken = [(name.start, name.end) for name in (*units, *assisting)]
    for start, end in task.texts:
        for name in filter(lambda name: len(name) > 2, names):
            taken += [(hit.start(), hit.end()) for hit in re.compile(re.escape(name)).finditer(norm, start, end)]
    covered = _cover(taken)
    return [
        mention
        for start, end in task.texts
        for mention in targets.mentions(reading.view, reading.vocabulary, start, end, names)
        if not covered(mention.start, mention.end)
    ]


def _cover(stretches: Iterable[Stretch]) -> Callable[[int, int], bool]:
    """Whether one of the stretches holds all of another."""
    ordered = sorted(stretches)
    starts = [start for start, _ in ordered]
    farthest = list(accumulate((end for _, end in ordered), max))

    def covered(start: int, end: int) -> bool:
        before = bisect_right(starts, start)
        return before > 0 and farthest[before - 1] >= end

    return covered


def _labelled_cadence(reading: Reading, task: _Task) -> Cadence | None:
    """A rhythm that stands where others write a deadline (完成时限:每季度)."""
    stated = (reading.view.norm[slice(*item.due)] for item in task.statements if item.due)
    return next(filter(None, map(amounts.cadence, stated)), None)


def _due(reading: Reading, task: _Task, handed_in: Sequence[Stretch]) -> date | None:
    """The deadline: behind a label, the first "before" date, the end of a stretch of days, or the day that is named."""
    norm = reading.view.norm
    for statement in task.statements:
        if statement.due:
            found = [
                point
                for point in dates.points(norm, reading.year, *statement.due)
                if not _BEGINS.match(norm, point.end, statement.due[1])
            ]
            if found:
                return found[-1].last
    points = [point for start, end in task.texts for point in dates.points(norm, reading.year, start, end)]
    for point in points:
        closes = _BEFORE.match(norm, point.end) or _DONE.match(norm, point.end)
        if closes and not _is_reported(norm, point.start, handed_in):
            return point.last
    for start, end in task.texts:
        for stretch in dates.ranges(norm, reading.year, start, end, reading.issued):
            return stretch.last
    named = [point for point in points if "月" in norm[point.start : point.end]]
    days = (point.last for point in named if point.last - point.first < _TEN_DAYS)
    return None if any(_is_reported(norm, point.start, handed_in) for point in points) else next(days, None)


def _is_reported(norm: str, at: int, handed_in: Sequence[Stretch]) -> bool:
    """Whether a date belongs to a report only; what must be done and reported by a day is due that day."""
    return any(first <= at < last and "完成" not in norm[first:last] for first, last in handed_in)
