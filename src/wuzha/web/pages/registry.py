"""The registry: areas down to the building, units with who answers for them, people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database.statements import Row
from wuzha.oversight.queries import LadderRow, coverage_by_area
from wuzha.registry import posts, queries
from wuzha.registry.core.templates import RosterKind
from wuzha.reports.core.figures import thousands
from wuzha.terms import AreaLevel, UnitKind
from wuzha.web import clock
from wuzha.web.access import OFFICE, READERS, REPORTERS, allow, user_of
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.pages.registry_frame import POSTS, linked, tabs, unit_filter
from wuzha.web.sources import Ask, Given, Place, SqlSource
from wuzha.web.templatetags.wuzha import pill
from wuzha.web.words import choices

_NO_DOORS = {"registered": 0, "vacant": 0, "nonresidential": 0}


@dataclass(frozen=True)
class AreaRows:
    """Areas with the households that stand in them, from the same leaves as every other figure."""

    areas: SqlSource
    doors: Mapping[int, LadderRow]

    def fetch(self, ask: Ask) -> Sequence[Row]:
        return [{**row, **self._doors(row["id"])} for row in self.areas.fetch(ask)]

    def place(self, row: Row, sort: str) -> Place:
        return self.areas.place(row, sort)

    def count(self, given: Given) -> int | None:
        return self.areas.count(given)

    def _doors(self, area_id: int) -> dict[str, int]:
        found = self.doors.get(area_id)
        return {name: getattr(found, name) for name in _NO_DOORS} if found else _NO_DOORS


def _area_columns() -> list[Column[Row]]:
    return [
        Column("name", _("Area"), render=_area_link, sortable=True, lead=True, width=24),
        Column("level", _("Level"), lambda row: AreaLevel(row["level"]), sortable=True, width=10),
        Column("parts", _("Parts"), align="end", width=8),
        Column("registered", _("Households"), render=_doors_link, align="end", width=12),
        Column("vacant", _("Vacant"), align="end", width=8),
        Column("nonresidential", _("Not residential"), align="end", width=10),
        Column("places", _("Places"), render=_places_link, align="end", width=8),
        Column("code", _("Code"), sortable=True, width=30),
    ]


def _area_link(row: Row) -> str:
    if not row["parts"]:
        return str(row["name"])
    return format_html('<a href="{}?area={}">{}</a>', reverse("registry"), row["id"], row["name"])


def _doors_link(row: Row) -> str:
    return _rows_link("registry_households", row, row["registered"])


def _places_link(row: Row) -> str:
    return _rows_link("registry_places", row, row["places"])


def _rows_link(page: str, row: Row, count: int) -> str:
    if not count:
        return "0"
    return format_html('<a href="{}?{}">{}</a>', reverse(page), urlencode({"area": row["id"]}), thousands(count))


_AREAS: Listing[Row] = Listing(
    key="areas",
    title=_("Areas"),
    columns=_area_columns(),
    filters=[Filter("words", _("Name or code"))],
    sort="name",
)


@allow(READERS | REPORTERS)
def areas(request: HttpRequest) -> HttpResponseBase:
    """The parts of an area; of the district, where the address names none."""
    user = user_of(request)
    asked = request.GET.get("area", "")
    here = queries.area(user.district_id, int(asked)) if asked.isdigit() else queries.root_area(user.district_id)
    if asked and here is None:
        raise Http404
    node = here.id if here else 0
    rows = coverage_by_area(user.district_id, node)
    source = AreaRows(
        SqlSource(
            queries.list_text("areas"),
            ["words"],
            {"name": "lo", "level": "level", "code": "code"},
            fixed={"district": user.district_id, "parent": node},
        ),
        {row.id: row for row in rows if row.id is not None},
    )
    shown, _tally = tabs(user, RosterKind.AREAS)
    context = {
        "tabs": shown,
        "office": user.role in OFFICE,
        "here": here,
        "path": queries.path_to(here)[:-1] if here else [],
        "own": next((row for row in rows if row.own), None),
    }
    return _AREAS.respond(request, source, "registry/areas.html", context)


def _missing(row: Row) -> str:
    if not row["known"]:
        return ""
    gaps = [gettext("no leader")] if not row["leader"] else []
    gaps += [gettext("no liaison officer")] if not row["liaison"] else []
    return "、".join(gaps) or gettext("complete")


def _missing_pill(row: Row) -> str:
    said = _missing(row)
    if not said:
        return "—"
    return pill(
        "done" if row["leader"] and row["liaison"] else "late", said, "" if row["liaison"] else "alert-triangle"
    )


def _named(row: Row) -> str:
    return format_html('<a href="{}">{}</a>', reverse("registry_unit", args=[row["id"]]), row["name"])


_GAPS = [("any", _("somebody is missing")), ("leader", _("no leader")), ("liaison", _("no liaison officer"))]
_UNITS: Listing[Row] = Listing(
    key="units",
    title=_("Units"),
    columns=[
        Column("name", _("Unit"), render=_named, sortable=True, lead=True, width=26),
        Column("kind", _("Kind"), lambda row: UnitKind(row["kind"]), sortable=True, width=14),
        Column("parent", _("Above it"), sortable=True, width=22),
        Column("area", _("Own ground"), width=16),
        Column("missing", _("Contacts"), _missing, _missing_pill, width=20),
        Column("leader", _("Leader in charge"), width=14),
        Column("liaison", _("Liaison officer"), width=14),
        Column("deputy", _("Deputy"), width=14),
        Column("aliases", _("Other names"), lambda row: "、".join(row["aliases"]), width=30),
    ],
    filters=[
        Filter("words", _("Words"), hint=_("name, other name or code")),
        Filter("kind", _("Kind"), "choice", choices(UnitKind)),
        Filter("gap", _("Contacts"), "choice", _GAPS),
    ],
    sort="name",
)


@allow(READERS | REPORTERS)
def units(request: HttpRequest) -> HttpResponseBase:
    """Units, and whether each has named who leads and who is to be called."""
    user = user_of(request)
    own = user.scope.own
    source = SqlSource(
        queries.list_text("units"),
        ["words", "kind", "gap"],
        {"name": "lo", "kind": "kind", "parent": "parent"},
        fixed={"district": user.district_id, "own_lo": own.lo, "own_hi": own.hi, "today": clock.today()},
    )
    shown, tally = tabs(user, RosterKind.UNITS)
    context = {"tabs": shown, "tally": tally, "office": user.role in OFFICE}
    return _UNITS.respond(request, source, "registry/units.html", context)


def _people(district_id: int, office: bool) -> Listing[Row]:
    return Listing(
        key="people",
        title=_("People"),
        columns=[
            Column(
                "name", _("Name"), render=linked(RosterKind.PEOPLE, "name", office), sortable=True, lead=True, width=12
            ),
            Column("unit", _("Unit"), sortable=True, width=26),
            Column("post", _("Post"), lambda row: str(POSTS[row["post"]]), sortable=True, width=14),
            Column("phone", _("Phone"), width=14),
            Column("valid_from", _("From"), sortable=True, width=12),
            Column("valid_to", _("To"), sortable=True, width=12),
        ],
        filters=[
            Filter("words", _("Words"), hint=_("name or phone")),
            unit_filter(district_id, _("Unit")),
            Filter("post", _("Post"), "choice", list(POSTS.items())),
            Filter("state", _("Ended"), "choice", [("ended", _("only those that ended")), ("all", _("all"))]),
        ],
        sort="unit",
    )


@allow(READERS | REPORTERS)
def people(request: HttpRequest) -> HttpResponseBase:
    """Who works for the units: of one's own unit and those below it; the office sees everybody."""
    user = user_of(request)
    source = SqlSource(
        queries.list_text("people"),
        ["words", "unit", "post", "state"],
        {"unit": "unit_lo", "name": "name", "post": "post", "valid_from": "valid_from", "valid_to": "valid_to"},
        fixed={"district": user.district_id, "today": clock.today()},
    )
    shown, _tally = tabs(user, RosterKind.PEOPLE)
    office = user.role in OFFICE
    missing = len(posts.gaps(user.district_id, user.scope.own, clock.today()))
    context = {"tabs": shown, "office": office, "gaps": missing}
    return _people(user.district_id, office).respond(request, source, "registry/people.html", context)
