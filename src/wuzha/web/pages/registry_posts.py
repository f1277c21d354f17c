"""A unit with its posts over time, and what is missing among the posts of all units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database.statements import Row
from wuzha.registry import names, posts, queries
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.core.words import POSTS as POST_WORDS
from wuzha.registry.core.words import main_words
from wuzha.registry.posts import Gap
from wuzha.terms import Actor, UnitKind
from wuzha.web import clock
from wuzha.web.access import OFFICE, READERS, REPORTERS, allow, user_of
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.pages.registry_frame import POSTS, tabs
from wuzha.web.sources import SqlSource
from wuzha.web.words import choices

GAPS: Mapping[Gap, Any] = {
    Gap.LEADER: _("no leader"),
    Gap.LIAISON: _("no liaison officer"),
    Gap.DEPUTY: _("no deputy"),
    Gap.ENDING: _("ends soon, nobody follows"),
    Gap.PHONE: _("no telephone"),
}


def _unit_link(row: Row) -> str:
    return format_html('<a href="{}">{}</a>', reverse("registry_unit", args=[row["unit_id"]]), row["unit"])


def _remedy(row: Row) -> str:
    """Where the office fills a gap."""
    if row["person_id"]:
        href, said = reverse("registry_row", args=["people", row["person_id"]]), gettext("correct")
    else:
        asked = urlencode({"post": main_words(POST_WORDS)[row["gap"]]})
        href, said = f"{reverse('new_post', args=[row['unit_id']])}?{asked}", gettext("name somebody")
    return format_html('<a href="{}">{}</a>', href, said)


def _gaps(office: bool) -> Listing[Row]:
    remedy: list[Column[Row]] = (
        [Column("remedy", _("What to do"), lambda _row: "", _remedy, width=14)] if office else []
    )
    return Listing(
        key="gaps",
        title=_("Gaps among the posts"),
        columns=[
            Column("unit", _("Unit"), render=_unit_link, sortable=True, lead=True, width=26),
            Column("kind", _("Kind"), lambda row: UnitKind(row["kind"]), sortable=True, width=14),
            Column("gap", _("What is missing"), lambda row: str(GAPS[Gap(row["gap"])]), sortable=True, width=20),
            Column("person", _("Who (last)"), width=14),
            Column("since", _("Ended or ends on"), sortable=True, width=14),
            *remedy,
        ],
        filters=[
            Filter("gap", _("What is missing"), "choice", list(GAPS.items())),
            Filter("kind", _("Kind"), "choice", choices(UnitKind)),
            Filter("words", _("Words"), hint=_("unit or person")),
        ],
        sort="unit",
    )


@allow(READERS | REPORTERS)
def gap_list(request: HttpRequest) -> HttpResponseBase:
    """What is missing: of one's own unit and those below it; the office sees all and says who must name a deputy."""
    user = user_of(request)
    own, office = user.scope.own, user.role in OFFICE
    fixed = {"district": user.district_id, "own_lo": own.lo, "own_hi": own.hi, "today": clock.today(), "unit": None}
    sorts = {"unit": "lo", "kind": "kind", "gap": "gap", "since": "since"}
    source = SqlSource(queries.list_text("gaps"), ["gap", "kind", "words"], sorts, fixed=fixed)
    shown, _tally = tabs(user, RosterKind.PEOPLE)
    asked = posts.asks_deputy(user.district_id)
    kinds = [(kind, label, kind in asked) for kind, label in choices(UnitKind)]
    return _gaps(office).respond(
        request, source, "registry/gaps.html", {"tabs": shown, "office": office, "kinds": kinds}
    )


def _state(first: date | None, last: date | None, today: date) -> str:
    if last and last < today:
        return "ended"
    return "coming" if first and first > today else "present"


@allow(OFFICE)
def deputies(request: HttpRequest) -> HttpResponse:
    """Say which kinds of units must name a deputy."""
    user = user_of(request)
    if request.method == "POST":
        posts.ask_deputy(user.district_id, request.POST.getlist("kind"), Actor(user.id, user.name), clock.now())
        messages.success(request, gettext("Kept. The list follows it at once."))
    return redirect("gaps")


@allow(READERS | REPORTERS)
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit: what it is called, what is its ground, who has had which post, and what is missing."""
    user, today = user_of(request), clock.today()
    found = queries.unit(user.district_id, unit_id)
    if found is None:
        raise Http404
    people = [
        {
            "person": one,
            "post": POSTS[one.post],
            "state": _state(one.valid_from, one.valid_to, today),
        }
        for one in posts.posts_of(user.district_id, found.id)
    ]
    missing = [
        {"said": GAPS[Gap(row["gap"])], "who": row["person"], "since": row["since"], "remedy": _remedy(row)}
        for row in posts.gaps(user.district_id, user.scope.own, today, found.id)
    ]
    context = {
        "unit": found,
        "kind": UnitKind(found.kind),
        "decided": names.decided_for(found),
        "people": people,
        "missing": missing,
        "known": user.scope.own.holds(found.hi - 1),
        "office": user.role in OFFICE,
    }
    return render(request, "registry/unit.html", context)
