"""The address that every printed figure carries: ``/f/<code>?<rows>`` leads to the rows it was counted from.

Nothing is counted here: each code names a source of rows that a list of its own shows elsewhere, with the filters of
the address fixed, inside the scope of whoever follows the address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _

from wuzha.database import statement
from wuzha.duties.queries import stages
from wuzha.oversight.actions import refresh
from wuzha.registry import queries as registry
from wuzha.registry.core.words import Post
from wuzha.reports.additions import late
from wuzha.reports.core.figures import DEFINITIONS
from wuzha.reports.core.monthly_input import FilingState
from wuzha.reports.queries import Month, following
from wuzha.terms import DutyState, Interval, Role
from wuzha.web import clock
from wuzha.web.access import EVERYBODY, READERS, REPORTERS, allow, user_of
from wuzha.web.lists import Column, Listing
from wuzha.web.memory import RowsInMemory
from wuzha.web.models import User
from wuzha.web.office import duty_settings
from wuzha.web.pages.duties import duty_columns
from wuzha.web.pages.duty_rows import DutyRows, measure_groups
from wuzha.web.pages.figure_words import words_of
from wuzha.web.pages.households import HouseholdRows, household_columns
from wuzha.web.pages.ledger import ledger_columns
from wuzha.web.pages.reports import filing_columns, filing_source, get_unit, month_asked, owed, seeing
from wuzha.web.sources import Ask, Days, Given, Place, Source, SqlSource

R = TypeVar("R")

_NOT_DONE = (DutyState.LATE, DutyState.DUE_SOON, DutyState.OPEN)
_DUTY_STATES: Mapping[str, Sequence[DutyState]] = {
    "due": (DutyState.DONE, DutyState.DONE_LATE, DutyState.LATE),
    "done": (DutyState.DONE,),
    "done_late": (DutyState.DONE_LATE,),
    "late": (DutyState.LATE,),
    "open": (DutyState.OPEN, DutyState.DUE_SOON),
    "not_counted": (DutyState.NOT_COUNTED,),
    "next": _NOT_DONE,
}


@dataclass(frozen=True)
class Fixed(Generic[R]):
    """A source some of whose filters the address has set."""

    source: Source[R]
    given: Given

    def fetch(self, ask: Ask) -> Sequence[R]:
        return self.source.fetch(replace(ask, given={**ask.given, **self.given}))

    def place(self, row: R, sort: str) -> Place:
        return self.source.place(row, sort)

    def count(self, given: Given) -> int | None:
        return self.source.count({**given, **self.given})


@dataclass(frozen=True)
class Behind:
    """The rows behind a figure: their list and where they come from."""

    columns: Sequence[Column[Any]]
    source: Source[Any]
    sort: str


def behind(user: User, code: str, query: QueryDict) -> Behind:
    """The rows of a figure. Raises ``Http404`` for a code, a month, a unit or a measure that is not there."""
    family, _dot, part = code.partition(".")
    if code not in DEFINITIONS:
        raise Http404
    return _FAMILIES[family](user, part, query)


def _unit(user: User, query: QueryDict) -> Interval:
    """The stretch of the unit that the address names, or all of them; a unit's figures are its own to see."""
    asked = query.get("unit", "")
    if not asked:
        return Interval.root()
    if not asked.isdigit():
        raise Http404
    unit = get_unit(user, int(asked))
    return Interval(unit.lo, unit.hi)


def _duties(user: User, part: str, query: QueryDict) -> Behind:
    month = month_asked(query.get("month", ""))
    if part == "next":
        month = following(month, duty_settings(month.year).report_rule)
    groups = measure_groups(user.district_id)
    given: dict[str, str | Days] = {
        "state": ",".join(_DUTY_STATES[part]),
        "due": _day(query) or Days(month.start, month.end),
    }
    if unit := query.get("accountable"):
        given["accountable"] = _known(unit, {str(one.id) for one in registry.units(user.district_id)})
    if measure := query.get("measure"):
        given["measure"] = _known(measure, {group.key for group in groups})
    if stage := query.get("stage"):
        given["stage"] = _known(stage, {str(one.id) for one in stages(user.district_id)})
    source = DutyRows(user.district_id, clock.today(), groups, _unit(user, query))
    return Behind(duty_columns(), Fixed(source, given), "due")


def _day(query: QueryDict) -> Days | None:
    try:
        day = date.fromisoformat(asked) if (asked := query.get("due")) else None
    except ValueError as error:
        raise Http404 from error
    return Days(day, day) if day else None


