"""Settings of the office: who gets in, and the rules by which dates are read."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.duties.core.calendar import DueRule
from wuzha.duties.core.periods import ReportRule
from wuzha.problems import WuzhaError
from wuzha.registry import queries as registry
from wuzha.reports.core.table_book import BookColumn, BookFormat, write_table
from wuzha.terms import Role
from wuzha.web import accounts, clock
from wuzha.web.access import OFFICE, allow, get_row, user_of
from wuzha.web.accounts import Actor, Invitation, NewAccount
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import User
from wuzha.web.office import duty_settings
from wuzha.web.sources import QuerySetSource
from wuzha.web.templatetags.wuzha import pill
from wuzha.web.words import choices, word

if TYPE_CHECKING:
    from wuzha.registry.models import Unit

_DUE: Mapping[DueRule, Promise] = {
    DueRule.AS_WRITTEN: _("A date on a day off stays as the plan writes it."),
    DueRule.BEFORE: _("A date on a day off moves to the last working day before it."),
    DueRule.AFTER: _("A date on a day off moves to the next working day (Civil Code, Art. 203)."),
}
_REPORT: Mapping[ReportRule, Promise] = {
    ReportRule.CALENDAR_MONTH: _("A monthly report covers its calendar month; its last day makes it final."),
    ReportRule.TWENTY_SIXTH: _("A monthly report covers the days from the last due day to this one (26th to 25th)."),
}


def _actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def _listing(units: Mapping[int, Unit]) -> Listing[User]:
    def unit(user: User) -> str:
        return units[user.unit_id].name if user.unit_id in units else ""

    return Listing(
        key="accounts",
        title=_("Accounts"),
        columns=[
            Column("name", _("Name"), render=_linked, sortable=True, lead=True, width=24),
            Column("username", _("Log-in name"), sortable=True, width=18),
            Column("role", _("Role"), lambda user: Role(user.role), sortable=True, width=14),
            Column("unit", _("Unit"), unit, width=26),
            Column("state", _("State"), _state, _state_pill, width=10),
            Column("last_login", _("Last log-in"), sortable=True, width=17),
        ],
        filters=[
            Filter("words", _("Words"), hint=_("name or log-in name")),
            Filter("role", _("Role"), "choice", choices(Role)),
            Filter("unit", _("Unit"), "choice", [(str(one.id), one.name) for one in units.values()]),
            Filter("state", _("State"), "choice", [("open", _("in use")), ("closed", _("closed"))]),
        ],
        sort="username",
    )


def _linked(user: User) -> str:
    return format_html('<a href="{}">{}</a>', reverse("account", args=[user.id]), user.name)


def _state(user: User) -> str:
    return gettext("in use") if user.is_active else gettext("closed")


def _state_pill(user: User) -> str:
    return pill("done" if user.is_active else "not_counted", _state(user))


@allow(OFFICE)
def settings(request: HttpRequest) -> HttpResponseBase:
    """Every account of the district, and the rules."""
    user, rules = user_of(request), duty_settings(clock.today().year)
    units = {unit.id: unit for unit in registry.units(user.district_id)}
    found = User.objects.filter(district_id=user.district_id)
    source: QuerySetSource[User] = QuerySetSource(
        found,
        sorts={"name": "name", "username": "username", "role": "role", "last_login": "last_login"},
        narrows={
            "words": lambda rows, words: rows.filter(name__contains=words) | rows.filter(username__contains=words),
            "role": "role",
            "unit": "unit_id",
            "state": lambda rows, state: rows.filter(is_active=state == "open"),
        },
    )
    context = {"due_rule": _DUE[rules.due_rule], "report_rule": _REPORT[rules.report_rule]}
    return _listing(units).respond(request, source, "settings/settings.html", context)


class Account(forms.Form):
    """Who it is for."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As it shall stand in the ledger."))
    username = forms.CharField(
        label=_("Log-in name"), max_length=40, help_text=_("As a rule the phone number: unique and remembered.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=choices(Role), widget=forms.RadioSelect)
    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, units: Mapping[int, Unit], data: Mapping[str, object] | None) -> None:
        super().__init__(data, initial={"role": Role.LIAISON})
        self.fields["unit"].choices = [(unit.id, unit.name) for unit in units.values()]  # type: ignore[attr-defined]


@allow(OFFICE)
def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is shown once."""
    user = user_of(request)
    units = {unit.id: unit for unit in registry.units(user.district_id)}
    form = Account(units, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, password = form.cleaned_data, accounts.new_password(secrets.choice)
        unit = units[int(given["unit"])]
        asked = NewAccount(given["username"], given["name"], Role(given["role"]), unit)
        try:
            accounts.create(asked, password, _actor(user), clock.now())
        except WuzhaError as error:
            form.add_error("username", [f"{one.message(gettext)} {one.remedy(gettext)}" for one in error.problems])
        else:
            return _once(request, [Invitation(asked.username, asked.name, asked.role, unit.name, password)])
    return render(request, "settings/new.html", {"form": form})


@allow(OFFICE)
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Accounts for everybody in the roster of people who has none yet; first passwords shown once."""
    user = user_of(request)
    made = accounts.invite(user.district_id, secrets.choice, _actor(user), clock.now())
    if not made:
        messages.info(request, gettext("Everybody in the roster who has a role and a phone has an account already."))
        return redirect("settings")
    return _once(request, made)


@allow(OFFICE)
def account(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account and what can be done with it."""
    user = user_of(request)
    found = get_row(User, district_id=user.district_id, id=user_id)
    unit = registry.unit(user.district_id, found.unit_id)
    context = {"account": found, "role_word": word(Role(found.role)), "unit": unit, "self": found.id == user.id}
    return render(request, "settings/account.html", context)


@allow(OFFICE)
@require_POST
def new_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new password, shown once; whoever is logged in with the old one is out."""
    user = user_of(request)
    found = get_row(User, district_id=user.district_id, id=user_id)
    password = accounts.new_password(secrets.choice)
    accounts.set_password(found, password, _actor(user), clock.now())
    unit = registry.unit(user.district_id, found.unit_id)
    name = unit.name if unit else ""
    return _once(request, [Invitation(found.username, found.name, Role(found.role), name, password)])


@allow(OFFICE)
@require_POST
def close_account(request: HttpRequest, user_id: int) -> HttpResponse:
    """Shut an account; one's own stays open, or nobody could open the door again."""
    user = user_of(request)
    found = get_row(User, district_id=user.district_id, id=user_id)
    if found.id == user.id:
        messages.error(request, gettext("You cannot close your own account; a colleague of the office can."))
    else:
        accounts.close(found, _actor(user), clock.now())
        messages.success(request, gettext("The account of {name} is closed.").format(name=found.name))
    return redirect("account", found.id)


def _once(request: HttpRequest, made: Sequence[Invitation]) -> HttpResponse:
    """First passwords, on the page and as a workbook inside it: they are kept nowhere."""
    columns = {_("Unit"): 26, _("Name"): 14, _("Role"): 14, _("Log-in name"): 18, _("First password"): 20}
    rows = [[one.unit, one.name, word(one.role), one.username, one.password] for one in made]
    book = write_table(
        [BookColumn(str(header), width) for header, width in columns.items()],
        rows,
        BookFormat.XLSX,
        clock.now(),
        gettext("First passwords"),
    )
    context = {"headers": list(columns), "rows": rows, "book": base64.b64encode(book).decode()}
    response = render(request, "settings/passwords.html", context)
    response["Cache-Control"] = "no-store"
    return response
