"""Reading the registry."""

from __future__ import annotations

from wuzha.registry.models import Area, District, Person, Unit


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
