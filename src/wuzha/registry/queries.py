"""Reading the registry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from wuzha.database import statement
from wuzha.registry.core.stages import Stage
from wuzha.registry.models import Area, District, Import, Person, Unit
from wuzha.terms import AreaLevel, Interval

_ROOM = "wuzha.registry"
Noun = Literal["areas", "units", "people", "households", "places", "doubles", "gaps", "pending"]


def districts() -> list[District]:
    """Every district of this installation."""
    return list(District.objects.order_by("id"))


def district(district_id: int) -> District:
    """One district."""
    return District.objects.get(id=district_id)


def units(district_id: int) -> list[Unit]:
    """Every unit of the district, in the order of the tree."""
    return list(Unit.objects.filter(district_id=district_id).select_related("area").order_by("lo", "-hi"))


def areas(district_id: int) -> list[Area]:
    """Every area in scope, in the order of the tree."""
    return list(Area.objects.filter(district_id=district_id).order_by("lo", "-hi"))


def root_area(district_id: int) -> Area | None:
    """The area that is the district itself."""
    return Area.objects.filter(district_id=district_id, parent=None).first()


def people(district_id: int) -> list[Person]:
    """Posts of the units in scope."""
    return list(
        Person.objects.filter(district_id=district_id).select_related("unit").order_by("unit__lo", "post", "name")
    )


def area(district_id: int, area_id: int) -> Area | None:
    """One area, or ``None`` where the scope shows none."""
    return Area.objects.filter(district_id=district_id, id=area_id).first()


def path_to(area: Area) -> list[Area]:
    """The areas above an area, from the top, and last the area itself."""
    above = Area.objects.filter(district_id=area.district_id, lo__lte=area.lo, hi__gte=area.hi)
    return list(above.order_by("lo", "-hi"))


def unit(district_id: int, unit_id: int) -> Unit | None:
    """One unit of the district."""
    return Unit.objects.filter(district_id=district_id, id=unit_id).select_related("parent", "area").first()


def grounds_named(district_id: int, word: str) -> list[Interval]:
    """The streets, communities and compounds in whose name a word stands; a building's name is part of addresses."""
    found = Area.objects.filter(district_id=district_id, name__contains=word)
    levels = (AreaLevel.STREET, AreaLevel.COMMUNITY, AreaLevel.COMPOUND)
    return [Interval(lo, hi) for lo, hi in found.filter(level__in=levels).order_by("lo", "-hi").values_list("lo", "hi")]


def list_text(noun: Noun) -> str:
    """The SELECT behind a list; its named parameters stand in ``sql/list_<noun>.sql``."""
    return statement(_ROOM, f"list_{noun}").text


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are within the scope. ``known`` are the units whose people the visitor may see; of those the
    last two count who lacks a leader or a liaison officer today."""

    areas: int
    people: int
    places: int
    units: int
    known: int
    without_leader: int
    without_liaison: int


def tally(district_id: int, own: Interval, today: date) -> Tally:
    """Count what the registry holds; households are counted by ``oversight``."""
    return Tally(**statement(_ROOM, "tally").one(district=district_id, own_lo=own.lo, own_hi=own.hi, today=today))


def imported(district_id: int, import_id: int) -> Import | None:
    """One run of an import with its problems."""
    return Import.objects.filter(district_id=district_id, id=import_id).first()


def imported_rosters(district_id: int) -> Sequence[str]:
    """The kinds of rosters that have been imported at all."""
    return list(
        Import.objects.filter(district_id=district_id, state=Stage.DONE).values_list("roster", flat=True).distinct()
    )


def grounds(district_id: int) -> list[Area]:
    """Streets and communities in the order of the tree: few enough for a filter to offer."""
    levels = (AreaLevel.STREET, AreaLevel.COMMUNITY)
    return list(Area.objects.filter(district_id=district_id, level__in=levels).order_by("lo", "-hi"))
