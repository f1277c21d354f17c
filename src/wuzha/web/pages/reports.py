"""Monthly reports: which months are owed and how they stand, the report itself, its words, and filing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.oversight.actions import refresh
from wuzha.registry import queries as registry
from wuzha.reports.core.monthly_input import Filing, FilingState, MonthlyInput
from wuzha.reports.core.steps import Standing
from wuzha.reports.progress import Progress, progress, standings
from wuzha.reports.queries import Month, filings, month_of, monthly_input
from wuzha.terms import Interval, Role
from wuzha.web import clock
from wuzha.web.access import READERS, REPORTERS, allow, user_of, whole_district
from wuzha.web.components import Tab
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.memory import RowsInMemory
from wuzha.web.models import User
from wuzha.web.office import CAMPAIGN, duty_settings
from wuzha.web.sources import Value
from wuzha.web.templatetags.wuzha import pill

if TYPE_CHECKING:
    from wuzha.registry.models import Unit

STATES: Mapping[FilingState, tuple[str, Promise, str]] = {
    FilingState.FILED: ("done", _("Reported"), ""),
    FilingState.LATE: ("done_late", _("Reported late"), ""),
    FilingState.EMPTY: ("due_soon", _("Reported empty"), "alert-triangle"),
    FilingState.MISSING: ("late", _("Not reported"), ""),
    FilingState.NOT_DUE: ("open", _("Not due yet"), ""),
}
"""Tone, word and icon of each state of a report."""

STANDINGS: Mapping[Standing, tuple[str, Promise, str]] = {
    Standing.NOT_SENT: ("not_counted", _("Not sent in"), ""),
    Standing.SUBMITTED: ("due_soon", _("To be checked"), "eye"),
    Standing.ACCEPTED: ("done", _("Accepted"), ""),
    Standing.RETURNED: ("late", _("Returned"), "arrow-left"),
    Standing.LOCKED: ("done", _("Locked"), "lock"),
    Standing.REOPENED: ("due_soon", _("Reopened"), "history"),
}
"""Tone, word and icon of where a report stands between unit and office."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit's month: how its report stands, beside its duties of the period."""

    month: Month
    unit_id: int
    filing: Filing
    progress: Progress = field(default_factory=Progress)

    @property
    def standing(self) -> Standing:
        return self.progress.standing

    @property
    def href(self) -> str:
        return reverse("report", args=[self.unit_id, self.month.key])


def seeing(user: User) -> AbstractContextManager[None]:
    """Leaders read every unit's words; everybody else what their scope shows."""
    return whole_district() if Role(user.role) in READERS else nullcontext()


def month_asked(asked: str) -> Month:
    """The report month that an address names. Raises ``Http404`` where it names none."""
    try:
        first = date.fromisoformat(f"{asked}-01")
        return month_of(first.year, first.month, duty_settings(first.year).report_rule)
    except ValueError as error:
        raise Http404 from error


def present_month(today: date) -> Month:
    """The month whose period runs today."""
    months = [month_of(today.year, number, duty_settings(today.year).report_rule) for number in range(1, 13)]
    return next((month for month in months if today <= month.end), months[-1])


def owed(user: User, months: Sequence[Month], units_in: Interval) -> list[Owed]:
    """How the reports of some units stand in some months."""
    with seeing(user):
        came = standings(user.district_id, months)
        found = ((month, one) for month in months for one in filings(user.district_id, month, clock.today(), units_in))
        keyed = ((month, one, int(one.rows["accountable"])) for month, one in found)
        return [Owed(month, unit, one, came.get((unit, month.key), Progress())) for month, one, unit in keyed]


def content_of(user: User, unit: Unit | None, month: Month, *, live: bool = False) -> MonthlyInput:
    """What the report of a unit, or of the district, says: as it is locked, else (or ``live``) as it stands today."""
    with seeing(user):
        locked = None if live else progress(user.district_id, unit.id if unit else None, month).locked
    if locked is not None:
        return locked
    refresh(user.district_id)
    rule = duty_settings(month.year).report_rule
    with seeing(user):
        return monthly_input(user.district_id, month, rule, clock.today(), unit=unit, campaign=CAMPAIGN)


def get_unit(user: User, unit_id: int) -> Unit:
    """A unit whose report the visitor may read, or 404."""
    unit = registry.unit(user.district_id, unit_id)
    if unit is None or not (Role(user.role) in READERS or user.scope.own.holds(unit.hi - 1)):
        raise Http404
    return unit


