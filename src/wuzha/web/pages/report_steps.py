"""What the office does with reports: accept, return, lock and reopen one; lock a whole month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.oversight.actions import refresh
from wuzha.problems import Problem, WuzhaError
from wuzha.registry import queries as registry
from wuzha.reports import actions, closing
from wuzha.reports.closing import Closing
from wuzha.reports.core.monthly_input import Filing
from wuzha.reports.core.steps import StepKind
from wuzha.reports.progress import progress
from wuzha.reports.queries import Month, filings
from wuzha.terms import Interval
from wuzha.web import clock, notices, problems, reminding
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.models import User
from wuzha.web.office import CAMPAIGN, duty_settings
from wuzha.web.pages.reports import get_unit, month_asked
from wuzha.web.recording import recorder_for
from wuzha.work.actions import Recorder

if TYPE_CHECKING:
    from wuzha.registry.models import Unit

Step = Callable[[Recorder, "Unit", Month, datetime, str], object]


@allow(OFFICE)
@require_POST
def accept(request: HttpRequest, unit_id: int, month: str) -> HttpResponse:
    """Take a report as it came in."""
    return _take(request, unit_id, month, StepKind.ACCEPTED, _("The report is accepted."), _accept)


@allow(OFFICE)
@require_POST
def give_back(request: HttpRequest, unit_id: int, month: str) -> HttpResponse:
    """Return a report to its unit with a reason."""
    return _take(
        request, unit_id, month, StepKind.RETURNED, _("The report is returned; the unit reads why."), actions.give_back
    )


@allow(OFFICE)
@require_POST
def lock(request: HttpRequest, unit_id: int, month: str) -> HttpResponse:
    """Close a unit's month with its figures as they stand now."""
    return _take(
        request,
        unit_id,
        month,
        StepKind.LOCKED,
        _("The report is locked. Its figures stay as they are now."),
        _lock(request),
    )


@allow(OFFICE)
@require_POST
def reopen(request: HttpRequest, unit_id: int, month: str) -> HttpResponse:
    """Open a locked report again with a reason."""
    return _take(
        request, unit_id, month, StepKind.REOPENED, _("The report is open again; the unit reads why."), closing.reopen
    )


@allow(OFFICE)
@require_POST
def lock_month(request: HttpRequest, month: str) -> HttpResponse:
    """Close a whole month: every report that is accepted or missing by rule, and the district's own."""
    user, chosen = user_of(request), month_asked(month)
    refresh(user.district_id)
    try:
        locked = closing.lock_month(_closing(request, recorder_for(user, "form"), chosen, clock.now()))
    except WuzhaError as error:
        _tell(request, error)
    else:
        said = gettext("The month {month} is locked: {count} reports now, and that of the district.")
        messages.success(request, said.format(month=chosen.key, count=locked))
    return redirect(f"{reverse('reports')}?month={chosen.key}")


@allow(OFFICE)
@require_POST
def remind(request: HttpRequest, unit_id: int, month: str) -> HttpResponse:
    """Ask one unit for its report."""
    user = user_of(request)
    unit, chosen = get_unit(user, unit_id), month_asked(month)
    _ask(request, [unit], chosen)
    return redirect(f"{reverse('reports')}?month={chosen.key}")


@allow(OFFICE)
@require_POST
def remind_all(request: HttpRequest, month: str) -> HttpResponse:
    """Ask every unit whose report of the month has not come in."""
    user, chosen = user_of(request), month_asked(month)
    waiting = {one.rows["accountable"] for one in _filings(user, chosen) if one.filed_on is None}
    _ask(request, [unit for unit in registry.units(user.district_id) if str(unit.id) in waiting], chosen)
    return redirect(f"{reverse('reports')}?month={chosen.key}")


def _ask(request: HttpRequest, units: Sequence[Unit], month: Month) -> None:
    """Ask these units where they owe a report that has not come in, and say who hears it."""
    now, due = clock.now(), {one.rows["accountable"]: one for one in _filings(user_of(request), month)}
    owing = [unit for unit in units if (one := due.get(str(unit.id))) and one.filed_on is None]
    heard = [unit.name for unit in owing if reminding.ask(unit, month, due[str(unit.id)].due, now)]
    deaf = [unit.name for unit in owing if not notices.liaisons(unit)]
    if heard:
        messages.success(request, gettext("Reminded: {units}.").format(units="、".join(heard)))
    if deaf:
        said = gettext("Nobody to remind, no liaison account in use: {units}.")
        messages.warning(request, said.format(units="、".join(deaf)))
    if not heard and not deaf:
        messages.info(request, gettext("Nobody was reminded: all has come in, or they were reminded today already."))


def _filings(user: User, month: Month) -> list[Filing]:
    return filings(user.district_id, month, clock.today())


def _take(
    request: HttpRequest, unit_id: int, month: str, done_kind: StepKind, done: Promise, step: Step
) -> HttpResponse:
    user = user_of(request)
    unit, chosen = get_unit(user, unit_id), month_asked(month)
    try:
        if done_kind is StepKind.ACCEPTED:
            _second_person(user, unit, chosen)
        step(recorder_for(user, "form"), unit, chosen, clock.now(), request.POST.get("reason", ""))
    except WuzhaError as error:
        _tell(request, error)
    else:
        messages.success(request, str(done))
        _let_know(unit, chosen, done_kind, clock.now(), request.POST.get("reason", ""))
    return redirect("report", unit.id, chosen.key)


def _second_person(user: User, unit: Unit, month: Month) -> None:
    """Whoever sent a report in as somebody's deputy, or now stands in for the office, does not accept his own work."""
    sent = progress(user.district_id, unit.id, month).last(StepKind.SUBMITTED)
    if sent is not None and sent.actor_id == user.id and sent.actor_name != user.name:
        raise WuzhaError(Problem(problems.SAME_HAND))


def _let_know(unit: Unit, month: Month, kind: StepKind, now: datetime, reason: str) -> None:
    """The unit's liaison officers are told what the office did; a lock asks nothing of them."""
    if kind is not StepKind.LOCKED:
        told = notices.about_report(kind.value, unit, month.key, now.isoformat(), reason=reason)
        notices.tell(notices.liaisons(unit), told, now)


def _accept(recorder: Recorder, unit: Unit, month: Month, now: datetime, reason: str) -> object:
    return actions.accept(recorder, unit, month, now)


def _lock(request: HttpRequest) -> Step:
    def locked(recorder: Recorder, unit: Unit, month: Month, now: datetime, reason: str) -> None:
        refresh(recorder.district_id)
        owed = _filing(recorder.district_id, unit, month)
        closing.lock_unit(_closing(request, recorder, month, now), unit, owed)

    return locked


def _closing(request: HttpRequest, recorder: Recorder, month: Month, now: datetime) -> Closing:
    address = request.build_absolute_uri("/")
    return Closing(recorder, month, duty_settings(month.year).report_rule, now, CAMPAIGN, address)


def _filing(district_id: int, unit: Unit, month: Month) -> Filing | None:
    found = filings(district_id, month, clock.today(), Interval(unit.lo, unit.hi))
    return next((one for one in found if one.rows["accountable"] == str(unit.id)), None)


def _tell(request: HttpRequest, error: WuzhaError) -> None:
    for problem in error.problems:
        messages.error(request, f"{problem.message(gettext)} {problem.remedy(gettext)}")
