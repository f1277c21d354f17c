"""The SQL of the ladder against the pure functions that specify it, on random small districts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from itertools import count as numbers

import pytest
from hypothesis import HealthCheck, given, settings

from support.coverage_world import AREAS, START, UNITS, doors, visits
from support.facts import fact, whole
from wuzha.ledger.actions import append
from wuzha.oversight.actions import recount
from wuzha.oversight.core import coverage
from wuzha.oversight.core.coverage import Door, Ladder, Leaf, Visit
from wuzha.oversight.models import CoverageLeaf
from wuzha.registry.models import Household

pytestmark = pytest.mark.django_db
_DISTRICTS: Iterator[int] = numbers(1000)  # each example has a district of its own
_AREA_IDS = {area.pos: number for number, area in enumerate(AREAS, start=1)}
_UNIT_IDS = {unit.pos: number for number, unit in enumerate(UNITS, start=1)}


def _register(district_id: int, houses: list[Door]) -> None:
    Household.objects.bulk_create(
        Household(
            district_id=district_id,
            id=house.id,
            code=str(house.id),
            address=f"{house.id}号",
            area_id=_AREA_IDS[house.area_pos],
            area_pos=house.area_pos,
            unit_id=_UNIT_IDS[house.unit_pos],
            unit_pos=house.unit_pos,
            status=house.status,
            fingerprint=b"",
        )
        for house in houses
    )


def _record(district_id: int, houses: list[Door], found: list[Visit]) -> None:
    places = {house.id: house for house in houses}
    rows = [
        fact(
            visit.at,
            id=visit.id,
            target_id=visit.household_id,
            area_pos=places[visit.household_id].area_pos,
            outcome=visit.outcome,
            material=visit.material,
            grade=visit.grade,
            supersedes=visit.supersedes,
        )
        for visit in found
        if visit.household_id in places
    ]
    append(district_id, rows, START)


def _counted(district_id: int) -> dict[Leaf, Ladder]:
    names = [field.name for field in fields(Ladder)]
    rows = CoverageLeaf.objects.filter(district_id=district_id).values("area_pos", "unit_pos", *names)
    return {Leaf(row.pop("area_pos"), row.pop("unit_pos")): Ladder(**row) for row in rows}


@given(doors, visits)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_counts_what_the_specification_counts(db: None, houses: list[Door], found: list[Visit]) -> None:
    district_id = next(_DISTRICTS)
    known = [visit for visit in found if visit.household_id in {house.id for house in houses}]
    with whole(district_id):
        _register(district_id, houses)
        _record(district_id, houses, known)
        recount(district_id)
        counted = _counted(district_id)
    specified = coverage.count(houses, known)
    assert {leaf: asdict(one) for leaf, one in counted.items()} == {
        leaf: asdict(one) for leaf, one in specified.items()
    }
