"""A register of doors and places set down as it shall be, and changed, without a roster."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from support.coverage_world import AREAS, UNITS
from wuzha.oversight.core.coverage import Door
from wuzha.registry.models import Household, Place

_AREA_IDS = {area.pos: number for number, area in enumerate(AREAS, start=1)}
_UNIT_IDS = {unit.pos: number for number, unit in enumerate(UNITS, start=1)}
ENDED = date(2026, 5, 31)


def register(district_id: int, doors: Iterable[Door]) -> None:
    """Make the working register hold these doors and no others: those it had besides are ended."""
    wanted = {door.id: door for door in doors}
    Household.objects.filter(district_id=district_id).exclude(id__in=wanted).update(valid_to=ENDED)
    for door in wanted.values():
        values = {
            "code": str(door.id),
            "address": f"{door.id}号",
            "area_id": _AREA_IDS[door.area_pos],
            "area_pos": door.area_pos,
            "unit_id": _UNIT_IDS[door.unit_pos],
            "unit_pos": door.unit_pos,
            "status": door.status,
            "valid_to": None,
            "fingerprint": b"",
        }
        if not Household.objects.filter(district_id=district_id, id=door.id).update(**values):
            Household.objects.create(district_id=district_id, id=door.id, **values)


def place(district_id: int, number: int, sort: str = "screen", area: int = 0, unit: int = 0) -> None:
    """One more place in the working register."""
    Place.objects.create(
        district_id=district_id,
        id=number,
        place_class=sort,
        code=str(number),
        name=f"{number}号屏",
        area_id=_AREA_IDS[AREAS[area].pos],
        area_pos=AREAS[area].pos,
        unit_id=_UNIT_IDS[UNITS[unit].pos],
        unit_pos=UNITS[unit].pos,
        fingerprint=b"",
    )
