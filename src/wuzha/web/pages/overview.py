"""The first page: for the office what is late and whom to press, for a unit its own next duties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuzha.database import statement
from wuzha.oversight.queries import SOON, coverage_total, duty_matrix
from wuzha.plan.queries import plans
from wuzha.registry.posts import gaps
from wuzha.registry.queries import units
from wuzha.reports.core.monthly_input import Filing, FilingState
from wuzha.reports.queries import filings, month_of
from wuzha.terms import DutyState, Interval, Role
from wuzha.web import clock
from wuzha.web.access import EVERYBODY, READERS, allow, user_of
from wuzha.web.components import Chart, Segment, Series, Step
from wuzha.web.models import User
from wuzha.web.office import duty_settings
from wuzha.web.pages.duties import segments, tallies
from wuzha.web.pages.duty_rows import NOBODY, DutyRows, MeasureGroup, Tally, measure_groups
from wuzha.web.pages.ladder import rungs
from wuzha.web.sources import Ask

WEEKS = 12
PRESSING = 8
NEXT = 10


@dataclass(frozen=True, slots=True)
class Pressing:
    """A unit with late duties or some due soon, and where they are listed."""

    name: str
    late: int
    due_soon: int
    href: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A measure's progress."""

    title: str
    segments: Sequence[Segment]
    reached: int
    total: int


@allow(EVERYBODY)
def overview(request: HttpRequest) -> HttpResponse:
    """What needs somebody now; for an empty house, the way to the first duty."""
    user, today = user_of(request), clock.today()
    groups = measure_groups(user.district_id)
    if not groups:
        return render(request, "overview/first.html", {"steps": _first_steps(user)})
    if Role(user.role) in READERS:
        return render(request, "overview/office.html", _office(user, today, groups))
    return render(request, "overview/unit.html", _unit(user, today, groups))


def _first_steps(user: User) -> list[Step]:
    rosters, plan = bool(units(user.district_id)), bool(plans(user.district_id))
    return [
        Step(_("Import the rosters"), "done" if rosters else "now"),
        Step(_("Upload the work plan"), "done" if plan else "now" if rosters else "next"),
        Step(_("Apply it: duties arise"), "now" if plan else "next"),
    ]


def _office(user: User, today: date, groups: Sequence[MeasureGroup]) -> dict[str, Any]:
    district_id = user.district_id
    cells = duty_matrix(district_id, today, until=today + SOON)
    found = tallies(cells, groups)
    total = sum((tally for row in found.values() for tally in row.values()), Tally())
    names = {NOBODY: _("Nobody accountable")} | {str(unit.id): unit.name for unit in units(district_id)}
    reports = filings(district_id, month_of(today.year, today.month, duty_settings(today.year).report_rule), today)
    return {
        "total": total,
        "links": _links(today),
        "pressing": list(_pressing(found, names))[:PRESSING],
        "bars": list(_bars(found, groups, today)),
        "rungs": rungs(coverage_total(district_id)),
        "reports": _reports(reports),
        "weeks": _weeks(district_id, today),
        "gaps": len(gaps(district_id, user.scope.own, today)),
    }


def _unit(user: User, today: date, groups: Sequence[MeasureGroup]) -> dict[str, Any]:
    own = Interval(user.own_lo, user.own_hi)
    cells = duty_matrix(user.district_id, today, until=today + SOON, units=own)
    total = sum((Tally.of(cell) for cell in cells), Tally())
    source = DutyRows(user.district_id, today, groups, own)
    asked = {"state": f"{DutyState.LATE},{DutyState.DUE_SOON}"}
    return {
        "total": total,
        "links": _links(today),
        "rows": source.fetch(Ask(asked, "due", limit=NEXT)),
        "waiting": total.late + total.due_soon,
        "rungs": rungs(coverage_total(user.district_id)),
        "weeks": _weeks(user.district_id, today),
    }


def _links(today: date) -> dict[str, str]:
    address = reverse("duty_list")
    soon = {"due_last": (today + SOON).isoformat()}
    return {state.value: f"{address}?{urlencode({'state': state.value, **soon})}" for state in DutyState} | {
        "pressing": f"{address}?{urlencode({'state': f'{DutyState.LATE},{DutyState.DUE_SOON}'})}"
    }


def _pressing(found: Mapping[str, Mapping[str, Tally]], names: Mapping[str, str]) -> Iterable[Pressing]:
    """Units by what is late, then by what is due soon: where a call helps most this week."""
    totals = {key: sum(row.values(), Tally()) for key, row in found.items()}
    wanting = [key for key, tally in totals.items() if tally.late or tally.due_soon]
    for key in sorted(wanting, key=lambda key: (-totals[key].late, -totals[key].due_soon, names.get(key, ""))):
        asked = {"accountable": key, "state": f"{DutyState.LATE},{DutyState.DUE_SOON}"}
        href = f"{reverse('duty_list')}?{urlencode(asked)}"
        yield Pressing(names.get(key, "—"), totals[key].late, totals[key].due_soon, href)


def _bars(found: Mapping[str, Mapping[str, Tally]], groups: Sequence[MeasureGroup], today: date) -> Iterable[Bar]:
    address, soon = reverse("duty_list"), {"due_last": (today + SOON).isoformat()}
    for group in groups:
        tally = sum((row[group.key] for row in found.values() if group.key in row), Tally())
        if sum(tally.counts()):
            parts = segments(tally, address, {**soon, "measure": group.key})
            yield Bar(f"{group.clause} {group.title}".strip(), parts, tally.reached, tally.total)


def _reports(found: Sequence[Filing]) -> dict[str, int]:
    states = [filing.state for filing in found]
    counts = {state.value: states.count(state) for state in FilingState}
    return counts | {"expected": len(found), "come": counts["filed"] + counts["late"] + counts["empty"]}


def _weeks(district_id: int, today: date) -> Chart:
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    rows = statement("wuzha.web", "weekly_records").rows(district=district_id, since=weeks[0], until=today)
    found = {(row["week"], row["grade"]): row["records"] for row in rows}
    tones = {"A": "done", "B": "accent", "C": "second", "D": "open"}
    series = [
        Series(_("Grade {grade}").format(grade=grade), [found.get((week, grade), 0) for week in weeks], tone)
        for grade, tone in tones.items()
        if any((week, grade) in found for week in weeks)
    ]
    labels = [f"{week.month}/{week.day}" for week in weeks]
    return Chart("weeks", _("Work recorded by week and evidence grade"), "stacked", labels, series, _("records"))
