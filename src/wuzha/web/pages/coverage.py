"""Oversight: how far households are covered, down the tree of areas or of units, each figure leading to its doors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.oversight.actions import refresh
from wuzha.oversight.queries import LadderRow, coverage_by_area, coverage_by_unit, coverage_total
from wuzha.registry import queries as registry
from wuzha.reports.core.figures import percent, thousands
from wuzha.terms import AreaLevel, Grade, Interval, Role, UnitKind
from wuzha.web.access import EVERYBODY, READERS, allow, user_of
from wuzha.web.components import Tab
from wuzha.web.lists import Column, Filter, Listing
from wuzha.web.memory import RowsInMemory
from wuzha.web.models import User
from wuzha.web.pages.households import RUNG_WORDS
from wuzha.web.pages.ladder import MEANINGS, behind, rungs
from wuzha.web.sources import Value
from wuzha.web.words import word

AREA, UNIT = "area", "unit"


@dataclass(frozen=True, slots=True)
class Node:
    """A node of either tree as the page walks it: its name, and the way to it from the top."""

    id: int | None
    name: str
    stretch: Interval
    above: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a child of the node, or what belongs to the node itself. ``place`` is its place in the tree."""

    place: int
    row: LadderRow
    tree: str

    @property
    def name(self) -> str:
        return gettext("{name} (own doors)").format(name=self.row.name) if self.row.own else self.row.name

    @property
    def asked(self) -> dict[str, str]:
        """The parameters by which its doors are listed."""
        return {self.tree: str(self.row.id)} | ({"own": "1"} if self.row.own else {})

    @property
    def href(self) -> str:
        if self.row.own:
            return behind("registered", **self.asked)
        return f"{reverse('coverage')}?{urlencode({'by': self.tree, 'node': self.row.id})}"


@allow(EVERYBODY)
def coverage(request: HttpRequest) -> HttpResponseBase:
    """How many doors were visited, met, told, and told again: here, and in each part of it."""
    user = user_of(request)
    refresh(user.district_id)
    tree = UNIT if request.GET.get("by") == UNIT else AREA
    asked = request.GET.get("node", "")
    node = _node(user, tree, asked)
    rows = _rows(user, tree, node)
    if asked and all(row.own for row in rows):
        return redirect(behind("registered", **{tree: asked}))
    areas, units = (node.stretch, None) if tree == AREA else (None, node.stretch)
    total = coverage_total(user.district_id, areas, units)
    graded = request.GET.get("grades") == "1"
    here = {tree: str(node.id)} if node.id and asked else {}
    context = {
        "node": node,
        "tree": tree,
        "crumbs": [(name, f"?{urlencode({'by': tree, 'node': id_})}") for name, id_ in node.above],
        "tabs": [
            Tab(gettext("By area"), "?by=area", tree == AREA),
            Tab(gettext("By unit that holds the doors"), "?by=unit", tree == UNIT),
        ],
        "total": total,
        "rungs": rungs(total, **here),
        "grades": [(word(grade), total.told_grades[grade], behind("told", **here, grade=grade)) for grade in Grade],
        "graded": graded,
        "meanings": [(RUNG_WORDS[rung], meaning) for rung, meaning in MEANINGS.items()],
        "apart": [(RUNG_WORDS[rung], getattr(total, rung), behind(rung, **here)) for rung in _APART],
    }
    lines = [Line(place, row, tree) for place, row in enumerate(rows)]
    return _listing(tree, graded).respond(request, _source(lines), "coverage/coverage.html", context)


_APART = ("vacant", "nonresidential", "refused")


def _node(user: User, tree: str, asked: str) -> Node:
    """The node that the address names; without one the top of what the visitor sees."""
    if tree == AREA:
        area = registry.area(user.district_id, int(asked)) if asked.isdigit() else _top(user)
        if area is None and asked:
            raise Http404
        if area is None:
            return Node(None, "", Interval.root(), [])
        chain = [(one.name, one.id) for one in registry.path_to(area)]
        return Node(area.id, area.name, Interval(area.lo, area.hi), chain[:-1])
    units = registry.units(user.district_id)
    tops = [one for one in units if one.parent_id is None]
    if not asked and user.scope.units != Interval.root():
        asked = str(user.unit_id)
    elif not asked and len(tops) != 1:
        return Node(None, gettext("All units"), Interval.root(), [])
    unit = next((one for one in units if str(one.id) == asked), None) if asked else tops[0]
    if unit is None:
        raise Http404
    above = [(one.name, one.id) for one in units if one.lo <= unit.lo and one.hi >= unit.hi and one.id != unit.id]
    return Node(unit.id, unit.name, Interval(unit.lo, unit.hi), above)


