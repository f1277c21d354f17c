"""Duties: who owes what, as a matrix of units by measures, and the rows behind each cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from wuzha.database.statements import Row
from wuzha.oversight.queries import SOON, DutyCell, duty_matrix
from wuzha.registry.queries import units
from wuzha.reports.core.figures import thousands
from wuzha.terms import DutyState
from wuzha.web import clock
from wuzha.web.access import EVERYBODY, allow, user_of
from wuzha.web.components import Cell, Heading, Line, Segment, Tab
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.pages.duty_rows import NOBODY, DutyRows, MeasureGroup, Tally, measure_groups
from wuzha.web.templatetags.wuzha import status
from wuzha.web.words import choices, word

BY = {"unit": "accountable", "doer": "doer"}
"""The two trees: the unit that is accountable for a duty, and the one that does it."""


@dataclass(frozen=True)
class Span:
    """The due days that a view of the matrix takes in."""

    key: str
    label: str
    since: date
    until: date


def spans(today: date) -> list[Span]:
    """Up to now and due soon; the present month; everything."""
    first = today.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return [
        Span("now", str(_("To date and due soon")), date.min, today + SOON),
        Span("month", str(_("This month")), first, last),
        Span("all", str(_("Whole plan")), date.min, date.max),
    ]


def tallies(cells: Iterable[DutyCell], groups: Sequence[MeasureGroup]) -> dict[str, dict[str, Tally]]:
    """Tallies by unit and measure; the unit of duties that nobody is accountable for is ``NOBODY``."""
    group_of = {stage_id: group.key for group in groups for stage_id in group.stage_ids}
    found: dict[str, dict[str, Tally]] = {}
    for cell in cells:
        if cell.stage_id in group_of:
            row = found.setdefault(str(cell.unit_id or NOBODY), {})
            key = group_of[cell.stage_id]
            row[key] = row.get(key, Tally()) + Tally.of(cell)
    return found


def segments(tally: Tally, address: str, asked: Mapping[str, str]) -> list[Segment]:
    """The parts of a progress bar, each a link to its rows."""
    return [
        Segment(state.value, word(state), tally[state], f"{address}?{urlencode({**asked, 'state': state.value})}")
        for state in DutyState
        if tally[state]
    ]


@allow(EVERYBODY)
def matrix(request: HttpRequest) -> HttpResponse:
    """Who is late with what: units by measures, to date, in this month, or in the whole plan."""
    user, today = user_of(request), clock.today()
    by = request.GET.get("by", "unit") if request.GET.get("by") in BY else "unit"
    known = spans(today)
    span = next((one for one in known if one.key == request.GET.get("span")), known[0])
    groups = measure_groups(user.district_id)
    cells = duty_matrix(user.district_id, today, since=span.since, until=span.until, by=by)
    found = tallies(cells, groups)
    shown = [group for group in groups if any(group.key in row for row in found.values())]
    total = sum((tally for row in found.values() for tally in row.values()), Tally())
    address, asked = reverse("duty_list"), _asked(span)
    context = {
        "headings": [Heading(group.clause, group.title, _to(address, asked, measure=group.key)) for group in shown],
        "lines": list(_lines(found, shown, user.district_id, by, asked)),
        "tabs": [Tab(one.label, f"?{urlencode({'span': one.key, 'by': by})}", one is span) for one in known],
        "by": by,
        "other": f"?{urlencode({'span': span.key, 'by': 'doer' if by == 'unit' else 'unit'})}",
        "total": total,
        "segments": segments(total, address, asked),
        "applied": bool(groups),
    }
    return render(request, "duties/matrix.html", context)


def _asked(span: Span) -> dict[str, str]:
    ends = {"due_first": span.since, "due_last": span.until}
    return {name: day.isoformat() for name, day in ends.items() if day not in (date.min, date.max)}


def _to(address: str, asked: Mapping[str, str], **more: str) -> str:
    return f"{address}?{urlencode({**asked, **more})}"


def _lines(
    found: Mapping[str, Mapping[str, Tally]],
    shown: Sequence[MeasureGroup],
    district_id: int,
    by: str,
    asked: Mapping[str, str],
) -> Iterable[Line]:
    """A line for each unit with duties, in the order of the tree; first those that nobody is accountable for."""
    names = {NOBODY: str(_("Nobody accountable"))} | {str(unit.id): unit.name for unit in units(district_id)}
    address = reverse("duty_list")
    for key, name in names.items():
        row = found.get(key)
        if not row:
            continue
        total = sum(row.values(), Tally())
        here = {**asked, BY[by]: key}
        cells = [_cell(row.get(group.key), group, name, _to(address, here, measure=group.key)) for group in shown]
        state = total.worst
        summary = f"{thousands(total.reached)}/{thousands(total.total)}"
        yield Line(name, cells, _to(address, here), summary, state.value if state else "")


def _cell(tally: Tally | None, group: MeasureGroup, unit: str, href: str) -> Cell:
    state = tally.worst if tally else None
    if tally is None or state is None:
        return Cell()
    parts = "、".join(f"{word(one)} {thousands(tally[one])}" for one in DutyState if tally[one])
    text = f"{thousands(tally.reached)}/{thousands(tally.total)}"
    return Cell(state.value, text, href, f"{unit} · {group.clause} {group.title}: {parts}")


def _target(row: Row) -> str:
    return row["target"] or "—"


def _measure(row: Row) -> str:
    return f"{row['clause']} {row['title']}".strip()


def duty_columns() -> list[Column[Row]]:
    """A duty as a row: when, what, where, by whom, and what has become of it."""
    return [
        Column("due", _("Due"), render=_due, sortable=True, width=12),
        Column("state", _("State"), lambda row: DutyState(row["state"]), lambda row: status(row["state"]), width=10),
        Column("target", _("Place or household"), _target, lead=True, width=36),
        Column("area", _("Area"), width=18),
        Column("measure", _("Measure"), _measure, width=40),
        Column("unit", _("Accountable"), width=18),
        Column("doer", _("Done by"), width=18),
        Column("found", _("Recorded"), align="end", width=8),
        Column("expected", _("Expected"), align="end", width=8),
        Column("reached_on", _("Done on"), width=12),
    ]


def _due(row: Row) -> str:
    if row["due"] == row["nominal_due"]:
        return f"{row['due']}"
    said = _("moved from {day}, a day off").format(day=row["nominal_due"])
    return format_html('{} <small class="wz-muted">{}</small>', row["due"], said)


def duty_listing(district_id: int, groups: Sequence[MeasureGroup]) -> Listing[Row]:
    """The list of duties with the filters of one district."""
    known = [(str(unit.id), unit.name) for unit in units(district_id)]
    pressing = f"{DutyState.LATE},{DutyState.DUE_SOON}"
    return Listing(
        key="duties",
        title=_("Duties"),
        columns=duty_columns(),
        filters=[
            Filter("state", _("State"), "choice", [(pressing, _("Late or due soon")), *choices(DutyState)]),
            Filter("measure", _("Measure"), "choice", [(one.key, f"{one.clause} {one.title}") for one in groups]),
            Filter("accountable", _("Accountable"), "choice", [(NOBODY, _("Nobody accountable")), *known]),
            Filter("doer", _("Done by"), "choice", known),
            Filter("due", _("Due"), "dates"),
        ],
        sort="due",
    )


@allow(EVERYBODY)
def duty_list(request: HttpRequest) -> HttpResponseBase:
    """The duties behind a figure, or those that one asks for."""
    user = user_of(request)
    groups = measure_groups(user.district_id)
    source = DutyRows(user.district_id, clock.today(), groups)
    return duty_listing(user.district_id, groups).respond(request, source, "duties/list.html")
