"""What the pages of the registry share: tabs, the words of rosters, and the stretches that filters mean."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.database.statements import Row
from wuzha.oversight.queries import coverage_total
from wuzha.privacy import queries as privacy
from wuzha.registry import queries, versions
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.core.words import GroupKind, HouseholdStatus, Post
from wuzha.terms import AreaLevel, Interval
from wuzha.web import clock
from wuzha.web.components import Tab
from wuzha.web.lists import Choices, Filter
from wuzha.web.models import User

POSTS: Mapping[str, Promise] = {
    Post.LEADER: _("Leader in charge"),
    Post.LIAISON: _("Liaison officer"),
    Post.DEPUTY: _("Deputy liaison officer"),
    Post.CHIEF: _("Head of the leading group"),
    Post.VICE: _("Vice head of the leading group"),
    Post.MEMBER: _("Member of the leading group"),
    Post.WORKER: _("Field worker"),
}
STATUSES: Mapping[str, Promise] = {
    HouseholdStatus.OCCUPIED: _("Occupied"),
    HouseholdStatus.VACANT: _("Vacant"),
    HouseholdStatus.NONRESIDENTIAL: _("Not residential"),
}
GROUPS: Mapping[str, Promise] = {
    GroupKind.VILLAGE: _("Residents' group"),
    GroupKind.GRID: _("Grid group"),
    GroupKind.STAFF: _("Staff group"),
    GroupKind.PARENTS: _("Parents' group"),
}
ROSTERS: Mapping[RosterKind, Promise] = {
    RosterKind.AREAS: _("Areas"),
    RosterKind.UNITS: _("Units"),
    RosterKind.PEOPLE: _("People"),
    RosterKind.HOUSEHOLDS: _("Households"),
    RosterKind.PLACES: _("Places"),
}
ENDED: Choices = [
    ("ended", _("only those that ended")),
    ("coming", _("only those that begin later")),
    ("all", _("those that ended or begin later too")),
]
_PAGES = {
    RosterKind.AREAS: "registry",
    RosterKind.UNITS: "registry_units",
    RosterKind.PEOPLE: "registry_people",
    RosterKind.HOUSEHOLDS: "registry_households",
    RosterKind.PLACES: "registry_places",
}


def address(kind: RosterKind) -> str:
    """Where the registry shows this kind."""
    return reverse(_PAGES[kind])


def linked(kind: RosterKind, key: str, office: bool) -> Callable[[Row], str] | None:
    """How a list shows the words of a row: for the office as the way to correct it."""
    if not office:
        return None
    return lambda row: format_html('<a href="{}">{}</a>', reverse("registry_row", args=[kind, row["id"]]), row[key])


def tabs(user: User, here: RosterKind | str | None) -> tuple[list[Tab], queries.Tally]:
    """One tab for each roster with how many rows the visitor may see, and the counts themselves.

    Then the versions of the denominators with how many changes wait (``here`` is ``denominators``). Contacts of
    households have the last one, where any are kept; there ``here`` is ``None``.
    """
    tally = queries.tally(user.district_id, user.scope.own, clock.today())
    doors = coverage_total(user.district_id).registered
    counts = {
        RosterKind.AREAS: tally.areas,
        RosterKind.UNITS: tally.units,
        RosterKind.PEOPLE: tally.people,
        RosterKind.HOUSEHOLDS: doors,
        RosterKind.PLACES: tally.places,
    }
    found = [Tab(str(ROSTERS[kind]), address(kind), kind is here, counts[kind]) for kind in RosterKind]
    changes = sum(sum(found.values()) for found in versions.pending(user.district_id).values())
    found.append(Tab(gettext("Denominators"), reverse("denominators"), here == "denominators", changes or None))
    kept = privacy.count(user.district_id)
    if kept or here is None or privacy.in_force(user.district_id):
        found.append(Tab(gettext("Household contacts"), reverse("contacts"), here is None, kept))
    return found, tally


def area_filter(district_id: int, asked: str) -> Filter:
    """Streets and communities to choose from, and the area that the address names, whatever its level."""
    found = {
        str(area.id): area.name if area.level == AreaLevel.STREET else f"\u3000{area.name}"
        for area in queries.grounds(district_id)
    }
    if asked.isdigit() and asked not in found and (named := queries.area(district_id, int(asked))):
        found = {asked: " / ".join(one.name for one in queries.path_to(named)[1:]) or named.name, **found}
    return Filter("area", _("Area"), "choice", list(found.items()))


def unit_filter(district_id: int, label: Promise, key: str = "unit") -> Filter:
    """Every unit of the district to choose from."""
    return Filter(key, label, "choice", [(str(unit.id), unit.name) for unit in queries.units(district_id)])


def ground(district_id: int, query: QueryDict) -> Row:
    """The stretches that the filters ``area``, ``unit`` and ``words`` of an address mean, as parameters of a list.

    A word that names a street, community or compound means its ground; every other one is part of an address.
    """
    area, unit = query.get("area", ""), query.get("unit", "")
    of_area = queries.area(district_id, int(area)) if area.isdigit() else None
    of_unit = queries.unit(district_id, int(unit)) if unit.isdigit() else None
    found = {
        word: queries.grounds_named(district_id, word) for word in query.get("words", "").replace("\0", " ").split()
    }
    named = [intervals for intervals in found.values() if intervals]
    within = reduce(intersection, named) if named else None
    patterns = [f"%{_literal(word)}%" for word, intervals in found.items() if not intervals]
    return {
        "district": district_id,
        **_ends("area", of_area),
        **_ends("unit", of_unit),
        "grounds": json.dumps([{"lo": one.lo, "hi": one.hi} for one in within]) if within is not None else None,
        "patterns": patterns or None,
    }


def _ends(name: str, node: Any) -> dict[str, int | None]:
    return {f"{name}_lo": node.lo if node else None, f"{name}_hi": node.hi if node else None}


def intersection(some: list[Interval], others: list[Interval]) -> list[Interval]:
    """What lies in both: of two nested intervals the inner one."""
    pairs = [(one, other) for one in some for other in others]
    return [inner for one, other in pairs for inner, outer in ((one, other), (other, one)) if _inside(inner, outer)]


def _inside(inner: Interval, outer: Interval) -> bool:
    return outer.lo <= inner.lo and inner.hi <= outer.hi


def _literal(word: str) -> str:
    """A word for LIKE that means only itself."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