def _top(user: User) -> Any:
    """The visitor's own ground, or the district."""
    own = registry.unit(user.district_id, user.unit_id)
    if own and own.area_id and user.scope.areas != Interval.root():
        return registry.area(user.district_id, own.area_id)
    return registry.root_area(user.district_id)


def _rows(user: User, tree: str, node: Node) -> list[LadderRow]:
    """The parts of a node. Parts without a door are shown to those who answer for the registry only."""
    if tree == UNIT:
        rows = coverage_by_unit(user.district_id, node.id)
        return [row for row in rows if row.registered]
    if node.id is None:
        return []
    rows = coverage_by_area(user.district_id, node.id)
    return rows if Role(user.role) in READERS else [row for row in rows if row.registered]


def _listing(tree: str, graded: bool) -> Listing[Line]:
    figures = [
        _figure("registered"),
        _figure("eligible"),
        *(column for name in ("visited", "met", "told", "refreshed") for column in (_figure(name), _rate(name))),
    ]
    grades = [_grade(grade) for grade in Grade] if graded else []
    levels = Column[Line]("level", _("Level"), _level, width=12)
    name = Column[Line](
        "name", _("Area") if tree == AREA else _("Unit"), render=_named, sortable=True, lead=True, width=24
    )
    return Listing(
        key="coverage",
        title=_("Coverage"),
        columns=[name, levels, *figures, *grades, _figure("refused")],
        filters=[Filter("words", _("Name"))],
        sort="name",
        size=200,
    )


def _named(line: Line) -> str:
    return format_html('<a href="{}">{}</a>', line.href, line.name)


def _level(line: Line) -> AreaLevel | UnitKind:
    return AreaLevel(line.row.level) if line.tree == AREA else UnitKind(line.row.level)


def _figure(rung: str) -> Column[Line]:
    def value(line: Line) -> int:
        return int(getattr(line.row, rung))

    def render(line: Line) -> str:
        return _linked(value(line), behind(rung, **line.asked))

    return Column(rung, RUNG_WORDS[rung], value, render, sortable=True, align="end", width=9)


def _rate(rung: str) -> Column[Line]:
    labels: dict[str, Promise] = {
        "visited": _("Visited %"),
        "met": _("Met %"),
        "told": _("Told %"),
        "refreshed": _("Told again %"),
    }

    def value(line: Line) -> str:
        return percent(getattr(line.row, rung), line.row.eligible)

    return Column(f"{rung}_rate", labels[rung], value, sortable=True, align="end", width=9)


def _grade(grade: Grade) -> Column[Line]:
    def value(line: Line) -> int:
        return line.row.told_grades[grade]

    def render(line: Line) -> str:
        return _linked(value(line), behind("told", **line.asked, grade=grade))

    label = _("Told, {grade}")
    return Column(f"told_{grade}", label.format(grade=grade), value, render, align="end", width=9)


def _linked(figure: int, href: str) -> str:
    return format_html('<a href="{}">{}</a>', href, thousands(figure)) if figure else "0"


def _source(lines: Sequence[Line]) -> RowsInMemory[Line]:
    def of(rung: str) -> Callable[[Line], Value]:
        return lambda line: getattr(line.row, rung)

    def rate(rung: str) -> Callable[[Line], Value]:
        return lambda line: getattr(line.row, rung) / line.row.eligible if line.row.eligible else None

    sorts: dict[str, Callable[[Line], Value]] = {"name": lambda line: line.place}
    sorts |= {rung: of(rung) for rung in ("registered", "eligible", "visited", "met", "told", "refreshed", "refused")}
    sorts |= {f"{rung}_rate": rate(rung) for rung in ("visited", "met", "told", "refreshed")}
    return RowsInMemory(lines, sorts, lambda line: line.place, {"words": lambda line, words: words in line.name})