@allow(READERS | REPORTERS)
def reports(request: HttpRequest) -> HttpResponseBase:
    """The office: how every unit's report of a month stands. A unit: its own months."""
    user = user_of(request)
    refresh(user.district_id)
    today = clock.today()
    if Role(user.role) in READERS:
        month = month_asked(request.GET["month"]) if request.GET.get("month") else present_month(today)
        found = owed(user, [month], Interval.root())
        with seeing(user):
            came = progress(user.district_id, None, month)
        context = {
            "month": month,
            "tabs": _months(month, today),
            "counts": _counts(found),
            "came": came,
            "templated": Role(user.role) is Role.CLERK,
            "asks": Role(user.role) is Role.CLERK and any(one.filing.filed_on is None for one in found),
            "locks": Role(user.role) is Role.CLERK and today > month.end and bool(found) and not came.locked_at,
        }
        return _listing(True).respond(request, filing_source(found), "reports/office.html", context)
    year = today.year
    months = [month_of(year, number, duty_settings(year).report_rule) for number in range(1, 13)]
    found = [one for one in owed(user, months, user.scope.own) if one.month.start <= today]
    waiting = [one for one in found if one.filing.filed_on is None]
    return _listing(False).respond(request, filing_source(found), "reports/mine.html", {"next": waiting[:1]})


def _months(chosen: Month, today: date) -> list[Tab]:
    rule = duty_settings(chosen.year).report_rule
    months = (month_of(chosen.year, number, rule) for number in range(1, 13))
    return [Tab(month.key, f"?month={month.key}", month == chosen) for month in months if month.start <= today]


def _counts(found: Sequence[Owed]) -> list[tuple[str, Promise, int, str]]:
    states = [one.filing.state for one in found]
    return [(STATES[state][0], STATES[state][1], states.count(state), state.value) for state in FilingState]


def standing_pill(standing: Standing) -> str:
    """Where a report stands, as a pill."""
    tone, said, icon = STANDINGS[standing]
    return pill(tone, str(said), icon)


def _standing_said(one: Owed) -> str:
    again = one.progress.times_sent > 1 and one.standing is Standing.SUBMITTED
    return gettext("Sent in again, to be checked") if again else str(STANDINGS[one.standing][1])


def _standing_pill(one: Owed) -> str:
    tone, _said, icon = STANDINGS[one.standing]
    return pill(tone, _standing_said(one), icon)


def state_pill(one: Owed) -> str:
    """Whether and when a report came, as a pill."""
    tone, said, icon = STATES[one.filing.state]
    return pill(tone, str(said), icon)


def filing_columns(*, office: bool) -> list[Column[Owed]]:
    """A unit's month as a row, headed by the unit for the office and by the month for the unit itself."""
    unit = Column[Owed]("unit", _("Unit"), lambda one: one.filing.unit, sortable=True, width=24)
    month = Column[Owed]("month", _("Month"), lambda one: one.month.key, sortable=True, width=10)
    heads = [_heading(unit)] if office else [_heading(month), unit]
    return [
        *heads,
        Column("state", _("State"), lambda one: str(STATES[one.filing.state][1]), state_pill, sortable=True, width=12),
        Column("standing", _("Checked"), _standing_said, _standing_pill, sortable=True, width=14),
        Column("due", _("Due"), lambda one: one.filing.due, sortable=True, width=12),
        Column("filed_on", _("Came on"), lambda one: one.filing.filed_on, sortable=True, width=12),
        Column("asked", _("Duties due"), lambda one: one.filing.duties.due, align="end", width=10),
        Column("done", _("Done in time"), lambda one: one.filing.duties.done, align="end", width=10),
        Column("late", _("Late"), lambda one: one.filing.duties.late, sortable=True, align="end", width=8),
    ]


def _heading(column: Column[Owed]) -> Column[Owed]:
    def linked(one: Owed) -> str:
        return format_html('<a href="{}">{}</a>', one.href, column.of(one))

    return replace(column, render=linked, lead=True)


def _listing(office: bool) -> Listing[Owed]:
    return Listing(
        key="filings",
        title=_("Reports of units"),
        columns=filing_columns(office=office),
        filters=[
            Filter("words", _("Unit")),
            Filter("state", _("State"), "choice", [(state.value, said[1]) for state, said in STATES.items()]),
            Filter("standing", _("Checked"), "choice", [(one.value, said[1]) for one, said in STANDINGS.items()]),
        ],
        sort="unit" if office else "-month",
        size=100,
    )


def filing_source(found: Sequence[Owed]) -> RowsInMemory[Owed]:
    """Units' months that were gathered, as rows of a list."""
    order = list(FilingState)
    sorts: dict[str, Callable[[Owed], Value]] = {
        "unit": lambda one: one.filing.unit,
        "month": lambda one: one.month.key,
        "state": lambda one: order.index(one.filing.state),
        "standing": lambda one: list(Standing).index(one.standing),
        "due": lambda one: one.filing.due,
        "filed_on": lambda one: one.filing.filed_on,
        "late": lambda one: one.filing.duties.late,
    }
    narrows: dict[str, Callable[[Owed, Any], bool]] = {
        "words": lambda one, words: words in one.filing.unit,
        "state": lambda one, state: one.filing.state == state,
        "standing": lambda one, wanted: one.standing == wanted,
    }
    return RowsInMemory(found, sorts, lambda one: f"{one.month.key} {one.unit_id:020d}", narrows)
