"""Units that are nobody, and leaders that the list forgets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wuzha.plan.core import problems
from wuzha.plan.core.clauses import Clause
from wuzha.plan.core.model import Plan
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.units import is_unit
from wuzha.plan.core.view import plain
from wuzha.problems import Problem

_LEAD = re.compile(r"(?:^|[,。;:])(?:其中)?(?:由)?(?P<unit>[^,。;:、()]{2,14}?)(?:负责)?$")


def nobody(_: Plan, reading: Reading) -> Iterator[Problem]:
    """Names such as 有关部门: an error in a list of units, a note in running text (once a clause and name)."""
    norm = reading.view.norm
    for clause in reading.outline.walk():
        listed = [
            name for statement in reading.statements[clause.id] for name in (*statement.lead, *statement.assisting)
        ]
        taken = [(name.start, name.end) for name in listed]
        for name in listed:
            if plain(name.text) in reading.vocabulary.nobody:
                source = reading.view.span(name.start, name.end)
                yield Problem(problems.NOBODY, clause.id, {"unit": name.text}, source)
        seen = {plain(name.text) for name in listed}
        for hit in reading.vocabulary.nobody_pattern.finditer(norm, clause.body, clause.own_end):
            inside = any(start <= hit.start() < end for start, end in taken)
            if not inside and hit.group() not in seen:
                seen.add(hit.group())
                source = reading.view.span(*hit.span())
                yield Problem(problems.NOBODY_IN_TEXT, clause.id, {"unit": reading.view.spelled(*hit.span())}, source)


def leads(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """A unit that leads by the text (牵头) and is missing from the clause's own list."""
    units = {measure.id: {plain(unit) for unit in (*measure.units, *measure.assisting)} for measure in plan.measures}
    for clause in reading.outline.walk():
        listed = units.get(clause.id)
        if listed:
            yield from _unlisted(reading, clause, listed)


def _unlisted(reading: Reading, clause: Clause, listed: set[str]) -> Iterator[Problem]:
    norm = reading.view.norm
    for verb in reading.vocabulary.lead_verbs.finditer(norm, clause.body, clause.own_end):
        lead = _LEAD.search(norm[clause.body : verb.start()])
        if lead and lead["unit"] not in listed and is_unit(reading.vocabulary, lead["unit"]):
            first, last = (clause.body + lead.start("unit"), clause.body + lead.end("unit"))
            unit = reading.view.spelled(first, last)
            yield Problem(problems.LEAD_NOT_LISTED, clause.id, {"unit": unit}, reading.view.span(first, last))
