"""The accounts of a district: made, granted, given new passwords, closed."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.problems import Problem, WuzhaError
from wuzha.registry import queries as registry
from wuzha.reports.core.table_book import BookColumn, BookFormat, write_table
from wuzha.terms import THREE, Role
from wuzha.web import accounts, clock, factors, lockout, problems, sessions
from wuzha.web.access import GRANTERS, KEEPERS, MAKERS, allow, divided, get_row, user_of, whole_district
from wuzha.web.accounts import Invitation, NewAccount
from wuzha.web.actor import Actor
from wuzha.web.models import User
from wuzha.web.policy import policy_of
from wuzha.web.words import choices, word

if TYPE_CHECKING:
    from wuzha.registry.models import Unit


def actor_of(user: User) -> Actor:
    """The visitor as the one who makes a change."""
    return Actor(user.id, user.name, Role(user.role))


def units_of(user: User) -> dict[int, Unit]:
    """Every unit of the district by number: whoever keeps accounts names them, seen or not."""
    with whole_district():
        return {unit.id: unit for unit in registry.units(user.district_id)}


class Account(forms.Form):
    """Who it is for."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As it shall stand in the ledger."))
    username = forms.CharField(
        label=_("Log-in name"), max_length=40, help_text=_("As a rule the phone number: unique and remembered.")
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, units: Mapping[int, Unit], data: Mapping[str, object] | None, *, three: bool) -> None:
        super().__init__(data, initial={"role": Role.LIAISON})
        offered = [(value, label) for value, label in choices(Role) if three or value not in THREE]
        self.fields["role"].choices = offered  # type: ignore[attr-defined]
        self.fields["unit"].choices = [(unit.id, unit.name) for unit in units.values()]  # type: ignore[attr-defined]


@allow(MAKERS)
@divided
def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is shown once."""
    user = user_of(request)
    units = units_of(user)
    form = Account(units, request.POST or None, three=policy_of(user.district_id).three_roles)
    if request.method == "POST" and form.is_valid():
        given, password = form.cleaned_data, accounts.new_password(secrets.choice)
        unit, until = units[int(given["unit"])], accounts.code_end(user.district_id, clock.now())
        asked = NewAccount(given["username"], given["name"], Role(given["role"]), unit)
        try:
            accounts.create(asked, password, actor_of(user), clock.now(), until)
        except WuzhaError as error:
            form.add_error(error.problems[0].place, told(error))
        else:
            return _once(request, [Invitation(asked.username, asked.name, asked.role, unit.name, password, until)])
    return render(request, "settings/new.html", {"form": form})


@allow(MAKERS)
@divided
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Accounts for everybody in the roster of people who has none yet; first passwords shown once."""
    user = user_of(request)
    with whole_district():
        made = accounts.invite(user.district_id, secrets.choice, actor_of(user), clock.now())
    if not made:
        messages.info(request, gettext("Everybody in the roster who has a role and a phone has an account already."))
        return redirect("settings")
    return _once(request, made)


@allow(MAKERS)
@divided
@require_POST
def reissue(request: HttpRequest) -> HttpResponse:
    """New codes for everybody whose one-time code has expired unused."""
    user = user_of(request)
    made = accounts.reissue(user.district_id, secrets.choice, actor_of(user), clock.now(), units_of(user))
    return _once(request, made) if made else redirect("settings")


@allow(KEEPERS)
@divided
def account(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account and what can be done with it."""
    user = user_of(request)
    found = get_row(User, district_id=user.district_id, id=user_id)
    role = Role(user.role)
    context = {
        "account": found,
        "role_word": word(Role(found.role)),
        "unit": units_of(user).get(found.unit_id),
        "self": found.id == user.id,
        "makes": role in MAKERS,
        "grants": role in GRANTERS and found.prepared_by is not None,
        "shell_only": found.role in THREE,
        "frees": role in GRANTERS,
        "locked": lockout.locked_until(found.username, policy_of(user.district_id), clock.now()),
        "now": clock.now(),
        "sessions": sessions.sessions_of(found.id),
        "factor": factors.has(found),
        "factor_needed": factors.needed(found, policy_of(user.district_id)),
    }
    return render(request, "settings/account.html", context)


@allow(GRANTERS)
@divided
@require_POST
def grant_account(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open an account that the system administrator prepared."""
    found = _changed(request, user_id, accounts.grant)
    if found.is_active:
        messages.success(request, gettext("The account of {name} is open.").format(name=found.name))
    return redirect("account", found.id)


@allow(MAKERS)
@divided
@require_POST
def new_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new password, shown once; whoever is logged in with the old one is out."""
    user = user_of(request)
    found = get_row(User, district_id=user.district_id, id=user_id)
    if found.role in THREE:
        _tell(request, WuzhaError(Problem(problems.SHELL_ONLY, "account")))
        return redirect("account", found.id)
    password = accounts.new_password(secrets.choice)
    until = accounts.code_end(user.district_id, clock.now())
    accounts.set_password(found, password, actor_of(user), clock.now(), until)
    unit = units_of(user).get(found.unit_id)
    name = unit.name if unit else ""
    return _once(request, [Invitation(found.username, found.name, Role(found.role), name, password, until)])


@allow(KEEPERS)
@divided
@require_POST
def close_account(request: HttpRequest, user_id: int) -> HttpResponse:
    """Shut an account, or refuse one that was prepared; one's own stays open, or nobody could open the door again."""
    if user_id == user_of(request).id:
        messages.error(request, gettext("You cannot close your own account; a colleague of the office can."))
        return redirect("account", user_id)
    found = _changed(request, user_id, accounts.close)
    if not found.is_active:
        messages.success(request, gettext("The account of {name} is closed.").format(name=found.name))
    return redirect("account", found.id)


def _changed(request: HttpRequest, user_id: int, change: Callable[..., None]) -> User:
    user = user_of(request)
    found = get_row(User, district_id=user.district_id, id=user_id)
    try:
        change(found, actor_of(user), clock.now())
    except WuzhaError as error:
        _tell(request, error)
    return found


def _tell(request: HttpRequest, error: WuzhaError) -> None:
    for said in told(error):
        messages.error(request, said)


def told(error: WuzhaError) -> list[str]:
    """What is wrong and what to do about it, for a form or a message."""
    return [f"{one.message(gettext)} {one.remedy(gettext)}" for one in error.problems]


def _once(request: HttpRequest, made: Sequence[Invitation]) -> HttpResponse:
    """One-time codes as slips to print and cut, and as a workbook inside the page: they are kept nowhere."""
    columns = {_("Unit"): 26, _("Name"): 14, _("Role"): 14, _("Log-in name"): 18, _("One-time code"): 20}
    rows = [[one.unit, one.name, word(one.role), one.username, one.password] for one in made]
    book = write_table(
        [BookColumn(str(header), width) for header, width in columns.items()],
        rows,
        BookFormat.XLSX,
        clock.now(),
        gettext("One-time codes"),
    )
    context = {
        "slips": [{"invitation": one, "role": word(one.role)} for one in made],
        "address": request.build_absolute_uri("/"),
        "book": base64.b64encode(book).decode(),
    }
    response = render(request, "settings/codes.html", context)
    response["Cache-Control"] = "no-store"
    return response
