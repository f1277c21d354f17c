"""Who is logged in, in which browser; whoever keeps accounts ends what should not be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.terms import Role
from wuzha.web import accounts, clock, sessions
from wuzha.web.access import GRANTERS, KEEPERS, allow, divided, get_row, user_of
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.memory import RowsInMemory, by_attribute
from wuzha.web.models import Session, User
from wuzha.web.pages.accounts import actor_of
from wuzha.web.pages.office_settings import tabs
from wuzha.web.words import choices


@dataclass(frozen=True, slots=True)
class Row:
    """One browser in which somebody is logged in."""

    handle: UUID
    user_id: int
    name: str
    role: Role
    device: str
    address: str
    since: datetime
    seen_at: datetime


def _listing() -> Listing[Row]:
    return Listing(
        key="sessions",
        title=_("Logged in now"),
        columns=[
            Column("name", _("Name"), render=_linked, sortable=True, lead=True, width=24),
            Column("role", _("Role"), sortable=True, width=14),
            Column("device", _("Browser"), sortable=True, width=20),
            Column("address", _("Network address"), sortable=True, width=18),
            Column("since", _("Since"), sortable=True, width=17),
            Column("seen_at", _("Last used"), sortable=True, width=17),
        ],
        filters=[
            Filter("words", _("Words"), hint=_("name or address")),
            Filter("role", _("Role"), "choice", choices(Role)),
        ],
        sort="-seen_at",
    )


def _linked(row: Row) -> str:
    return format_html('<a href="{}">{}</a>', reverse("account", args=[row.user_id]), row.name)


def rows(found: list[Session], people: Mapping[int, User]) -> list[Row]:
    """Sessions with the people whose they are."""
    return [
        Row(
            one.handle,
            one.user_id,
            people[one.user_id].name,
            Role(people[one.user_id].role),
            one.device,
            one.address,
            one.since,
            one.seen_at,
        )
        for one in found
        if one.handle and one.user_id and one.since and one.seen_at
    ]


@allow(KEEPERS)
@divided
def open_sessions(request: HttpRequest) -> HttpResponseBase:
    """Every session of the district."""
    user = user_of(request)
    people = User.objects.in_bulk([one.user_id for one in sessions.open_sessions(user.district_id) if one.user_id])
    listing = _listing()
    source = RowsInMemory(
        rows(sessions.open_sessions(user.district_id), people),
        sorts=by_attribute(listing),
        key=lambda row: str(row.handle),
        narrows={
            "words": lambda row, words: words in row.name or words in row.address,
            "role": lambda row, role: row.role == role,
        },
    )
    return listing.respond(request, source, "settings/sessions.html", {"tabs": tabs(user, "sessions")})


@allow(GRANTERS)
@divided
@require_POST
def end_sessions(request: HttpRequest, user_id: int) -> HttpResponse:
    """Log somebody out everywhere."""
    user = user_of(request)
    found = get_row(User, district_id=user.district_id, id=user_id)
    accounts.end_sessions(found, actor_of(user), clock.now())
    messages.success(request, gettext("{name} is logged out everywhere.").format(name=found.name))
    return redirect("account", found.id)


@allow(GRANTERS)
@divided
@require_POST
def unlock(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let somebody try again at once who was locked out after failures."""
    user = user_of(request)
    found = get_row(User, district_id=user.district_id, id=user_id)
    accounts.unlock(found, actor_of(user), clock.now())
    messages.success(request, gettext("{name} may log in again.").format(name=found.name))
    return redirect("account", found.id)
