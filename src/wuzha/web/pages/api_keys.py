"""Keys for programs: made, listed and ended by whoever holds them; the office sees and ends all of them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import get_resolver, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.problems import WuzhaError
from wuzha.registry import queries as registry
from wuzha.terms import Role
from wuzha.web import clock, keys
from wuzha.web.access import ANYBODY, DOERS, KEEPERS, allow, divided, user_of, whole_district
from wuzha.web.feeds import lists_of
from wuzha.web.keys import NewKey
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import EVERY_LIST, RECORDING, ApiKey, User
from wuzha.web.pages.accounts import actor_of, told
from wuzha.web.pages.ledger import ground_choices
from wuzha.web.pages.office_settings import tabs
from wuzha.web.pages.own_factors import asked_again
from wuzha.web.policy import policy_of
from wuzha.web.sources import QuerySetSource
from wuzha.web.templatetags.wuzha import pill

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wuzha.registry.models import Area

STATES: Mapping[str, tuple[str, Promise]] = {
    "valid": ("done", _("valid")),
    "expired": ("late", _("expired")),
    "ended": ("not_counted", _("ended")),
}


class New(forms.Form):
    """What the key is for, and what it may do."""

    name = forms.CharField(label=_("What it is for"), max_length=80, help_text=_("Such as: monthly table in Excel."))
    expires = forms.DateField(
        label=_("Last day"),
        help_text=_("It opens nothing after that day; three years at most."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reading = forms.ChoiceField(
        label=_("It reads"),
        choices=[
            ("all", _("everything that I see")),
            ("some", _("only the lists chosen below")),
            ("none", _("nothing")),
        ],
        widget=forms.RadioSelect,
        initial="all",
    )
    lists = forms.MultipleChoiceField(label=_("Lists"), widget=forms.CheckboxSelectMultiple, required=False)
    area = forms.ChoiceField(label=_("Only of this area"), required=False)
    recording = forms.BooleanField(label=_("It may also record work"), required=False)

    def __init__(self, user: User, data: Mapping[str, object] | None) -> None:
        today = clock.today()
        super().__init__(data, initial={"expires": today.replace(year=today.year + 1, day=min(today.day, 28))})
        grounds = [("", _("all of it")), *ground_choices(user.district_id)]
        self.fields["area"].choices = grounds  # type: ignore[attr-defined]
        lists = lists_of(Role(user.role), get_resolver().url_patterns)
        self.fields["lists"].choices = [(one, keys.LISTS[one]) for one in lists]  # type: ignore[attr-defined]
        if len(grounds) == 1:
            del self.fields["area"]
        if Role(user.role) not in DOERS:
            del self.fields["recording"]

    @property
    def reach(self) -> Sequence[str]:
        """What was chosen, in the words of ``keys``."""
        given = self.cleaned_data
        chosen = {"all": [EVERY_LIST], "some": given["lists"], "none": []}[given["reading"]]
        return [*chosen, *([RECORDING] if given.get("recording") else [])]


def reach_words(reach: Sequence[str]) -> str:
    """What a key may do, in words."""
    said = [gettext("reads everything")] if EVERY_LIST in reach else [str(keys.LISTS.get(one, one)) for one in reach]
    said = [one for one in said if one != RECORDING]
    return "、".join([*said, *([gettext("records work")] if RECORDING in reach else [])])


def _listing(areas: Mapping[int, Area], now: datetime, *, office: bool) -> Listing[ApiKey]:
    def state(key: ApiKey) -> str:
        return str(STATES[keys.state_of(key, now)][1])

    def area(key: ApiKey) -> str | None:
        found = areas.get(key.area_id or 0)
        return found.name if found else None

    def state_pill(key: ApiKey) -> str:
        return pill(STATES[keys.state_of(key, now)][0], state(key))

    whose: list[Column[ApiKey]] = [
        Column("person", _("Account"), lambda key: key.user.name, _person, sortable=True, width=20)
    ]
    return Listing(
        key="keys",
        title=_("Keys for programs"),
        columns=[
            Column("name", _("What it is for"), render=_linked, sortable=True, lead=True, width=26),
            *(whose if office else []),
            Column("reach", _("What it may do"), lambda key: reach_words(key.reach), width=30),
            Column("area", _("Area"), area, width=16),
            Column("state", _("State"), state, state_pill, width=10),
            Column("created_at", _("Made"), sortable=True, width=17),
            Column("expires_at", _("Valid until"), sortable=True, width=17),
            Column("last_used_at", _("Last used"), sortable=True, width=17),
        ],
        filters=[
            Filter("words", _("Words"), hint=_("purpose or person") if office else _("purpose")),
            Filter("state", _("State"), "choice", [(key, label) for key, (_tone, label) in STATES.items()]),
        ],
        sort="-created_at",
    )


def _linked(key: ApiKey) -> str:
    return format_html('<a href="{}">{}</a>', reverse("key", args=[key.id]), key.name)


def _person(key: ApiKey) -> str:
    return format_html('<a href="{}">{}</a>', reverse("account", args=[key.user_id]), key.user.name)


def _source(rows: QuerySet[ApiKey], now: datetime) -> QuerySetSource[ApiKey]:
    def in_state(rows: QuerySet[ApiKey], state: str) -> QuerySet[ApiKey]:
        living = keys.valid(rows, now)
        if state == "valid":
            return living
        open_ = rows.filter(revoked_at=None, user__is_active=True)
        return (
            open_.exclude(id__in=living.values("id")) if state == "expired" else rows.exclude(id__in=open_.values("id"))
        )

    return QuerySetSource(
        rows,
        sorts={
            "name": "name",
            "person": "user__name",
            "created_at": "created_at",
            "expires_at": "expires_at",
            "last_used_at": "last_used_at",
        },
        narrows={
            "words": lambda rows, words: rows.filter(name__icontains=words) | rows.filter(user__name__icontains=words),
            "state": in_state,
        },
    )


def _areas(district_id: int) -> dict[int, Area]:
    with whole_district():
        return {area.id: area for area in registry.areas(district_id)}


@allow(keys.HOLDERS)
def own_keys(request: HttpRequest) -> HttpResponseBase:
    """With which keys do programs act for me?"""
    user, now = user_of(request), clock.now()
    listing = _listing(_areas(user.district_id), now, office=False)
    rows = keys.of_district(user.district_id).filter(user_id=user.id)
    return listing.respond(request, _source(rows, now), "account/keys.html")


@allow(keys.HOLDERS)
@asked_again
def new_key(request: HttpRequest) -> HttpResponse:
    """Make a key; it is shown once. It outlives the session and asks for no second factor: so the password first."""
    user, now = user_of(request), clock.now()
    form = New(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, token = form.cleaned_data, keys.new_token(secrets.choice)
        area = next((one for one in registry.areas(user.district_id) if str(one.id) == given.get("area")), None)
        last = datetime.combine(given["expires"], time.max, clock.ZONE)
        try:
            key = keys.add(user, NewKey(given["name"], form.reach, last, area), token, actor_of(user), now)
        except WuzhaError as error:
            place = error.problems[0].place
            form.add_error({"reach": "lists"}.get(place, place), told(error))
        else:
            shown = {"key": key, "token": token, "address": request.build_absolute_uri("/api/v1/")}
            response = render(request, "account/key_once.html", shown)
            response["Cache-Control"] = "no-store"
            return response
    return render(request, "account/key_new.html", {"form": form})


@allow(KEEPERS)
@divided
def all_keys(request: HttpRequest) -> HttpResponseBase:
    """With which keys do programs act for anybody of the district?"""
    user, now = user_of(request), clock.now()
    listing = _listing(_areas(user.district_id), now, office=True)
    context = {"tabs": tabs(user, "keys")}
    return listing.respond(request, _source(keys.of_district(user.district_id), now), "settings/keys.html", context)


def _seen(user: User, key_id: int) -> ApiKey:
    """A key that is the visitor's own, or that the visitor looks after. Raises ``Http404``."""
    key = keys.of_district(user.district_id).filter(id=key_id).first()
    if key is None or not (key.user_id == user.id or _keeps(user)):
        raise Http404
    return key


def _keeps(user: User) -> bool:
    """As ``access.divided`` has it: neither a deputy nor, where administration is divided, the clerk."""
    if user.hat or Role(user.role) not in KEEPERS:
        return False
    return user.role != Role.CLERK or not policy_of(user.district_id).three_roles


@allow(ANYBODY)
def key(request: HttpRequest, key_id: int) -> HttpResponse:
    """One key: what it may do, and the way to end it."""
    user = user_of(request)
    found = _seen(user, key_id)
    state = keys.state_of(found, clock.now())
    area = _areas(user.district_id).get(found.area_id or 0)
    context = {
        "key": found,
        "own": found.user_id == user.id,
        "reach": reach_words(found.reach),
        "area": area.name if area else "",
        "state": pill(STATES[state][0], str(STATES[state][1])),
        "endable": found.revoked_at is None,
    }
    return render(request, "account/key.html", context)


@allow(ANYBODY)
@require_POST
def end_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """End a key at once."""
    user = user_of(request)
    found = _seen(user, key_id)
    if keys.end(found, actor_of(user), clock.now()):
        messages.success(request, gettext("The key “{name}” opens nothing any more.").format(name=found.name))
    return redirect("own_keys" if found.user_id == user.id else "all_keys")
