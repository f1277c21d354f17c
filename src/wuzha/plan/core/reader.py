"""Reading a plan: the named steps in their order, and nothing else.

normalise → outline → roles → statements → goals, organisation, focus, measures, phases, reports, annexes → problems.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from wuzha.plan.core import annexes, checks
from wuzha.plan.core.chapters import assign_roles, heading, headings, named_lines
from wuzha.plan.core.clauses import outline
from wuzha.plan.core.focus import read_focus
from wuzha.plan.core.goals import read_goals
from wuzha.plan.core.head import read_head
from wuzha.plan.core.measures import read_measures
from wuzha.plan.core.model import Plan
from wuzha.plan.core.organization import read_organization
from wuzha.plan.core.phases import read_period, read_phases
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.reports import read_reports
from wuzha.plan.core.source import LONGEST, Document
from wuzha.plan.core.tables import table_stretches, task_rows
from wuzha.plan.core.units import responsibilities
from wuzha.plan.core.view import view_of
from wuzha.plan.core.vocabulary import DEFAULT, Vocabulary

_LOOSE_ENDS = "，,、。；;：:"


def read(
    document: Document | str,
    year: int,
    vocabulary: Vocabulary = DEFAULT,
    is_workday: Callable[[date], bool] | None = None,
) -> Plan:
    """The typed plan of a document or a plain text, with every problem that was found on the way.

    Total: any text gives a plan. ``year`` stands where the text has 20xx or no year at all. ``is_workday`` is
    the calendar for deadlines; without it no deadline is checked for holidays. Offsets in the
    result refer to ``document.text`` (or to the text itself).
    """
    source = document if isinstance(document, Document) else Document(name="", text=document)
    reading = prepare(source, year, vocabulary, is_workday)
    phases = read_phases(reading)
    reports = read_reports(reading)
    plan = Plan(
        title=reading.head.title,
        document_number=reading.head.document_number,
        basis=reading.head.basis,
        period=read_period(reading, phases),
        goals=read_goals(reading),
        organization=read_organization(reading),
        focus=read_focus(reading),
        measures=read_measures(reading, reports),
        phases=phases,
        reports=reports,
        annexes=annexes.read_annexes(reading.view, reading.outline.end),
    )
    return checks.with_problems(plan, reading)


def headings_of(document: Document | str, vocabulary: Vocabulary = DEFAULT) -> dict[str, str]:
    """Clause path → heading, for the clauses that have others or a table below them.

    An unnumbered heading names its own path.
    """
    source = document if isinstance(document, Document) else Document(name="", text=document)
    reading = prepare(source, date.max.year, vocabulary, None)
    view = reading.view
    starts = [start for start, _ in reading.tables]
    held = [
        clause
        for clause in reading.outline.walk()
        if clause.children or any(clause.body <= start < clause.own_end for start in starts)
    ]
    found = {clause.id: heading(view, clause, clause.own_end) for clause in held}
    return {path: view.spelled(start, end).rstrip(_LOOSE_ENDS) for path, (start, end) in found.items()}


def prepare(
    document: Document, year: int, vocabulary: Vocabulary, is_workday: Callable[[date], bool] | None
) -> Reading:
    """The first steps: the text with its clauses and what they say of units, from which the parts are read.

    A text longer than :data:`~wuzha.plan.core.source.LONGEST` is read so far only, and the checks say so.
    """
    whole, document = document, document.within(LONGEST)
    view = view_of(document.text)
    tables = table_stretches(document, view)
    titles = (*headings(document, view, vocabulary), *named_lines(view, vocabulary))
    clauses = outline(view, vocabulary, annexes.body_end(view), tables, titles)
    assign_roles(view, vocabulary, clauses)
    statements = {
        clause.id: tuple(responsibilities(view, vocabulary, clause.body, clause.own_end)) for clause in clauses.walk()
    }
    ideas = [(clause.body, clause.own_end) for clause in clauses.walk() if clause.role == "idea"]
    return Reading(
        view=view,
        vocabulary=vocabulary,
        year=year,
        head=read_head(view, year, clauses.preamble_end, ideas),
        outline=clauses,
        statements=statements,
        tables=tables,
        rows=task_rows(document, view, vocabulary),
        is_workday=is_workday,
        cut=document is not whole,
    )
