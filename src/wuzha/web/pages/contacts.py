"""Contacts of households: masked in lists, found by the whole number, shown for a moment to whoever says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.privacy import actions, queries
from wuzha.privacy.actions import Asked, By, Door
from wuzha.privacy.core.contacts import Where
from wuzha.privacy.core.words import Reason, Relation
from wuzha.problems import WuzhaError
from wuzha.terms import Role
from wuzha.web import clock
from wuzha.web.access import DOERS, EVERYBODY, OFFICE, READERS, REPORTERS, allow, user_of
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import User
from wuzha.web.pages.registry_frame import area_filter, ground, tabs, unit_filter
from wuzha.web.sources import SqlSource

SHOWN_FOR = 60
"""Seconds for which a page shows a contact in the clear."""

RELATIONS: Mapping[Relation, Promise] = {
    Relation.HEAD: _("Head of the household"),
    Relation.GUARDIAN: _("Guardian"),
    Relation.OTHER: _("Other"),
}
REASONS: Mapping[Reason, Promise] = {
    Reason.VISIT: _("To arrange a visit or make up for one"),
    Reason.WARNING: _("To warn somebody who is being cheated at this moment"),
    Reason.CHECK: _("To check a record or a sample"),
    Reason.REQUEST: _("The person has asked for it"),
}
_MOST = {Role.CLERK: 60}
_MOST_IN_THE_FIELD = 20


def most(user: User) -> int:
    """How many looks a day an account has: enough for work, too few to carry a roster away."""
    return _MOST.get(Role(user.role), _MOST_IN_THE_FIELD)


def by(user: User) -> By:
    """The visitor, for the audit log."""
    return By(user.id, user.name)


def door_of(user: User, household_id: int) -> Row:
    """A household in the visitor's scope. Raises ``Http404``."""
    found = doors_of(user, [household_id])
    if not found:
        raise Http404
    return found[0]


def doors_of(user: User, households: Sequence[int]) -> list[Row]:
    """The households in the visitor's scope, in the order of the ground."""
    return statement("wuzha.web", "contact_doors").rows(district=user.district_id, ids=list(households))


