"""The registry's households and places: everything that work can be done to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database.statements import Row
from wuzha.oversight.queries import coverage_total
from wuzha.privacy import queries as privacy
from wuzha.privacy.core.contacts import Where
from wuzha.registry import doubles, queries
from wuzha.registry.core.templates import RosterKind
from wuzha.terms import Interval, PlaceClass
from wuzha.web.access import OFFICE, READERS, REPORTERS, allow, user_of
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.pages.registry_frame import ENDED, GROUPS, STATUSES, area_filter, ground, linked, tabs, unit_filter
from wuzha.web.sources import Given, SqlSource
from wuzha.web.words import choices


class HouseholdRows(SqlSource):
    """Doors; without further filters their number is the one that every other page shows."""

    def count(self, given: Given) -> int | None:
        if {"words", "status", "state"} & given.keys():
            return super().count(given)
        ends = self.fixed or {}
        areas, units = (_stretch(ends[f"{name}_lo"], ends[f"{name}_hi"]) for name in ("area", "unit"))
        return coverage_total(int(str(ends["district"])), areas, units).registered


def _stretch(lo: object, hi: object) -> Interval | None:
    return None if lo is None else Interval(int(str(lo)), int(str(hi)))


def _contact(district_id: int) -> Column[Row]:
    def shown(row: Row) -> str:
        return privacy.masked(Where(district_id, row["id"]), row["contact_name"], row["contact_phone"])

    def linked(row: Row) -> str:
        words = shown(row) or gettext("none")
        return format_html('<a href="{}">{}</a>', reverse("contact", args=[row["id"]]), words)

    return Column("contact", _("Contact"), shown, linked, width=24)


def _households(district_id: int, area: str, office: bool) -> Listing[Row]:
    contact = [_contact(district_id)] if privacy.in_force(district_id) else []
    return Listing(
        key="households",
        title=_("Households"),
        columns=[
            Column("area", _("Area"), sortable=True, width=24),
            Column(
                "address", _("Address"), render=linked(RosterKind.HOUSEHOLDS, "address", office), lead=True, width=36
            ),
            Column("unit", _("Held by"), width=24),
            *contact,
            Column("status", _("State"), lambda row: str(STATUSES[row["status"]]), width=12),
            Column("code", _("Code"), sortable=True, width=40),
            Column("valid_from", _("From"), width=12),
            Column("valid_to", _("To"), width=12),
        ],
        filters=[
            Filter("words", _("Address"), hint=_("e.g. compound 3 501")),
            area_filter(district_id, area),
            unit_filter(district_id, _("Held by")),
            Filter("status", _("State"), "choice", list(STATUSES.items())),
            Filter("state", _("In force"), "choice", ENDED),
        ],
        sort="area",
    )


@allow(READERS | REPORTERS)
def households(request: HttpRequest) -> HttpResponseBase:
    """Doors by ground, holder and address."""
    user = user_of(request)
    fixed = ground(user.district_id, request.GET)
    sorts = {"area": "area_pos", "code": "code"}
    source = HouseholdRows(
        queries.list_text("households"), ["status", "state"], sorts, fixed=fixed, filled=list(sorts.values())
    )
    shown, _tally = tabs(user, RosterKind.HOUSEHOLDS)
    office = user.role in OFFICE
    waiting = doubles.count_open(user.district_id) if office else 0
    context = {"tabs": shown, "office": office, "doubles": waiting}
    listing = _households(user.district_id, request.GET.get("area", ""), office)
    return listing.respond(request, source, "registry/households.html", context)


def _more(row: Row) -> str:
    """What only some classes have: a chat group's kind and publisher, a vehicle's plate and line."""
    kind = str(GROUPS[row["group_kind"]]) if row["group_kind"] else ""
    return " · ".join(part for part in (kind, row["detail"]) if part)


def _spot(row: Row) -> str:
    """Longitude and latitude as one would paste them into a map."""
    return "" if row["longitude"] is None or row["latitude"] is None else f"{row['longitude']}, {row['latitude']}"


def _particulars(place_class: str) -> list[Column[Row]]:
    """What only some classes have: a column for each where one of them is asked for, else all in one."""
    kind = Column[Row]("group_kind", _("Kind of group"), lambda row: str(GROUPS.get(row["group_kind"], "")), width=12)
    publisher = Column[Row]("publisher", _("Publisher"), width=12)
    plate, route = Column[Row]("plate", _("Plate"), width=12), Column[Row]("route", _("Route"), width=12)
    own: dict[str, list[Column[Row]]] = {
        PlaceClass.CHAT_GROUP: [kind, publisher],
        PlaceClass.VEHICLE: [plate, route],
        PlaceClass.STOP: [route],
    }
    return own.get(place_class, [Column("more", _("Particulars"), _more, width=20)])


LACKS = [
    ("publisher", _("a group without publisher")),
    ("line", _("no line department")),
    ("area", _("no area")),
    ("spot", _("no coordinates")),
]


def _places(district_id: int, query: QueryDict, office: bool) -> Listing[Row]:
    return Listing(
        key="places",
        title=_("Places"),
        columns=[
            Column("place_class", _("Class"), lambda row: PlaceClass(row["place_class"]), sortable=True, width=14),
            Column(
                "name", _("Name"), render=linked(RosterKind.PLACES, "name", office), sortable=True, lead=True, width=30
            ),
            Column("area", _("Area"), sortable=True, width=24),
            Column("address", _("Address"), width=24),
            Column("unit", _("Held by"), sortable=True, width=24),
            Column("line_unit", _("Line department"), width=18),
            *_particulars(query.get("place_class", "")),
            Column("spot", _("Coordinates"), _spot, width=20),
            Column("valid_from", _("From"), sortable=True, width=12),
            Column("valid_to", _("To"), sortable=True, width=12),
            Column("code", _("Code"), sortable=True, width=30),
        ],
        filters=[
            Filter("words", _("Words"), hint=_("name, address, ground, publisher, plate")),
            Filter("place_class", _("Class"), "choice", choices(PlaceClass)),
            area_filter(district_id, query.get("area", "")),
            unit_filter(district_id, _("Held by")),
            unit_filter(district_id, _("Line department"), "line"),
            Filter("group_kind", _("Kind of group"), "choice", list(GROUPS.items())),
            Filter("lacks", _("Lacks"), "choice", LACKS),
            Filter("state", _("In force"), "choice", ENDED),
        ],
        sort="place_class",
    )


@allow(READERS | REPORTERS)
def places(request: HttpRequest) -> HttpResponseBase:
    """Screens, counters, banner sites, chat groups, stairwells and so on."""
    user = user_of(request)
    fixed = ground(user.district_id, request.GET)
    sorts = {
        **{name: name for name in ("place_class", "name", "code", "valid_from", "valid_to")},
        "area": "area_pos",
        "unit": "unit_pos",
    }
    filters = ["place_class", "state", "group_kind", "line", "lacks"]
    source = SqlSource(queries.list_text("places"), filters, sorts, fixed=fixed)
    shown, _tally = tabs(user, RosterKind.PLACES)
    context = {"tabs": shown, "office": user.role in OFFICE}
    listing = _places(user.district_id, request.GET, user.role in OFFICE)
    return listing.respond(request, source, "registry/places.html", context)
