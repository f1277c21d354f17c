"""Units that are nobody, missing, misnamed, or named in the text and forgotten in the list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wuzha.plan.core import problems
from wuzha.plan.core.clauses import Clause
from wuzha.plan.core.model import Plan
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.subjects import subjects
from wuzha.plan.core.units import Name, Responsibility, is_unit
from wuzha.plan.core.view import plain
from wuzha.problems import Kind, Problem

_LEAD = re.compile(r"(?:^|[,。;:])(?:其中)?(?:由)?(?P<unit>[^,。;:、()]{2,14}?)(?:负责)?$")
_EVERYONE = re.compile(r"各(?:单位|部门|成员单位|有关单位|科室)|.*(?:单位|部门)$")
_PERSON = re.compile(r"(?:书记|主任|[局科处所院校站队组会市县区镇乡村]长|负责人|委员|员)$")
_FEWEST_MEMBERS = 3


def nobody(_: Plan, reading: Reading) -> Iterator[Problem]:
    """Names such as 有关部门: an error in a list of units, a note in running text (once a clause and name)."""
    for name, place in _listed(reading):
        if plain(name.text) in reading.vocabulary.nobody:
            yield _about(problems.NOBODY, reading, name, place)
    for clause in reading.outline.walk():
        seen = {plain(name.text) for item in reading.statements[clause.id] for name in (*item.lead, *item.assisting)}
        for hit in reading.vocabulary.nobody_pattern.finditer(reading.view.norm, clause.body, clause.own_end):
            if hit.group() not in seen and not _inside_list(reading, clause, hit.start()):
                seen.add(hit.group())
                name = Name(reading.view.spelled(*hit.span()), *hit.span())
                yield _about(problems.NOBODY_IN_TEXT, reading, name, clause.id)


def missing(plan: Plan, _: Reading) -> Iterator[Problem]:
    """Measures for which nobody is responsible."""
    for measure in plan.measures:
        if not measure.units:
            yield Problem(problems.NO_UNIT, measure.id, {"clause": measure.id}, measure.source)


def leads(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Units that lead (牵头) or act by the text and are missing from the clause's own list."""
    units = {measure.id: {plain(unit) for unit in (*measure.units, *measure.assisting)} for measure in plan.measures}
    for clause in reading.outline.walk():
        if any(item.lead for item in reading.statements[clause.id]) and clause.id in units:
            yield from _unlisted_lead(reading, clause, units[clause.id])
            yield from _unlisted_subject(reading, clause, units[clause.id])


def not_members(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Units with tasks that the leading group does not count among its members (each once)."""
    members = [plain(member) for member in plan.organization.members]
    if len(members) < _FEWEST_MEMBERS:
        return
    seen: set[str] = set()
    for name, place in _listed(reading):
        unit = plain(name.text)
        known = any(unit in member or member.removeprefix("各") in unit for member in members)
        if not known and "各" not in unit and unit not in reading.vocabulary.nobody and unit not in seen:
            seen.add(unit)
            yield _about(problems.NOT_A_MEMBER, reading, name, place)


def open_lists(_: Plan, reading: Reading) -> Iterator[Problem]:
    """Lists that end with 等有关部门."""
    for place, statement in _statements(reading):
        if statement.open_end:
            words = reading.view.spelled(*statement.open_end)
            yield Problem(problems.OPEN_LIST, place, {"words": words}, reading.view.span(*statement.open_end))


def incomplete_names(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Names in lists that do not end like the name of a body (交通运输, 维修资金), each once."""
    seen: set[str] = set()
    for name, place in _listed(reading):
        if not is_unit(reading.vocabulary, plain(name.text)) and name.text not in seen:
            seen.add(name.text)
            yield _about(problems.NAME_INCOMPLETE, reading, name, place)
    for member in plan.organization.members:
        source = reading.span_of(member)
        named = is_unit(reading.vocabulary, plain(member)) or _PERSON.search(member)
        if not named and member not in seen and source:
            seen.add(member)
            yield Problem(problems.NAME_INCOMPLETE, reading.place(source), {"unit": member}, source)


def _statements(reading: Reading) -> Iterator[tuple[str, Responsibility]]:
    for clause in reading.outline.walk():
        yield from ((clause.id, statement) for statement in reading.statements[clause.id])
    yield from ((row.id, row.statement) for row in reading.rows)


def _listed(reading: Reading) -> Iterator[tuple[Name, str]]:
    for place, statement in _statements(reading):
        yield from ((name, place) for name in (*statement.lead, *statement.assisting))


def _inside_list(reading: Reading, clause: Clause, at: int) -> bool:
    return any(item.start <= at < item.end for item in reading.statements[clause.id])


def _unlisted_lead(reading: Reading, clause: Clause, listed: set[str]) -> Iterator[Problem]:
    norm = reading.view.norm
    for verb in reading.vocabulary.lead_verbs.finditer(norm, clause.body, clause.own_end):
        lead = _LEAD.search(norm[clause.body : verb.start()])
        inside = _inside_list(reading, clause, verb.start())
        if lead and not inside and lead["unit"] not in listed and is_unit(reading.vocabulary, lead["unit"]):
            first, last = clause.body + lead.start("unit"), clause.body + lead.end("unit")
            listed.add(lead["unit"])
            name = Name(reading.view.spelled(first, last), first, last)
            yield _about(problems.LEAD_NOT_LISTED, reading, name, clause.id)


def _unlisted_subject(reading: Reading, clause: Clause, listed: set[str]) -> Iterator[Problem]:
    found = subjects(reading.view, reading.vocabulary, clause.body, clause.own_end)
    for name in found.lead if found else ():
        unit = plain(name.text)
        vague = unit in reading.vocabulary.nobody or _EVERYONE.fullmatch(unit)
        known = any(unit in other or other in unit for other in (name.replace("各", "") for name in listed))
        if not vague and not known and not _inside_list(reading, clause, name.start):
            yield _about(problems.NAMED_NOT_LISTED, reading, name, clause.id)


def _about(kind: Kind, reading: Reading, name: Name, place: str) -> Problem:
    return Problem(kind, place, {"unit": name.text}, reading.view.span(name.start, name.end))