def _known(asked: str, known: set[str]) -> str:
    if asked not in known:
        raise Http404
    return asked


def _ladder(user: User, part: str, query: QueryDict) -> Behind:
    """Of a unit with ground of its own the doors there; of another those that it holds."""
    areas, units = Interval.root(), _unit(user, query)
    if (asked := query.get("unit", "")).isdigit():
        area = get_unit(user, int(asked)).area
        areas, units = (Interval(area.lo, area.hi), Interval.root()) if area else (areas, units)
    source = HouseholdRows(user.scope, areas, units)
    return Behind(household_columns(user), Fixed(source, {"rung": part}), "address")


def _facts(user: User, part: str, query: QueryDict) -> Behind:
    month, units = month_asked(query.get("month", "")), _unit(user, query)
    sorts = {"occurred_at": "occurred_at", "place": "place", "unit": "unit"}
    if part == "added":
        return Behind(ledger_columns(), _additions(user, month, query.get("unit"), units, sorts), "-occurred_at")
    fixed = {
        "district": user.district_id,
        "since": month.start,
        "until": month.end,
        "unit_lo": units.lo,
        "unit_hi": units.hi,
        "measure": query.get("measure") or None,
        "heard": part == "audience",
    }
    source = SqlSource(statement("wuzha.web", "figure_facts").text, [], sorts, fixed=fixed)
    return Behind(ledger_columns(), source, "-occurred_at")


def _additions(
    user: User, month: Month, unit: str | None, units: Interval, sorts: Mapping[str, str]
) -> Source[dict[str, Any]]:
    with seeing(user):
        found = late(user.district_id, int(unit) if unit else None, (month.year, month.month))
    if found is None:
        return RowsInMemory([], {name: itemgetter(name) for name in sorts}, itemgetter("id"), {})
    fixed = {"district": user.district_id, "unit_lo": units.lo, "unit_hi": units.hi, **found}
    return SqlSource(statement("wuzha.web", "figure_additions").text, [], sorts, fixed=fixed)


def _reports(user: User, part: str, query: QueryDict) -> Behind:
    month = month_asked(query.get("month", ""))
    found = owed(user, [month], user.scope.own if Role(user.role) not in READERS else Interval.root())
    rows = [one for one in found if part == "expected" or one.filing.state == FilingState(part)]
    return Behind(filing_columns(office=True), filing_source(rows), "unit")


def _gaps(user: User, part: str, query: QueryDict) -> Behind:
    """Units without a leader in charge, or without a liaison officer."""
    post = _known(query.get("gap", ""), {Post.LEADER, Post.LIAISON})
    with seeing(user):
        held = {person.unit_id for person in registry.people(user.district_id) if person.post == post}
        units = registry.units(user.district_id)
    own = user.scope.own if Role(user.role) not in READERS else Interval.root()
    rows = [unit for unit in units if unit.id not in held and own.holds(unit.hi - 1)]
    source = RowsInMemory[Any](rows, {"name": lambda unit: unit.name}, lambda unit: unit.id, {})
    return Behind([Column("name", _("Unit"), sortable=True, lead=True, width=30)], source, "name")


_FAMILIES: Mapping[str, Callable[[User, str, QueryDict], Behind]] = {
    "duties": _duties,
    "ladder": _ladder,
    "facts": _facts,
    "reports": _reports,
    "gaps": _gaps,
}


@allow(EVERYBODY)
def figure(request: HttpRequest, code: str) -> HttpResponseBase:
    """What is this figure counted from? Its meaning, and its rows as they are today."""
    user = user_of(request)
    family = code.partition(".")[0]
    if family in ("reports", "gaps") and Role(user.role) not in READERS | REPORTERS:
        raise Http404
    refresh(user.district_id)
    found = behind(user, code, request.GET)
    label, meaning = words_of(code)
    listing = Listing[Any](key="figure", title=label, columns=found.columns, sort=found.sort)
    context = {"label": label, "meaning": meaning, "about": _about(user, request.GET)}
    return listing.respond(request, found.source, "coverage/figure.html", context)


def _about(user: User, query: QueryDict) -> str:
    """Over what the figure is counted, in words: unit, month, measure."""
    units = {str(unit.id): unit.name for unit in registry.units(user.district_id)}
    groups = {group.key: f"{group.clause} {group.title}".strip() for group in measure_groups(user.district_id)}
    said = (
        units.get(query.get("unit", query.get("accountable", "")), ""),
        query.get("month", ""),
        groups.get(query.get("measure", ""), ""),
        query.get("due", ""),
    )
    return " · ".join(words for words in said if words)
