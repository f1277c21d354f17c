"""Settings of the office: who gets in, and the rules by which dates are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from wuzha.duties.core.calendar import DueRule
from wuzha.duties.core.periods import ReportRule
from wuzha.terms import Role
from wuzha.web import clock, factors
from wuzha.web.access import GRANTERS, KEEPERS, MAKERS, allow, user_of
from wuzha.web.components import Tab
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import Needs, User
from wuzha.web.office import duty_settings
from wuzha.web.pages.accounts import units_of
from wuzha.web.pages.second_factors import WHO
from wuzha.web.policy import policy_of
from wuzha.web.sources import QuerySetSource
from wuzha.web.templatetags.wuzha import pill
from wuzha.web.words import choices, word

if TYPE_CHECKING:
    from django.db.models import QuerySet

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
_STATES: Mapping[str, tuple[str, Promise]] = {
    "open": ("done", _("in use")),
    "waiting": ("due_soon", _("to be granted")),
    "closed": ("not_counted", _("closed")),
}


def tabs(user: User, active: str) -> list[Tab]:
    """The parts of the settings that a visitor looks after."""
    parts = {"settings": _("Accounts"), "sessions": _("Logged in now"), "keys": _("Keys"), "rules": _("Rules")}
    if user.role == Role.CLERK and policy_of(user.district_id).three_roles:
        parts = {"rules": parts["rules"]}
    elif user.role == Role.CLERK:
        parts |= {"audit": _("Audit log"), "proofs": _("Proof of the ledger")}
    if user.role == Role.CLERK:
        parts["plan_words"] = _("Plan words")
        parts["reminders"] = _("Reminders")
        parts["privacy"] = _("Personal data")
    address = {name: reverse("all_keys" if name == "keys" else name) for name in parts}
    return [Tab(str(label), address[name], name == active) for name, label in parts.items()]


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
            Filter(
                "code", _("One-time code"), "choice", [("unused", _("not used yet")), ("expired", _("expired unused"))]
            ),
            Filter("factor", _("Second factor"), "choice", [("with", _("set up")), ("without", _("none yet"))]),
            Filter("state", _("State"), "choice", [(key, label) for key, (_tone, label) in _STATES.items()]),
        ],
        sort="username",
    )


def _linked(user: User) -> str:
    return format_html('<a href="{}">{}</a>', reverse("account", args=[user.id]), user.name)


def _state(user: User) -> str:
    return str(_STATES[user.state][1])


def _state_pill(user: User) -> str:
    return pill(_STATES[user.state][0], _state(user))


def _in_state(rows: QuerySet[User], state: str) -> QuerySet[User]:
    if state == "open":
        return rows.filter(is_active=True)
    return rows.filter(is_active=False, prepared_by__isnull=state == "closed")


def _with_factor(rows: QuerySet[User], factor: str) -> QuerySet[User]:
    return rows.filter(factors.found()) if factor == "with" else rows.exclude(factors.found())


@allow(KEEPERS)
def settings(request: HttpRequest) -> HttpResponseBase:
    """Every account of the district. A clerk who does not keep them any more gets the rules."""
    user = user_of(request)
    entries, now = tabs(user, "settings"), clock.now()
    if not entries[0].active:
        return redirect("rules")
    source: QuerySetSource[User] = QuerySetSource(
        User.objects.filter(district_id=user.district_id),
        sorts={"name": "name", "username": "username", "role": "role", "last_login": "last_login"},
        narrows={
            "words": lambda rows, words: rows.filter(name__contains=words) | rows.filter(username__contains=words),
            "role": "role",
            "unit": "unit_id",
            "state": _in_state,
            "factor": _with_factor,
            "code": lambda rows, code: (
                rows.filter(code_until__isnull=False, is_active=True)
                & (rows.filter(code_until__lte=now) if code == "expired" else rows)
            ),
        },
    )
    everyone = User.objects.filter(district_id=user.district_id)
    unused = everyone.filter(is_active=True, code_until__isnull=False)
    context = {
        "tabs": entries,
        "makes": Role(user.role) in MAKERS,
        "waiting": everyone.filter(prepared_by__isnull=False).count(),
        "unused": unused.count(),
        "expired": unused.filter(code_until__lte=now).count(),
    }
    return _listing(units_of(user)).respond(request, source, "settings/settings.html", context)


@allow(KEEPERS)
def rules(request: HttpRequest) -> HttpResponseBase:
    """The rules by which dates are read, and who keeps accounts."""
    user, found = user_of(request), duty_settings(clock.today().year)
    policy = policy_of(user.district_id)
    context = {
        "tabs": tabs(user, "rules"),
        "due_rule": _DUE[found.due_rule],
        "report_rule": _REPORT[found.report_rule],
        "policy": policy,
        "three": [word(role) for role in (Role.ADMIN, Role.SECURITY, Role.AUDITOR)],
        "who": WHO[Needs(policy.second_factor)],
        "changes": Role(user.role) in GRANTERS and (user.role != Role.CLERK or not policy.three_roles),
    }
    return render(request, "settings/rules.html", context)
