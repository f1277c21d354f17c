"""Versions of the denominators: what waits for approval, row by row, and who approved what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.database.statements import Row
from wuzha.oversight.actions import recount
from wuzha.problems import WuzhaError
from wuzha.registry import queries, versions
from wuzha.registry.core.denominators import Change
from wuzha.terms import Actor, PlaceClass, TargetKind
from wuzha.web import clock
from wuzha.web.access import READERS, REPORTERS, allow, user_of
from wuzha.web.deputies import stands_for
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import User
from wuzha.web.pages.registry_frame import STATUSES, area_filter, ground, tabs, unit_filter
from wuzha.web.sources import SqlSource
from wuzha.web.words import word

HERE = "denominators"
KINDS: Mapping[str, Any] = {TargetKind.HOUSEHOLD: _("Households"), TargetKind.PLACE: _("Places")}
CHANGES: Mapping[Change, Any] = {
    Change.ADDED: _("added"),
    Change.GONE: _("gone"),
    Change.STATUS: _("status"),
    Change.MOVED: _("moved"),
    Change.DATES: _("dates"),
}


def _sort(kind: str, sort: str) -> str:
    if not sort:
        return ""
    return str(STATUSES[sort]) if kind == TargetKind.HOUSEHOLD else word(PlaceClass(sort))


def _before(row: Row) -> str:
    """What the version has otherwise."""
    was = [_sort(row["target_kind"], row["was_sort"])] if row["change"] == Change.STATUS else []
    return " · ".join([*was, *([row["was_unit"]] if row["was_unit"] else [])])


def _waiting(district_id: int, area: str) -> Listing[Row]:
    return Listing(
        key="waiting",
        title=_("What waits for approval"),
        columns=[
            Column("kind", _("Roster"), lambda row: str(KINDS[row["target_kind"]]), width=10),
            Column("change", _("Change"), lambda row: str(CHANGES[Change(row["change"])]), sortable=True, width=12),
            Column("target", _("Address or name"), lead=True, width=34),
            Column("area", _("Area"), sortable=True, width=24),
            Column("unit", _("Held by"), width=24),
            Column("sort", _("State or class"), lambda row: _sort(row["target_kind"], row["sort"]), width=12),
            Column("before", _("Before"), _before, width=20),
            Column("valid_from", _("From"), width=12),
            Column("valid_to", _("To"), width=12),
        ],
        filters=[
            Filter("kind", _("Roster"), "choice", list(KINDS.items())),
            Filter("change", _("Change"), "choice", list(CHANGES.items())),
            Filter("words", _("Address or name")),
            area_filter(district_id, area),
            unit_filter(district_id, _("Held by")),
        ],
        sort="area",
    )


@allow(READERS | REPORTERS)
def waiting(request: HttpRequest) -> HttpResponseBase:
    """Every household and place that the next version would have otherwise; of one's own scope."""
    user = user_of(request)
    stretch = ground(user.district_id, request.GET)
    fixed = {name: stretch[name] for name in ("district", "area_lo", "area_hi", "unit_lo", "unit_hi")}
    sorts = {"area": "area_pos", "change": "change"}
    source = SqlSource(queries.list_text("pending"), ["kind", "change", "words"], sorts, fixed=fixed)
    listing = _waiting(user.district_id, request.GET.get("area", ""))
    return listing.respond(request, source, "registry/pending.html", {"tabs": tabs(user, HERE)[0]})


@allow(READERS | REPORTERS)
def denominators(request: HttpRequest) -> HttpResponse:
    """The version that figures are counted over, what waits, and every version before."""
    user = user_of(request)
    newest = versions.newest(user.district_id)
    context = {
        "tabs": tabs(user, HERE)[0],
        "newest": newest,
        "waiting": list(_summary(versions.pending(user.district_id))),
        "register": [] if newest else list(_counts(versions.register(user.district_id))),
        "versions": [
            {"version": one, "counts": list(_counts(one.counts)), "changes": list(_changes(one.changes))}
            for one in versions.versions(user.district_id)
        ],
        "approves": user.role in READERS,
        "own": user.id in versions.hands(user.district_id) if user.role in READERS else False,
    }
    return render(request, "registry/denominators.html", context)


def _summary(found: versions.Counts) -> Iterator[tuple[str, str, int, str]]:
    """Roster, change, how many, and the address of its rows."""
    for kind, label in KINDS.items():
        for change, said in CHANGES.items():
            if count := found.get(kind, {}).get(change, 0):
                asked = urlencode({"kind": kind, "change": change})
                yield str(label), str(said), count, f"{reverse('denominators_waiting')}?{asked}"


def _changes(found: versions.Counts) -> Iterator[tuple[str, str, int]]:
    return ((label, said, count) for label, said, count, _href in _summary(found))


def _counts(found: versions.Counts) -> Iterator[tuple[str, int, str]]:
    """Roster, how many, and of what."""
    for kind, label in KINDS.items():
        if parts := found.get(kind):
            said = gettext(", ").join(f"{_sort(kind, sort)} {count:,}" for sort, count in sorted(parts.items()))
            yield str(label), sum(parts.values()), said


@allow(READERS)
@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """Approve the working register as the next version; figures are counted over it from then on."""
    user = user_of(request)
    others = User.objects.filter(district_id=user.district_id, is_active=True, role__in=READERS)
    try:
        made = versions.approve(
            user.district_id,
            Actor(user.id, user.name),
            clock.now(),
            reason=request.POST.get("reason", ""),
            others=set(others.values_list("id", flat=True)),
            stands_for=stands_for(user.id, clock.today()),
        )
    except WuzhaError as error:
        messages.error(request, " ".join(f"{one.message(gettext)} {one.remedy(gettext)}" for one in error.problems))
        return redirect("denominators")
    if made is None:
        messages.info(request, gettext("Nothing differs from the newest version; there is nothing to approve."))
    else:
        recount(user.district_id)
        said = gettext("Version {number} is approved: every figure is counted over it from now on.")
        messages.success(request, said.format(number=made.number))
    return redirect("denominators")
