"""Measures: who must do what, through which channels, for whom, how much, how often, by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from wuzha.plan.core import amounts, dates, targets
from wuzha.plan.core.channels import channels
from wuzha.plan.core.chapters import heading
from wuzha.plan.core.clauses import Clause
from wuzha.plan.core.model import Measure
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.units import Name, Responsibility, split_names
from wuzha.plan.core.view import plain

_WITH = re.compile(
    r"(?:督促|会同|联合|协同|配合|协助)(?P<list>[^,。;:()]{2,60}?)(?=按照|按|根据|开展|做好|完成|对|将|把|在|进行|组织|利用|通过|加强|[,。;:(]|$)"
)
_JOINED = re.compile(r"配合|协助|会同|协同")
_BEFORE = re.compile(r"(?:之?前|以前|底前)(?!期|提|沿|往|来)")


def read_measures(reading: Reading) -> tuple[Measure, ...]:
    """The measures in order: leaves of the chapters on measures, and any clause that says who is responsible."""
    return tuple(_measure(reading, clause) for clause in reading.outline.walk() if _is_measure(reading, clause))


def _is_measure(reading: Reading, clause: Clause) -> bool:
    accountable = any(statement.lead for statement in reading.statements.get(clause.id, ()))
    if clause.children:
        return False
    return accountable or (clause.role == "measures" and clause.own_end - clause.body >= 4)


def _measure(reading: Reading, clause: Clause) -> Measure:
    view = reading.view
    statements = _statements(reading, clause)
    own = _outside(clause, reading.statements.get(clause.id, ()))
    units = _once(name for statement in statements for name in statement.lead)
    text = "".join(view.norm[a:b] for a, b in own)
    means = _without(text, [name for statement in statements for name in (*statement.lead, *statement.assisting)])
    assisting = _assisting(reading, statements, own, units)
    addressed = _addressed(reading, own, units, assisting)
    return Measure(
        id=clause.id,
        title=view.spelled(*heading(view, clause)),
        text="".join(view.spelled(a, b) for a, b in own),
        channels=channels(means, reading.vocabulary),
        targets=targets.names(view, addressed),
        units=tuple(name.text for name in units),
        assisting=tuple(name.text for name in assisting),
        quota=amounts.quota(text, addressed),
        cadence=amounts.cadence(text),
        due=_due(reading, statements, own),
        source=view.span(clause.start, clause.own_end),
    )


def _statements(reading: Reading, clause: Clause) -> list[Responsibility]:
    """Who is responsible: as the clause says, or else as the nearest clause above it says."""
    here: Clause | None = clause
    while here is not None:
        found = [item for item in reading.statements.get(here.id, ()) if item.lead or item.assisting or item.due]
        if found:
            return found
        here = here.parent
    return []


def _outside(clause: Clause, statements: Sequence[Responsibility]) -> list[tuple[int, int]]:
    """The clause's own text without its statements of responsibility."""
    stretches: list[tuple[int, int]] = []
    here = clause.body
    for statement in statements:
        if here < statement.start:
            stretches.append((here, statement.start))
        here = max(here, statement.end)
    if here < clause.own_end:
        stretches.append((here, clause.own_end))
    return stretches


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


def _assisting(
    reading: Reading, statements: Sequence[Responsibility], own: Sequence[tuple[int, int]], units: Sequence[Name]
) -> list[Name]:
    """Units named as assisting, and those that the text says the work is done with (督促…配合…, 会同…)."""
    named = [name for statement in statements for name in statement.assisting]
    for start, end in own:
        for hit in _WITH.finditer(reading.view.norm, start, end):
            first, last = hit.span("list")
            for verb in [*_JOINED.finditer(reading.view.norm, first, last), None]:
                named += split_names(reading.view, reading.vocabulary, first, verb.start() if verb else last)
                first = verb.end() if verb else last
    listed = {plain(name.text) for name in units}
    return [name for name in _once(named) if plain(name.text) not in listed]


def _addressed(
    reading: Reading, own: Sequence[tuple[int, int]], units: Sequence[Name], assisting: Sequence[Name]
) -> list[targets.Mention]:
    """What the clause addresses; names of those who carry it out are no targets."""
    names = {plain(name.text) for name in units}
    return [
        mention
        for start, end in own
        for mention in targets.mentions(reading.view, reading.vocabulary, start, end, names)
        if not any(name.start <= mention.start < name.end for name in assisting)
    ]


def _due(reading: Reading, statements: Sequence[Responsibility], own: Sequence[tuple[int, int]]) -> date | None:
    """The deadline: after a label, or the last "before" date of the text."""
    norm = reading.view.norm
    for statement in statements:
        if statement.due:
            found = dates.points(norm, reading.year, *statement.due)
            if found:
                return found[-1].last
    for start, end in own:
        for point in dates.points(norm, reading.year, start, end):
            if _BEFORE.match(norm, point.end):
                return point.last
    return None
