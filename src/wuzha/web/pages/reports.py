"""Monthly reports: which months are owed, the report as it stands now, its words, and filing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import uuid_utils.compat
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.oversight.actions import refresh
from wuzha.problems import WuzhaError
from wuzha.registry import queries as registry
from wuzha.registry.core.cells import holds_identity_number
from wuzha.reports.actions import file_report, write_text
from wuzha.reports.core.monthly import monthly_report
from wuzha.reports.core.monthly_input import Filing, FilingState, MonthlyInput
from wuzha.reports.queries import Month, filings, month_of, monthly_input, snapshots
from wuzha.terms import Interval, Role
from wuzha.web import clock
from wuzha.web.access import READERS, REPORTERS, allow, user_of, whole_district
from wuzha.web.components import Tab
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.memory import RowsInMemory
from wuzha.web.models import User
from wuzha.web.office import CAMPAIGN, duty_settings
from wuzha.web.pages.report_view import shown
from wuzha.web.recording import recorder_for
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

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit's month: how its report stands, beside its duties of the period."""

    month: Month
    unit_id: int
    filing: Filing

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
        return [
            Owed(month, int(filing.rows["accountable"]), filing)
            for month in months
            for filing in filings(user.district_id, month, clock.today(), units_in)
        ]


def content_of(user: User, unit: Unit | None, month: Month) -> MonthlyInput:
    """What the report of a unit, or of the district, says today."""
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
        context = {"month": month, "tabs": _months(month, today), "counts": _counts(found)}
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


def _state_pill(one: Owed) -> str:
    tone, said, icon = STATES[one.filing.state]
    return pill(tone, str(said), icon)


def filing_columns(*, office: bool) -> list[Column[Owed]]:
    """A unit's month as a row, headed by the unit for the office and by the month for the unit itself."""
    unit = Column[Owed]("unit", _("Unit"), lambda one: one.filing.unit, sortable=True, width=24)
    month = Column[Owed]("month", _("Month"), lambda one: one.month.key, sortable=True, width=10)
    heads = [_heading(unit)] if office else [_heading(month), unit]
    return [
        *heads,
        Column("state", _("State"), lambda one: str(STATES[one.filing.state][1]), _state_pill, sortable=True, width=12),
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
        "due": lambda one: one.filing.due,
        "filed_on": lambda one: one.filing.filed_on,
        "late": lambda one: one.filing.duties.late,
    }
    narrows: dict[str, Callable[[Owed, Any], bool]] = {
        "words": lambda one, words: words in one.filing.unit,
        "state": lambda one, state: one.filing.state == state,
    }
    return RowsInMemory(found, sorts, lambda one: f"{one.month.key} {one.unit_id:020d}", narrows)


class Words(forms.Form):
    """What a unit adds in words; the figures are never typed."""

    narrative = forms.CharField(
        label=_("What was done, in your own words"),
        required=False,
        max_length=LONGEST,
        help_text=_("Stands below the figures of the first chapter."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    problems = forms.CharField(
        label=_("Problems"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    needs = forms.CharField(
        label=_("What must be settled by others"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name, text in list(given.items()):
            if holds_identity_number(text):
                self.add_error(name, _("An ID-card number stands in it: take it out, the system never keeps one."))
        return given


@allow(READERS | REPORTERS)
def report(request: HttpRequest, unit_id: int, month: str) -> HttpResponse:
    """A unit's month: filled in from the ledger; words are added, and it is filed."""
    user = user_of(request)
    unit, chosen = get_unit(user, unit_id), month_asked(month)
    content = content_of(user, unit, chosen)
    writes = Role(user.role) in REPORTERS and user.scope.own.holds(unit.hi - 1) and chosen.start <= clock.today()
    words = {name: getattr(content, name) for name in ("narrative", "problems", "needs")}
    form = Words(request.POST or None, initial=words)
    if request.method == "POST" and writes and form.is_valid():
        return _keep(request, user, unit, chosen, form)
    with seeing(user):
        filed = snapshots(user.district_id, unit.id, chosen)
        found = owed(user, [chosen], Interval(unit.lo, unit.hi))
    context = {
        "unit": unit,
        "month": chosen,
        "content": content,
        "document": shown(monthly_report(content)),
        "form": form,
        "writes": writes,
        "number": request.POST.get("number") or uuid_utils.compat.uuid7(),
        "filed": filed,
        "state": next((_state_pill(one) for one in found if one.unit_id == unit.id), ""),
        "due": next((one.filing.due for one in found if one.unit_id == unit.id), None),
        "empty": not content.records and not any(words.values()),
    }
    return render(request, "reports/report.html", context)


def _keep(request: HttpRequest, user: User, unit: Unit, month: Month, form: Words) -> HttpResponse:
    """Keep the words; and where that was asked for, file the month with its figures as they stand now."""
    recorder, now = recorder_for(user, "form"), clock.now()
    write_text(recorder, unit, month, now, **form.cleaned_data)
    if request.POST.get("do") != "file":
        messages.success(request, gettext("The words are kept; the report is not filed yet."))
        return redirect("report", unit.id, month.key)
    number = request.POST.get("number", "")
    if any(str(one.fact_id) == number for one in snapshots(user.district_id, unit.id, month)):
        messages.info(request, gettext("This report was filed already."))
        return redirect("report", unit.id, month.key)
    try:
        file_report(recorder, unit, month, content_of(user, unit, month), uuid_utils.compat.UUID(number), now)
    except (WuzhaError, ValueError) as error:
        said = [problem.message(gettext) for problem in error.problems] if isinstance(error, WuzhaError) else []
        messages.error(request, " ".join(said) or gettext("Open the page anew and file the report again."))
    else:
        messages.success(request, gettext("The report is filed. Its figures are kept as they stand now."))
    return redirect("report", unit.id, month.key)