class Search(forms.Form):
    """The whole number; it travels in the body of the request, so that no log and no history keeps it."""

    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        help_text=_("All digits. Nobody can look for a part of a number."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class Look(forms.Form):
    """Why the contact is needed."""

    reason = forms.ChoiceField(label=_("What for"), choices=list(REASONS.items()), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In a few words"),
        max_length=actions.MOST_WORDS,
        help_text=_("Stands in the audit log with your name. No name and no number here."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _listing(user: User, area: str) -> Listing[Row]:
    def shown(row: Row) -> str:
        return queries.masked(Where(user.district_id, row["id"]), row["name"], row["phone"])

    return Listing(
        key="contacts",
        title=_("Household contacts"),
        columns=[
            Column("area", _("Area"), sortable=True, width=24),
            Column("address", _("Address"), render=_linked, lead=True, width=36),
            Column("contact", _("Contact"), shown, width=24),
            Column("relation", _("Is"), lambda row: str(RELATIONS[Relation(row["relation"])]), width=16),
            Column("unit", _("Held by"), width=24),
            Column("collected_on", _("Collected"), width=12),
            Column("keep_until", _("Kept until"), sortable=True, width=12),
        ],
        filters=[
            Filter("words", _("Address"), hint=_("e.g. compound 3 501")),
            area_filter(user.district_id, area),
            unit_filter(user.district_id, _("Held by")),
        ],
        sort="area",
    )


def _linked(row: Row) -> str:
    return format_html('<a href="{}">{}</a>', reverse("contact", args=[row["id"]]), row["address"])


@allow(EVERYBODY)
@never_cache
def contacts(request: HttpRequest) -> HttpResponseBase:
    """Which households have a contact? Masked; a POST looks for a whole number."""
    user = user_of(request)
    search, found = Search(request.POST or None), None
    if request.method == "POST" and Role(user.role) in DOERS and search.is_valid():
        try:
            ids = actions.find(user.district_id, search.cleaned_data["phone"], by(user), most(user), clock.now())
            found = doors_of(user, ids)
        except WuzhaError as error:
            told(search, "phone", error)
    sorts = {"area": "area_pos", "keep_until": "keep_until"}
    source = SqlSource(
        statement("wuzha.web", "contact_rows").text,
        [],
        sorts,
        fixed=ground(user.district_id, request.GET),
        filled=list(sorts.values()),
    )
    context = {
        "declared": queries.in_force(user.district_id),
        "search": search if Role(user.role) in DOERS else None,
        "found": found,
        "searched": found is not None,
        "office": Role(user.role) in OFFICE,
        "tabs": tabs(user, None)[0] if Role(user.role) in READERS | REPORTERS else None,
    }
    return _listing(user, request.GET.get("area", "")).respond(request, source, "privacy/contacts.html", context)


@allow(EVERYBODY)
@never_cache
def contact(request: HttpRequest, household_id: int) -> HttpResponse:
    """What is kept on one household, and under which declaration?"""
    user = user_of(request)
    return page(request, user, door_of(user, household_id), Look())


@allow(DOERS)
@require_POST
@never_cache
def show(request: HttpRequest, household_id: int) -> HttpResponse:
    """The contact in the clear for a minute, after a reason; who looked and why stays in the audit log."""
    user = user_of(request)
    door, form = door_of(user, household_id), Look(request.POST)
    if not form.is_valid():
        return page(request, user, door, form)
    asked = Asked(Reason(form.cleaned_data["reason"]), form.cleaned_data["words"], most(user))
    try:
        found = actions.reveal(user.district_id, household_id, asked, by(user), clock.now())
    except WuzhaError as error:
        told(form, "words", error)
        return page(request, user, door, form)
    back = reverse("contact", args=[household_id])
    context = {"door": door, "contact": found, "relation": RELATIONS[found.relation], "back": back, "time": SHOWN_FOR}
    response = render(request, "privacy/shown.html", context)
    response["Refresh"] = f"{SHOWN_FOR}; url={back}"
    return response


def page(request: HttpRequest, user: User, door: Row, look: Look, **more: Any) -> HttpResponse:
    """The page of one household's contact."""
    kept = queries.contact(user.district_id, door["id"])
    role = Role(user.role)
    lines = queries.lines_about(user.district_id, door["id"]) if role in OFFICE else []
    context = {
        "door": door,
        "kept": kept,
        "relation": RELATIONS[kept.relation] if kept else "",
        "declared": queries.in_force(user.district_id),
        "look": look if kept and role in DOERS else None,
        "office": role in OFFICE,
        "lines": [(line, told_line(line)) for line in lines],
        **more,
    }
    return render(request, "privacy/contact.html", context)


def told(form: forms.Form, field: str, error: WuzhaError) -> None:
    """Put what a room refused beside the field."""
    form.add_error(field, [f"{one.message(gettext)} {one.remedy(gettext)}" for one in error.problems])


def told_line(line: Row) -> str:
    """An audit line on a contact in words."""
    said = str(ACTIONS.get(line["action"], line["action"]))
    detail = line["detail"]
    fields = "、".join(str(FIELD_WORDS[name]) for name in detail.get("fields", ()) if name in FIELD_WORDS)
    kind, _colon, words = str(detail.get("reason", "")).partition(": ")
    why = f"{REASONS[Reason(kind)]}: {words}" if words and kind in list(Reason) else ""
    return " · ".join(part for part in (said, fields, why) if part)


FIELD_WORDS: Mapping[str, Promise] = {"name": _("Name"), "phone": _("Telephone"), "relation": _("Relation")}
ACTIONS: Mapping[str, Promise] = {
    actions.REVEAL: _("looked at"),
    actions.FIND: _("found by its number"),
    actions.TELL: _("told to the person"),
    "contact.add": _("written"),
    "contact.correct": _("corrected"),
    "contact.delete": _("deleted on request"),
}


def door_at(door: Row) -> Door:
    """A household's row as the room wants it."""
    return Door(door["id"], door["area_pos"], door["unit_pos"])
