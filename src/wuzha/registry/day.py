"""The day on which the register stands: what ended before it no longer counts, what begins after it does not yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wuzha.database import statement
from wuzha.registry import versions
from wuzha.registry.models import District

_ROOM = "wuzha.registry"


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where targets of a kind begin or end to count: their place and their holder's place."""

    target_kind: str
    area_pos: int
    unit_pos: int


def turn(district_id: int, today: date) -> set[Leaf]:
    """Let the register stand on this day, and give the leaves whose figures change by it; none where it stands there.

    Every figure, list and export reads this one day, so that they agree whatever hour it is. Runs in the caller's
    transaction, under the whole district's scope.
    """
    if District.objects.filter(id=district_id, day=today).exists():
        return set()
    district = District.objects.select_for_update(of=("self",)).get(id=district_id)
    before = district.day or date.max
    first, last = sorted((before, today))
    District.objects.filter(id=district_id).update(day=today)
    versions.compare(district_id)
    rows = statement(_ROOM, "turned").rows(district=district_id, first=first, last=last)
    return {Leaf(**row) for row in rows}
