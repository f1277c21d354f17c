"""One unit's month: the report as it stands, as it was sent in or as it is locked; its words, and sending it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import uuid_utils.compat
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.problems import WuzhaError
from wuzha.registry.core.cells import holds_identity_number
from wuzha.reports.actions import file_report, write_text
from wuzha.reports.core.difference import difference
from wuzha.reports.core.monthly import monthly_report
from wuzha.reports.core.monthly_input import MonthlyInput
from wuzha.reports.core.steps import FROM, WRITABLE, Standing, StepKind, can
from wuzha.reports.core.template_fields import Layout
from wuzha.reports.progress import Progress, progress
from wuzha.reports.queries import Month
from wuzha.terms import Interval, Role
from wuzha.web import clock
from wuzha.web.access import READERS, REPORTERS, allow, user_of
from wuzha.web.components import Tab
from wuzha.web.models import User
from wuzha.web.pages.report_check import Line, found_now, kept
from wuzha.web.pages.report_difference import Compared, compared
from wuzha.web.pages.report_frozen import frozen_of
from wuzha.web.pages.report_view import shown
from wuzha.web.pages.reports import (
    Owed,
    content_of,
    get_unit,
    month_asked,
    owed,
    seeing,
    standing_pill,
    state_pill,
)
from wuzha.web.recording import recorder_for

if TYPE_CHECKING:
    from wuzha.registry.models import Unit

LONGEST = 4000
STEPS = {
    StepKind.SUBMITTED: _("Sent in"),
    StepKind.ACCEPTED: _("Accepted"),
    StepKind.RETURNED: _("Returned"),
    StepKind.LOCKED: _("Locked"),
    StepKind.REOPENED: _("Reopened"),
}
"""The word for each step in the past tense."""


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
    """A unit's month: filled in from the ledger; words are added, and it is sent in."""
    user = user_of(request)
    unit, chosen = get_unit(user, unit_id), month_asked(month)
    with seeing(user):
        came = progress(user.district_id, unit.id, chosen)
    writes = _writes(user, unit, chosen, came)
    content = content_of(user, unit, chosen, live=True)
    words = {name: getattr(content, name) for name in ("narrative", "problems", "needs")}
    form = Words(request.POST or None, initial=words)
    if request.method == "POST" and writes and form.is_valid():
        return _keep(request, user, unit, chosen, form)
    mine = next((one for one in owed(user, [chosen], Interval(unit.lo, unit.hi)) if one.unit_id == unit.id), None)
    asked, states = _states(request.GET.get("as", ""), user, content, came)
    context = {
        "unit": unit,
        "month": chosen,
        "content": states[asked],
        "document": shown(monthly_report(states[asked])),
        "tabs": _tabs(asked, states),
        "frozen": frozen_of(came, Layout.UNIT, request),
        "form": form,
        "writes": writes,
        "number": request.POST.get("number") or uuid_utils.compat.uuid7(),
        "came": came,
        "steps": [(step, STEPS[StepKind(step.kind)]) for step in reversed(came.steps)],
        "owed": mine,
        "state": state_pill(mine) if mine else "",
        "standing": standing_pill(came.standing),
        "offers": _offers(user, chosen, came, mine),
        "asks": Role(user.role) is Role.CLERK and mine is not None and mine.filing.filed_on is None,
        "since_sent": _since_sent(content, came),
        "reopened": compared(came.changed) if came.changed else None,
        "checked": found_now(user, unit, chosen, content, came) if writes else None,
        "findings": _findings(came),
        "empty": not content.records and not any(words.values()),
    }
    return render(request, "reports/report.html", context)


def _findings(came: Progress) -> Sequence[Line]:
    """What the self-check found when the report came in, and what the unit said about it."""
    sent = came.last(StepKind.SUBMITTED)
    return kept(sent.detail.get("findings", ())) if sent else ()


def _writes(user: User, unit: Unit, month: Month, came: Progress) -> bool:
    """The unit's own people write and send in, while the office has not settled it."""
    own = Role(user.role) is Role.LIAISON and user.scope.own.holds(unit.hi - 1)
    return own and month.start <= clock.today() and came.standing in WRITABLE


def _states(asked: str, user: User, content: MonthlyInput, came: Progress) -> tuple[str, dict[str, MonthlyInput]]:
    """The states in which the report can be read, and which of them is asked for: as a rule the one that counts."""
    states = {"locked": came.locked, "sent": came.sent, "now": content}
    found = {name: state for name, state in states.items() if state is not None}
    waiting = came.standing in (Standing.SUBMITTED, Standing.ACCEPTED) and Role(user.role) in READERS
    usual = "locked" if came.locked else "sent" if waiting else "now"
    return (asked if asked in found else usual), found


def _tabs(asked: str, states: dict[str, MonthlyInput]) -> Sequence[Tab]:
    labels = {"locked": gettext("As locked"), "sent": gettext("As sent in"), "now": gettext("As it stands today")}
    found = [Tab(labels[name], f"?as={name}", name == asked) for name in states]
    return found if len(found) > 1 else []


def _since_sent(content: MonthlyInput, came: Progress) -> Compared | None:
    """What has changed in the ledger since the report came in, while the office has it in hand."""
    if came.standing not in (Standing.SUBMITTED, Standing.ACCEPTED) or came.sent is None:
        return None
    return compared(difference(came.sent, content))


def _offers(user: User, month: Month, came: Progress, kept: Owed | None) -> frozenset[str]:
    """The steps that this visitor may take now, by name."""
    if Role(user.role) is not Role.CLERK or kept is None:
        return frozenset()
    missing = kept.filing.state.value == "missing"
    over = clock.today() > month.end
    office = [kind for kind in FROM if kind is not StepKind.SUBMITTED and (over or kind is not StepKind.LOCKED)]
    return frozenset(kind.value for kind in office if can(kind, came.standing, missing=missing))


def _keep(request: HttpRequest, user: User, unit: Unit, month: Month, form: Words) -> HttpResponse:
    """Keep the words; and where that was asked for, file the month with its figures as they stand now."""
    recorder, now, files = recorder_for(user, "form"), clock.now(), request.POST.get("do") == "file"
    number = request.POST.get("number", "")
    before = progress(user.district_id, unit.id, month).steps
    if files and any(step.snapshot and str(step.snapshot.fact_id) == number for step in before):
        messages.info(request, gettext("This report was filed already."))
        return redirect("report", unit.id, month.key)
    try:
        write_text(recorder, unit, month, now, **form.cleaned_data)
        if files:
            content = content_of(user, unit, month, live=True)
            found = found_now(user, unit, month, content, progress(user.district_id, unit.id, month))
            file_report(recorder, unit, month, content, uuid_utils.compat.UUID(number), now, found)
    except (WuzhaError, ValueError) as error:
        problems = error.problems if isinstance(error, WuzhaError) else ()
        said = [f"{problem.message(gettext)} {problem.remedy(gettext)}" for problem in problems]
        messages.error(request, " ".join(said) or gettext("Open the page anew and file the report again."))
    else:
        kept = gettext("The words are kept; the report is not filed yet.")
        sent = gettext("The report is filed. Its figures are kept as they stand now.")
        messages.success(request, sent if files else kept)
    return redirect("report", unit.id, month.key)
