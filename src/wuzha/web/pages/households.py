"""Households by where they stand on the coverage ladder: the doors behind every figure of coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.oversight.actions import REFRESH_DAYS, refresh
from wuzha.oversight.queries import LadderRow, coverage_total
from wuzha.registry import queries as registry
from wuzha.terms import Grade, Interval, Outcome, Role, Scope
from wuzha.web.access import DOERS, EVERYBODY, allow, user_of, whole_district
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.models import User
from wuzha.web.sources import Ask, Given, Place, SqlSource
from wuzha.web.templatetags.wuzha import pill
from wuzha.web.words import word

if TYPE_CHECKING:
    from wuzha.registry.models import Area, Unit

REACHED = ("registered", "visited", "refused", "met", "told", "refreshed")
"""The steps of doors that are to be visited, each the highest one reached."""

RUNGS: Mapping[str, tuple[str, ...] | None] = {
    "registered": None,
    "eligible": REACHED,
    "unvisited": ("registered",),
    "visited": REACHED[1:],
    "met": REACHED[3:],
    "untold": ("registered", "visited", "refused", "met"),
    "told": REACHED[4:],
    "refreshed": ("refreshed",),
    "refused": ("refused",),
    "vacant": ("vacant",),
    "nonresidential": ("nonresidential",),
}
"""For each figure of the ladder the steps of the doors that it counts; ``None`` stands for all."""

RUNG_WORDS: Mapping[str, Promise] = {
    "registered": _("Registered"),
    "eligible": _("To visit"),
    "unvisited": _("Not visited yet"),
    "visited": _("Visited"),
    "met": _("Met"),
    "untold": _("Not told yet"),
    "told": _("Told"),
    "refreshed": _("Told again"),
    "refused": _("Refused"),
    "vacant": _("Vacant"),
    "nonresidential": _("Not residential"),
}
STEPS: Mapping[str, tuple[str, str, Promise]] = {
    "registered": ("open", "circle", _("not visited yet")),
    "visited": ("due_soon", "clock", _("visited, nobody met")),
    "refused": ("late", "ban", _("refused")),
    "met": ("due_soon", "user", _("met, not told yet")),
    "told": ("done", "check", _("told")),
    "refreshed": ("done", "refresh", _("told again")),
    "vacant": ("not_counted", "minus", _("vacant")),
    "nonresidential": ("not_counted", "minus", _("not residential")),
}
"""Where a door stands, as it is shown: tone, icon and words."""


def count_of(row: LadderRow, rung: str, grade: str | None = None) -> int:
    """The figure of a rung; of those told, on evidence of one grade."""
    if grade:
        return row.told_grades[Grade(grade)]
    if rung in ("unvisited", "untold"):
        return row.eligible - (row.visited if rung == "unvisited" else row.told)
    return int(getattr(row, rung))


def cut(stretch: Interval, scope: Interval) -> Interval:
    """The part of a stretch that lies in the scope; an empty one where none does."""
    lo = max(stretch.lo, scope.lo)
    return Interval(lo, max(lo, min(stretch.hi, scope.hi)))


@dataclass(frozen=True)
class HouseholdRows:
    """A source of doors inside the visitor's scope, narrowed to a stretch of both trees; in the order of the ground.

    ``grade`` narrows to doors told on this evidence at best, ``one`` to a single door.
    """

    scope: Scope
    areas: Interval = field(default_factory=Interval.root)
    units: Interval = field(default_factory=Interval.root)
    grade: str | None = None
    one: int | None = None

    def fetch(self, ask: Ask) -> Sequence[Row]:
        with whole_district():
            return self._sql(ask.given).fetch(ask)

    def place(self, row: Row, sort: str) -> Place:
        return Place(row["area_pos"], row["id"])

    def count(self, given: Given) -> int | None:
        """From the leaves that the ladder is made of: the figure that was clicked."""
        if "words" in given:
            return None
        total = coverage_total(self.scope.district_id, self.areas, self.units)
        return count_of(total, str(given.get("rung", "registered")), self.grade)

    def _sql(self, given: Given) -> SqlSource:
        areas, units = cut(self.areas, self.scope.areas), cut(self.units, self.scope.units)
        rung = str(given.get("rung", "registered"))
        steps = RUNGS[rung]
        fixed = {
            "district": self.scope.district_id,
            "area_lo": areas.lo,
            "area_hi": areas.hi,
            "unit_lo": units.lo,
            "unit_hi": units.hi,
            "rung": rung,
            "steps": None if steps is None else list(steps),
            "grade": self.grade,
            "one": self.one,
            "refresh_days": REFRESH_DAYS,
        }
        text = statement("wuzha.web", "household_rows").text
        return SqlSource(text, ["words"], {"address": "area_pos"}, fixed=fixed)


@dataclass(frozen=True)
class Ground:
    """The part of both trees that an address names: ``area``, ``unit``, and ``own`` for what belongs to the node
    itself and to none of its children."""

    area: Area | None
    unit: Unit | None
    own: bool

    @property
    def areas(self) -> Interval:
        return self._stretch(self.area)

    @property
    def units(self) -> Interval:
        return self._stretch(self.unit)

    @property
    def name(self) -> str:
        """The names of the nodes; nothing for the whole district."""
        return " · ".join(node.name for node in (self.area, self.unit) if node)

    def _stretch(self, node: Area | Unit | None) -> Interval:
        if node is None:
            return Interval.root()
        return Interval(node.hi - 1, node.hi) if self.own else Interval(node.lo, node.hi)


def ground_of(district_id: int, query: QueryDict) -> Ground:
    """What an address names. Raises ``Http404`` for nodes that are not there."""
    area, unit = query.get("area", ""), query.get("unit", "")
    found = Ground(
        registry.area(district_id, int(area)) if area.isdigit() else None,
        registry.unit(district_id, int(unit)) if unit.isdigit() else None,
        bool(query.get("own")),
    )
    if (area and not found.area) or (unit and not found.unit):
        raise Http404
    return found


def _address(row: Row) -> str:
    return format_html(
        '<a href="{}#door-{}">{}</a>', reverse("doors", args=[row["area_id"]]), row["id"], row["address"]
    )


def _step(row: Row) -> str:
    tone, icon, said = STEPS[row["step"]]
    return pill(tone, str(said), icon)


def _outcome(row: Row) -> Outcome | None:
    return Outcome(row["last_outcome"]) if row["last_outcome"] else None


def household_columns(user: User) -> list[Column[Row]]:
    """Doors as rows; whoever may record work comes to the door by a click."""
    link = _address if Role(user.role) in DOERS else None
    return [
        Column("address", _("Door"), render=link, sortable=True, lead=True, width=30),
        Column("area", _("Area"), width=18),
        Column("unit", _("Held by"), width=18),
        Column("step", _("Stands at"), lambda row: str(STEPS[row["step"]][2]), _step, width=14),
        Column("last_at", _("Last visit"), width=17),
        Column("last_outcome", _("Outcome"), _outcome, width=10),
        Column("visits", _("Visits"), align="end", width=8),
        Column("grade", _("Evidence"), lambda row: Grade(row["grade"]) if row["grade"] else None, width=14),
    ]


def household_listing(user: User) -> Listing[Row]:
    """The list of doors, to be narrowed by rung and address."""
    return Listing(
        key="households",
        title=_("Households"),
        columns=household_columns(user),
        filters=[
            Filter("rung", _("Rung"), "choice", list(RUNG_WORDS.items())),
            Filter("words", _("Door"), hint=_("part of the address")),
        ],
        sort="address",
    )


@allow(EVERYBODY)
def households(request: HttpRequest) -> HttpResponseBase:
    """The doors behind a figure of coverage, or those that still need a visit."""
    user = user_of(request)
    refresh(user.district_id)
    ground = ground_of(user.district_id, request.GET)
    grade = request.GET.get("grade", "")
    source = HouseholdRows(user.scope, ground.areas, ground.units, grade if grade in list(Grade) else None)
    context = {"ground": ground, "grade": word(Grade(grade)) if grade in list(Grade) else ""}
    return household_listing(user).respond(request, source, "coverage/households.html", context)
