"""Planting the two trees: areas and units get their place once and keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from wuzha.problems import Problem
from wuzha.registry.core.names import Lookup, area_names, unit_names, with_parents_by_code
from wuzha.registry.core.rosters import Good, tree_row
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.core.tree import Placed, TreeRow, place
from wuzha.registry.models import Alias, Area, District, Unit
from wuzha.terms import Interval


class Counts(Protocol):
    """Where the numbers of added, changed and unchanged nodes go."""

    added: int
    changed: int
    unchanged: int


def found_district(code: str, name: str) -> District:
    """The district with this code; it is founded where there is none."""
    return District.objects.get_or_create(code=code, defaults={"name": name})[0]


def lookup(district_id: int) -> Lookup:
    """What rows may refer to: the names of the areas and units that are there."""
    units = Unit.objects.filter(district_id=district_id).select_related("parent")
    decided: dict[int | None, list[str]] = {}
    for alias in Alias.objects.filter(district_id=district_id, roster=RosterKind.UNITS):
        decided.setdefault(alias.target_id, []).append(alias.written)
    named = [
        (TreeRow(u.code, u.name, u.parent.code if u.parent else ""), (*u.aliases, *decided.get(u.id, ())))
        for u in units
    ]
    return Lookup(area_names(_area_rows(district_id)), unit_names(named))


def plant_areas(district_id: int, good: Sequence[Good], counts: Counts) -> list[Problem]:
    """Add new areas and rename known ones; gives the problems of the rows that cannot be placed."""
    known = {area.code: area for area in Area.objects.filter(district_id=district_id)}
    values = {row.key: row.values for row in good}
    rows = with_parents_by_code(map(tree_row, good), area_names(_area_rows(district_id)))
    planting = place({area.code: Interval(area.lo, area.hi) for area in known.values()}, rows)
    changed = []
    for placed in planting.placed:
        if placed.new:
            continue
        area, level = known[placed.row.code], str(values[placed.row.code]["level"])
        if (area.name, area.level) != (placed.row.name, level):
            area.name, area.level = placed.row.name, level
            changed.append(area)
    Area.objects.bulk_update(changed, ["name", "level"], batch_size=500)
    for generation in _by_level(planting.placed):
        made = [
            Area(
                district_id=district_id,
                parent=known.get(placed.row.parent),
                level=str(values[placed.row.code]["level"]),
                code=placed.row.code,
                name=placed.row.name,
                lo=placed.interval.lo,
                hi=placed.interval.hi,
            )
            for placed in generation
        ]
        known |= {area.code: area for area in Area.objects.bulk_create(made, batch_size=2000)}
    _count(counts, planting.placed, len(changed))
    return [refused.problem for refused in planting.refused]


def plant_units(district_id: int, good: Sequence[Good], counts: Counts) -> tuple[list[Problem], list[tuple[Unit, str]]]:
    """Add new units and change known ones; gives the problems of the rows that cannot be placed, and the units that
    have a new name, each with the former one."""
    known = {unit.code: unit for unit in Unit.objects.filter(district_id=district_id)}
    areas = dict(Area.objects.filter(district_id=district_id).values_list("code", "id"))
    values = {row.key: row.values for row in good}
    rows = with_parents_by_code(map(tree_row, good), lookup(district_id).units)
    planting = place({unit.code: Interval(unit.lo, unit.hi) for unit in known.values()}, rows)
    old = [placed.row for placed in planting.placed if not placed.new]
    renamed = [(known[row.code], known[row.code].name) for row in old if known[row.code].name != row.name]
    changed = [known[row.code] for row in old if _tell(known[row.code], row.name, values[row.code], areas)]
    Unit.objects.bulk_update(changed, ["name", "kind", "aliases", "area"], batch_size=500)
    for level in _by_level(planting.placed):
        made = []
        for placed in level:
            unit = Unit(
                district_id=district_id,
                parent=known.get(placed.row.parent),
                code=placed.row.code,
                lo=placed.interval.lo,
                hi=placed.interval.hi,
            )
            _tell(unit, placed.row.name, values[placed.row.code], areas)
            made.append(unit)
        known |= {unit.code: unit for unit in Unit.objects.bulk_create(made, batch_size=2000)}
    _count(counts, planting.placed, len(changed))
    return [refused.problem for refused in planting.refused], renamed


def _tell(unit: Unit, name: str, values: Mapping[str, Any], areas: dict[str, int]) -> bool:
    """Write what the roster says onto the unit; whether anything is different now."""
    aliases = list(values["aliases"] or ())
    area_id = areas[str(values["area"])] if values["area"] else None
    before = (unit.name, unit.kind, unit.aliases, unit.area_id)
    unit.name, unit.kind, unit.aliases, unit.area_id = name, str(values["kind"]), aliases, area_id
    return before != (unit.name, unit.kind, unit.aliases, unit.area_id)


def _area_rows(district_id: int) -> list[TreeRow]:
    areas = Area.objects.filter(district_id=district_id).select_related("parent")
    return [TreeRow(area.code, area.name, area.parent.code if area.parent else "") for area in areas]


def _by_level(placed: Sequence[Placed]) -> list[list[Placed]]:
    """New nodes, a list for each level, from the top: parents must have their ids before their children."""
    levels: dict[int, list[Placed]] = {}
    for one in placed:
        if one.new:
            levels.setdefault(one.level, []).append(one)
    return [levels[level] for level in sorted(levels)]


def _count(counts: Counts, placed: Sequence[Placed], changed: int) -> None:
    counts.added = sum(one.new for one in placed)
    counts.changed = changed
    counts.unchanged = len(placed) - counts.added - changed
