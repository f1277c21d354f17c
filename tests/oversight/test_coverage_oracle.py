"""The SQL of the ladder against the pure functions that specify it, on random small districts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from itertools import count as numbers

import pytest
from hypothesis import HealthCheck, given, settings

from support.coverage_world import START, doors, visits
from support.facts import fact, whole
from support.register_world import register
from wuzha.ledger.actions import append
from wuzha.oversight.actions import Mark, mark, recount, refresh
from wuzha.oversight.core import coverage
from wuzha.oversight.core.coverage import Door, Ladder, Leaf, Visit
from wuzha.oversight.models import CoverageLeaf, Touched
from wuzha.registry.versions import approve
from wuzha.terms import Actor

pytestmark = pytest.mark.django_db
_DISTRICTS: Iterator[int] = numbers(1000)  # each example has a district of its own


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
        register(district_id, houses)
        _record(district_id, houses, known)
        recount(district_id)
        counted = _counted(district_id)
    specified = coverage.count(houses, known)
    assert {leaf: asdict(one) for leaf, one in counted.items()} == {
        leaf: asdict(one) for leaf, one in specified.items()
    }


@given(doors, doors, visits)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_doors_that_are_not_approved_do_not_count(
    db: None, approved: list[Door], working: list[Door], found: list[Visit]
) -> None:
    """The denominators are those of the version; leaf by leaf, marks lead to the same counts as counting everything."""
    district_id = next(_DISTRICTS)
    known = [visit for visit in found if visit.household_id in {house.id for house in (*approved, *working)}]
    with whole(district_id):
        if approved:
            register(district_id, approved)
            approve(district_id, Actor(8, "沈知行"), START)
        register(district_id, working)
        recount(district_id)
        _record(district_id, [*approved, *working], known)
        mark(district_id, {Mark("household", house.area_pos, house.unit_pos) for house in working})
        refresh(district_id)
        marked = _counted(district_id)
        recount(district_id)
        counted = _counted(district_id)
        assert not Touched.objects.filter(district_id=district_id).exists()
    assert counted == coverage.count(approved or working, known)
    touched = {visit.household_id for visit in known} <= {house.id for house in working}
    assert marked == counted or not touched
