"""Who is responsible for a clause: by its own list, by its sentences, or by what stands around it."""

from __future__ import annotations

from wuzha.plan.core.chapters import content_start, heading
from wuzha.plan.core.clauses import Clause
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.subjects import subjects
from wuzha.plan.core.units import Name, Responsibility, is_body, is_unit, split_names
from wuzha.plan.core.view import plain

_MOST_BESIDE = 40  # headings beside one that are looked at: enough to tell a list of units


def statements(reading: Reading, clause: Clause) -> tuple[Responsibility, ...]:
    """Who is responsible: as the clause lists, as its sentences say, as the clause above or the last sibling lists."""
    own = [item for item in reading.statements[clause.id] if item.lead or item.assisting or item.due]
    if any(item.lead for item in own):
        return tuple(own)
    subject = subjects(reading.view, reading.vocabulary, content_start(reading.view, clause), clause.own_end)
    if subject is None and content_start(reading.view, clause) > clause.body:
        subject = subjects(reading.view, reading.vocabulary, clause.body, clause.own_end)
    if subject is not None:
        return (*own, subject)
    return (*own, *_inherited(reading, clause))


def _inherited(reading: Reading, clause: Clause) -> tuple[Responsibility, ...]:
    """The list of the nearest clause above, or the one on its own line behind the last sibling."""
    here = clause.parent
    if here is not None and here.children[-1] is not clause:
        last = reading.statements[here.children[-1].id]
        closing = [item for item in last if (item.own_line or item.begins_line) and item.lead]
        others = any(item.lead for child in here.children[:-1] for item in reading.statements[child.id])
        if closing and not others:
            return tuple(closing)
    while here is not None:
        found = [item for item in reading.statements[here.id] if item.lead or item.assisting]
        found = found or _named_by_heading(reading, here)
        if found:
            return tuple(found)
        here = here.parent
    return ()


def _named_by_heading(reading: Reading, clause: Clause) -> list[Responsibility]:
    """Units that are the whole heading of a clause (二)物业科、市场科, as those of its siblings are."""
    beside = clause.parent.children if clause.parent else reading.outline.roots
    own = _units_of_heading(reading, clause)
    if not own or len(beside) < 2:
        return []
    lists = [_units_of_heading(reading, sibling) for sibling in beside[:_MOST_BESIDE]]
    bodies = (is_body(reading.vocabulary, plain(name.text)) for names in lists for name in names)
    return [Responsibility(clause.body, clause.body, lead=own)] if all(lists) and any(bodies) else []


def _units_of_heading(reading: Reading, clause: Clause) -> list[Name]:
    """The names in a heading that is nothing but units; empty for any other."""
    names = split_names(reading.view, reading.vocabulary, *heading(reading.view, clause, clause.own_end))
    return names if all(is_unit(reading.vocabulary, plain(name.text)) for name in names) else []
