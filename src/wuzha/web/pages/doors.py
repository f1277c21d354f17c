"""Household visits on a phone: the building, the door, the outcome. Three taps a visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import uuid_utils.compat
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.oversight.actions import refresh
from wuzha.privacy import queries as privacy
from wuzha.registry import queries as registry
from wuzha.reports.core.figures import percent
from wuzha.terms import Channel, FactKind, Interval, Outcome, TargetKind
from wuzha.web import clock
from wuzha.web.access import DOERS, allow, user_of
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import User
from wuzha.web.pages.households import RUNG_WORDS, STEPS, HouseholdRows
from wuzha.web.recording import record_tap
from wuzha.web.sources import Ask, SqlSource
from wuzha.web.words import word

if TYPE_CHECKING:
    from wuzha.registry.models import Area

WITH_MATERIAL = frozenset({Outcome.MET, Outcome.MATERIAL_LEFT})
ICONS = {
    Outcome.MET: "check",
    Outcome.MATERIAL_LEFT: "file-text",
    Outcome.NOT_HOME: "clock",
    Outcome.VACANT: "minus",
    Outcome.REFUSED: "ban",
}
_RECENT = timedelta(days=200)
_SORTS = {"name": "lo", "eligible": "eligible", "visited": "visited", "told": "told"}


def _linked(row: Row) -> str:
    return format_html('<a href="{}">{}</a>', reverse("doors", args=[row["id"]]), row["name"])


BUILDINGS: Listing[Row] = Listing(
    key="buildings",
    title=_("Buildings"),
    columns=[
        Column("name", _("Building"), render=_linked, sortable=True, lead=True, width=24),
        Column("above", _("Part of"), width=24),
        Column("eligible", _("To visit"), sortable=True, align="end"),
        Column("visited", _("Visited"), sortable=True, align="end"),
        Column("told", _("Told"), sortable=True, align="end"),
        Column("rate", _("Told %"), lambda row: percent(row["told"], row["eligible"]), align="end"),
    ],
    filters=[Filter("words", _("Building or compound"))],
    sort="name",
)
_DOORS: Listing[Row] = Listing(
    key="doors",
    title=_("Doors"),
    columns=[Column("address", _("Door"), sortable=True, lead=True)],
    filters=[
        Filter("words", _("Door"), hint=_("part of the address")),
        Filter("rung", _("Show"), "choice", [(rung, RUNG_WORDS[rung]) for rung in ("unvisited", "untold", "told")]),
    ],
    sort="address",
    size=60,
)


@dataclass(frozen=True)
class Door:
    """One door as the page shows it. ``number`` is the number that the next record of it will have."""

    row: Row
    number: str
    own: bool
    said: str = ""
    wrong: str = ""

    @property
    def tone(self) -> str:
        return STEPS[self.row["step"]][0]

    @property
    def icon(self) -> str:
        return STEPS[self.row["step"]][1]

    @property
    def step(self) -> Promise:
        return STEPS[self.row["step"]][2]

    @property
    def outcome(self) -> str:
        return word(Outcome(self.row["last_outcome"])) if self.row["last_outcome"] else ""

    @property
    def open(self) -> bool:
        """Whether a visit may be recorded here at all."""
        return bool(self.row["step"] != "nonresidential")

    @property
    def today(self) -> bool:
        last = self.row["last_at"]
        return last is not None and last.astimezone(clock.ZONE).date() == clock.today()


@allow(DOERS)
def buildings(request: HttpRequest) -> HttpResponseBase:
    """Where does the round begin? The buildings with doors of one's own."""
    user = user_of(request)
    refresh(user.district_id)
    text = statement("wuzha.web", "doorways").text
    source = SqlSource(text, ["words"], _SORTS, fixed={"district": user.district_id})
    return BUILDINGS.respond(request, source, "work/buildings.html")


@allow(DOERS)
def doors(request: HttpRequest, area_id: int) -> HttpResponse:
    """Every door of a building with where it stands; a tap on the outcome records the visit."""
    user = user_of(request)
    area = registry.area(user.district_id, area_id)
    if area is None:
        raise Http404
    known = materials(user)
    if request.method == "POST":
        return _record(request, user, area)
    refresh(user.district_id)
    page = _DOORS.page(request.GET, _source(user, area))
    material = request.GET.get("material", request.session.get("material", known[0] if known else ""))[:80].strip()
    request.session["material"] = material
    context = {
        "area": area,
        "above": registry.path_to(area)[:-1],
        "page": page,
        "doors": [_door(row, user) for row in page.rows],
        "material": material,
        "materials": known,
        "outcomes": _outcomes(),
        "contacts": privacy.in_force(user.district_id) is not None,
    }
    return render(request, "work/doors.html", context)


def materials(user: User) -> list[str]:
    """What the visitor's unit handed out last, newest first."""
    own = user.scope.own
    rows = statement("wuzha.web", "materials").rows(
        district=user.district_id, own_lo=own.lo, own_hi=own.hi, since=clock.now() - _RECENT
    )
    return [row["material"] for row in rows]


def _outcomes() -> Sequence[tuple[str, str, str]]:
    return [(outcome.value, word(outcome), ICONS[outcome]) for outcome in Outcome]


def _source(user: User, area: Area) -> HouseholdRows:
    return HouseholdRows(user.scope, Interval(area.lo, area.hi))


def _door(row: Row, user: User, said: str = "", wrong: str = "") -> Door:
    own = row["last_unit_pos"] is not None and user.scope.own.holds(row["last_unit_pos"])
    return Door(row, str(uuid_utils.compat.uuid7()), own, said, wrong)


def _record(request: HttpRequest, user: User, area: Area) -> HttpResponse:
    outcome = request.POST.get("outcome", "")
    sent: dict[str, Any] = {
        "id": request.POST.get("id", ""),
        "kind": FactKind.VISIT,
        "target_kind": TargetKind.HOUSEHOLD,
        "target_id": request.POST.get("door", ""),
        "outcome": outcome,
        "channel": Channel.HOUSEHOLD_VISIT,
        "material": request.POST.get("material", "") if outcome in WITH_MATERIAL else "",
    }
    found = record_tap(user, sent, clock.now())
    wrong = " ".join(problem.message(gettext) for problem in found)
    said = "" if found else gettext("Recorded: {outcome}").format(outcome=word(Outcome(outcome)))
    if request.headers.get("HX-Request"):
        refresh(user.district_id)
        row = _one(user, sent["target_id"])
        context = {"door": _door(row, user, said, wrong), "material": request.POST.get("material", "")}
        contacts = {"contacts": privacy.in_force(user.district_id) is not None}
        return render(request, "work/door.html", {**context, **contacts, "outcomes": _outcomes(), "area": area})
    messages.add_message(request, messages.ERROR if found else messages.SUCCESS, wrong or said)
    kept = urlencode({name: value for name in ("words", "rung", "after") if (value := request.GET.get(name))})
    anchor = f"#door-{sent['target_id']}" if sent["target_id"].isdigit() else ""
    return redirect(f"{reverse('doors', args=[area.id])}?{kept}{anchor}")


def _one(user: User, door: str) -> Row:
    if not door.isdigit():
        raise Http404
    found = HouseholdRows(user.scope, one=int(door)).fetch(Ask({}, "address", limit=1))
    if not found:
        raise Http404
    return found[0]
