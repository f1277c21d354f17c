"""Fieldwork: which kind of work is to be recorded, and at which place."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.terms import FactKind, PlaceClass, Role, TargetKind
from wuzha.web import clock
from wuzha.web.access import DOERS, REPORTERS, allow, user_of
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.sources import SqlSource
from wuzha.web.words import choices, word
from wuzha.work.core.kinds import KINDS

RECENT = 8

_SAYS: Mapping[FactKind, tuple[str, Promise]] = {
    FactKind.VISIT: ("home", _("from door to door, three taps a visit")),
    FactKind.PLACEMENT: ("map-pin", _("posters, displays, banners, light boxes")),
    FactKind.SCREEN_LOOP: ("layout-dashboard", _("a film or text on an electronic screen")),
    FactKind.GROUP_POST: ("users", _("what was posted in a residents' or parents' group")),
    FactKind.PUBLICATION: ("file-text", _("on the official account or in the news")),
    FactKind.MESSAGE_BATCH: ("send", _("text messages sent by the unit")),
    FactKind.LETTER: ("file-description", _("letters, with or without a signed receipt")),
    FactKind.EVENT: ("calendar-due", _("lectures, stands, pledge signings, training")),
    FactKind.MEETING: ("notebook", _("meetings of the campaign")),
    FactKind.PLAN_FILED: ("clipboard-list", _("the unit's own plan, handed in")),
    FactKind.REPORT_FILED: ("report", _("summaries and other reports; months are filed under Reports")),
}


@allow(DOERS)
def work(request: HttpRequest) -> HttpResponse:
    """What was done? The kinds of work, and what was recorded last."""
    user = user_of(request)
    apart = {FactKind.VISIT} | (set() if Role(user.role) in REPORTERS else {FactKind.REPORT_FILED})
    kinds = [(kind.value, word(kind), *said) for kind, said in _SAYS.items() if kind not in apart]
    last = statement("wuzha.web", "recorded_last").rows(
        district=user.district_id, actor=user.id, since=clock.now().replace(year=clock.now().year - 1), limit=RECENT
    )
    rows = [(row, word(FactKind(row["kind"]))) for row in last]
    return render(request, "work/work.html", {"kinds": kinds, "rows": rows})


def _columns(kind: str) -> list[Column[Row]]:
    def linked(row: Row) -> str:
        asked = urlencode({"target": f"{TargetKind.PLACE}:{row['id']}"})
        return format_html('<a href="{}?{}">{}</a>', reverse("record", args=[kind]), asked, row["name"])

    return [
        Column("name", _("Place"), render=linked, sortable=True, lead=True, width=30),
        Column("place_class", _("Class"), lambda row: PlaceClass(row["place_class"]), sortable=True, width=14),
        Column("area", _("Area"), width=18),
        Column("unit", _("Held by"), sortable=True, width=18),
        Column("last_on", _("Recorded last"), sortable=True, width=12),
    ]


@allow(DOERS)
def places(request: HttpRequest, kind: str) -> HttpResponseBase:
    """At which place? Those in one's care, and when this kind of work was recorded there last."""
    if kind not in _SAYS or TargetKind.PLACE not in KINDS[FactKind(kind)].targets:
        raise Http404
    user = user_of(request)
    listing = Listing(
        key="places",
        title=_("Places"),
        columns=_columns(kind),
        filters=[
            Filter("words", _("Place"), hint=_("name, address, area")),
            Filter("place_class", _("Class"), "choice", choices(PlaceClass)),
        ],
        sort="name",
    )
    source = SqlSource(
        statement("wuzha.web", "work_places").text,
        ["words", "place_class"],
        {name: name for name in ("name", "place_class", "unit", "last_on")},
        fixed={"district": user.district_id, "kind": kind, "today": clock.today()},
    )
    return listing.respond(request, source, "work/places.html", {"kind_word": word(FactKind(kind))})
