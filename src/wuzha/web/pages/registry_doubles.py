"""Doors that may be one: the list, and two doors side by side for a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database.statements import Row
from wuzha.oversight.actions import Mark, mark
from wuzha.problems import WuzhaError
from wuzha.registry import doubles, queries
from wuzha.registry.core.likeness import Reason
from wuzha.registry.core.templates import RosterKind
from wuzha.terms import Actor, TargetKind
from wuzha.web import clock, jobs
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import User
from wuzha.web.pages.registry_frame import STATUSES, area_filter, ground, tabs
from wuzha.web.sources import SqlSource

REASONS: Mapping[Reason, Any] = {
    Reason.SPELLING: _("written in another way"),
    Reason.LETTER: _("a letter for a digit"),
    Reason.WORD: _("one character differs"),
}
STATES: Mapping[str, Any] = {
    "open": _("to be decided"),
    "same": _("one door, merged"),
    "different": _("different doors"),
}


def _link(row: Row) -> str:
    return format_html('<a href="{}">{}</a>', reverse("double", args=[row["id"]]), row["one"])


def _doubles(district_id: int, area: str) -> Listing[Row]:
    return Listing(
        key="doubles",
        title=_("Doors that may be one"),
        columns=[
            Column("area", _("Area"), sortable=True, width=24),
            Column("one", _("Door"), render=_link, lead=True, width=30),
            Column("one_records", _("Records"), align="end", width=9),
            Column("other", _("The other"), width=30),
            Column("other_area", _("Its area"), width=24),
            Column("other_records", _("Its records"), align="end", width=9),
            Column("reason", _("Why"), lambda row: str(REASONS[Reason(row["reason"])]), sortable=True, width=18),
            Column("state", _("State"), lambda row: str(STATES[row["state"]]), width=14),
            Column("decided_by", _("Decided by"), width=14),
            Column("decided_at", _("When"), sortable=True, width=17),
        ],
        filters=[
            Filter("state", _("State"), "choice", list(STATES.items())),
            Filter("reason", _("Why"), "choice", list(REASONS.items())),
            Filter("words", _("Address")),
            area_filter(district_id, area),
        ],
        sort="area",
    )


@allow(OFFICE)
def doubles_list(request: HttpRequest) -> HttpResponseBase:
    """Pairs of doors by what was decided; at first those that wait."""
    user = user_of(request)
    stretch = ground(user.district_id, request.GET)
    fixed = {name: stretch[name] for name in ("district", "area_lo", "area_hi")} | {"pair": None}
    sorts = {"area": "area_pos", "reason": "reason", "decided_at": "decided_at"}
    source = SqlSource(queries.list_text("doubles"), ["state", "reason", "words"], sorts, fixed=fixed)
    shown, _tally = tabs(user, RosterKind.HOUSEHOLDS)
    listing = _doubles(user.district_id, request.GET.get("area", ""))
    return listing.respond(request, source, "registry/doubles.html", {"tabs": shown, "office": True})


@allow(OFFICE)
def double(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Two doors side by side. A POST keeps one (``keep``), says that they differ, or takes a decision back."""
    user = user_of(request)
    row = doubles.pair(user.district_id, pair_id)
    if row is None:
        raise Http404
    if request.method == "POST":
        return _decide(request, user, pair_id)
    sides = [_side(row, side) for side in ("one", "other")]
    better = max(sides, key=lambda side: side["records"])  # the older one, where both have as many
    context = {
        "row": row,
        "sides": [side | {"better": side is better} for side in sides],
        "reason": REASONS[Reason(row["reason"])],
        "state": STATES[row["state"]],
        "waiting": doubles.count_open(user.district_id),
    }
    return render(request, "registry/double.html", context)


def _side(row: Row, side: str) -> dict[str, Any]:
    names = ("id", "code", "unit", "to", "records")
    found = {name: row[f"{side}_{name}"] for name in names}
    area = row["area"] if side == "one" else row["other_area"]
    kept = None if row["state"] != "same" else row["kept_id"] == found["id"]
    return found | {"address": row[side], "area": area, "status": STATUSES[row[f"{side}_status"]], "kept": kept}


def _decide(request: HttpRequest, user: User, pair_id: int) -> HttpResponse:
    actor, now, district_id = Actor(user.id, user.name), clock.now(), user.district_id
    answer, keep = request.POST.get("do", ""), request.POST.get("keep", "")
    stands: list[doubles.Stand] = []
    try:
        if keep.isdigit():
            stands = doubles.merge(district_id, pair_id, int(keep), actor, now)
            messages.success(request, gettext("Merged. The records of both count for the door that stays."))
        elif answer == "different":
            doubles.differ(district_id, pair_id, actor, now)
            messages.success(request, gettext("Two doors. They are not asked about again."))
        elif answer == "part":
            stands = doubles.part(district_id, pair_id, actor, now)
            messages.success(request, gettext("The merge is undone: each door has its own records again."))
        elif answer == "ask":
            doubles.reopen(district_id, pair_id, actor, now)
    except WuzhaError as error:
        messages.error(request, " ".join(f"{one.message(gettext)} {one.remedy(gettext)}" for one in error.problems))
        return redirect("doubles")
    if stands:
        mark(district_id, {Mark(TargetKind.HOUSEHOLD, one.area_pos, one.unit_pos) for one in stands})
        jobs.compare_later(district_id)
    following = doubles.next_open(district_id, pair_id) if keep or answer == "different" else pair_id
    return redirect("double", following) if following else redirect("doubles")
