"""Settings of reminders: how many days before and after, when the leader hears, and the outlets beyond this house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.ledger.actions import note
from wuzha.problems import WuzhaError
from wuzha.registry import queries as registry
from wuzha.reports.core.reminders import Rule, days_of
from wuzha.web import clock, outlets
from wuzha.web.access import OFFICE, allow, get_row, user_of
from wuzha.web.models import Outlet, Reminding, User
from wuzha.web.outlets import TransportError
from wuzha.web.pages.office_settings import tabs
from wuzha.web.reminding import rule_of

if TYPE_CHECKING:
    from wuzha.registry.models import Unit


class Rules(forms.Form):
    """Days before and after the due day."""

    before = forms.CharField(
        label=_("Days before the due day"), required=False, help_text=_("Such as 3、1. Empty: no reminder before.")
    )
    after = forms.CharField(label=_("Days after the due day"), required=False, help_text=_("Such as 1、3."))
    escalate = forms.IntegerField(
        label=_("The unit's leader hears after so many days"),
        required=False,
        min_value=0,
        max_value=31,
        help_text=_("Empty: never."),
    )

    def clean_before(self) -> tuple[int, ...]:
        return self._days("before")

    def clean_after(self) -> tuple[int, ...]:
        return self._days("after")

    def _days(self, name: str) -> tuple[int, ...]:
        try:
            return days_of(self.cleaned_data[name])
        except ValueError as error:
            raise forms.ValidationError(_("Write days as numbers from 0 to 31, such as 3、1.")) from error


class NewOutlet(forms.Form):
    """A way out for reminders."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Such as: liaison officers' chat group."))
    address = forms.CharField(
        label=_("Address (Apprise)"),
        max_length=500,
        help_text=_("Such as dingtalk://TOKEN or wecombot://KEY. Kept encrypted, never shown again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label=_("Whose reminders"), required=False)

    def __init__(self, units: Sequence[Unit], data: Mapping[str, object] | None) -> None:
        super().__init__(data)
        choices = [("", _("of all units")), *((str(unit.id), unit.name) for unit in units)]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        try:
            outlets.check(address)
        except WuzhaError as error:
            said = [f"{one.message(gettext)} {one.remedy(gettext)}" for one in error.problems]
            raise forms.ValidationError(said) from error
        return address


@dataclass(frozen=True, slots=True)
class Shown:
    """An outlet with how its messages went."""

    outlet: Outlet
    unit: str
    sent: int
    waiting: int
    given_up: int
    failure: str


@allow(OFFICE)
def reminders(request: HttpRequest) -> HttpResponse:
    """Who is reminded when, and by what ways?"""
    user = user_of(request)
    rule = rule_of(user.district_id)
    initial = {"before": "、".join(map(str, rule.before)), "after": "、".join(map(str, rule.after))}
    form = Rules(request.POST or None, initial={**initial, "escalate": rule.escalate})
    if request.method == "POST" and form.is_valid():
        _keep(user, Rule(**form.cleaned_data))
        messages.success(request, gettext("The rule for reminders is kept."))
        return redirect("reminders")
    units = {unit.id: unit.name for unit in registry.units(user.district_id)}
    found = Outlet.objects.filter(district_id=user.district_id, closed_at=None).order_by("id")
    context = {"tabs": tabs(user, "reminders"), "form": form, "outlets": [_shown(one, units) for one in found]}
    return render(request, "settings/reminders.html", context)


def _keep(user: User, rule: Rule) -> None:
    kept: dict[str, Any] = {"before": list(rule.before), "after": list(rule.after), "escalate": rule.escalate}
    Reminding.objects.update_or_create(district_id=user.district_id, defaults=kept)
    note(user.district_id, user.id, user.name, clock.now(), "reminders.rule", "", **kept)


def _shown(outlet: Outlet, units: Mapping[int, str]) -> Shown:
    found = outlet.deliveries
    last = found.exclude(failure="").order_by("-id").first()
    return Shown(
        outlet,
        units.get(outlet.unit_id, "") if outlet.unit_id else "",
        sent=found.exclude(sent_at=None).count(),
        waiting=found.exclude(next_at=None).count(),
        given_up=found.filter(sent_at=None, next_at=None).count(),
        failure=last.failure if last else "",
    )


@allow(OFFICE)
def new_outlet(request: HttpRequest) -> HttpResponse:
    """Add a way out; its address is kept encrypted."""
    user = user_of(request)
    form = NewOutlet(registry.units(user.district_id), request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, clock.now()
        Outlet.objects.create(
            district_id=user.district_id,
            unit_id=int(given["unit"]) if given["unit"] else None,
            name=given["name"],
            sealed=outlets.sealed(given["address"]),
            created_at=now,
        )
        scheme = given["address"].partition("://")[0]
        note(user.district_id, user.id, user.name, now, "outlet.add", given["name"], scheme=scheme)
        messages.success(
            request, gettext("{name} is added. Send a test message to see that it works.").format(name=given["name"])
        )
        return redirect("reminders")
    return render(request, "settings/outlet.html", {"form": form})


@allow(OFFICE)
@require_POST
def close_outlet(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """Close a way out; what waits for it is given up."""
    user, now = user_of(request), clock.now()
    outlet = get_row(Outlet, district_id=user.district_id, id=outlet_id, closed_at=None)
    outlet.closed_at = now
    outlet.save(update_fields=["closed_at"])
    note(user.district_id, user.id, user.name, now, "outlet.close", outlet.name)
    messages.success(request, gettext("{name} is closed.").format(name=outlet.name))
    return redirect("reminders")


@allow(OFFICE)
@require_POST
def try_outlet(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """Send a test message at once, and say what came of it."""
    user = user_of(request)
    outlet = get_row(Outlet, district_id=user.district_id, id=outlet_id, closed_at=None)
    try:
        outlets.send(outlets.opened(outlet.sealed), gettext("Test message"), gettext("Reminders of reports come here."))
    except TransportError as error:
        messages.error(request, gettext("The test message was not taken: {reason}.").format(reason=error))
    else:
        messages.success(request, gettext("The test message was taken."))
    return redirect("reminders")
