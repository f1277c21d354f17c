"""Who is accountable for a target: one unit of the measure (条) for every holder and place (块)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wuzha.duties.core.units import UnitRecord, width, within


class Holding(NamedTuple):
    """A distinct pair of the unit that holds targets and the area they stand in (its own position)."""

    holder_id: int
    area_pos: int


def assign(
    measure_units: Sequence[int], units: Mapping[int, UnitRecord], holdings: Iterable[Holding]
) -> dict[Holding, int | None]:
    """The accountable unit of each holding; ``None`` where the measure names nobody for it.

    1. The nearest of the measure's units at or above the holder in the unit tree.
    2. Else the one whose own ground holds the place: the smallest ground, then the first that the plan names.
    3. Else the only unit, where the measure names just one.

    The measure's other units assist. Ids that are not in ``units`` are left out.
    """
    named = [units[unit_id] for unit_id in dict.fromkeys(measure_units) if unit_id in units]
    by_line = sorted(named, key=lambda unit: width(unit.interval))
    by_ground = sorted(((unit.area, unit.id) for unit in named if unit.area), key=lambda pair: width(pair[0]))
    last = named[0].id if len(named) == 1 else None
    pairs = sorted(set(holdings))
    lines = {
        holder_id: _by_line(units[holder_id], by_line)
        for holder_id in {pair.holder_id for pair in pairs}
        if holder_id in units
    }
    grounds = {
        pos: next((unit_id for area, unit_id in by_ground if area.holds(pos)), None)
        for pos in {pair.area_pos for pair in pairs}
    }
    return {pair: lines.get(pair.holder_id) or grounds[pair.area_pos] or last for pair in pairs}


def _by_line(holder: UnitRecord, nearest_first: Sequence[UnitRecord]) -> int | None:
    return next((unit.id for unit in nearest_first if within(holder.interval, unit.interval)), None)
