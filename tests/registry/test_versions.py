"""Versions of the denominators: what is pending, who may approve it, and what a version has for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count as numbers
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.coverage_world import START, door, doors
from support.facts import whole
from support.register_world import place, register
from wuzha.ledger.models import Audit
from wuzha.oversight.core.coverage import Door
from wuzha.problems import WuzhaError
from wuzha.registry.core.denominators import Change, Listed, Register, differences
from wuzha.registry.models import Entry, Import, Pending
from wuzha.registry.versions import approve, compare, hands, newest, pending, versions
from wuzha.terms import Actor, TargetKind

pytestmark = pytest.mark.django_db
_DISTRICTS: Iterator[int] = numbers(4000)  # each example has a district of its own
CLERK, LEADER = Actor(7, "林晚舟"), Actor(8, "沈知行")
DISTRICT = 3900


def imported(by: Actor, days: int = 0, roster: str = "households") -> None:
    """A run of an import by somebody, that changed something."""
    Import.objects.create(
        district_id=DISTRICT,
        roster=roster,
        filename="住户.xlsx",
        sha256="",
        started_at=START + timedelta(days=days),
        actor_id=by.id,
        added=1,
    )


def has(district_id: int, number: int) -> dict[int, Listed]:
    """The doors of a version."""
    rows = Entry.objects.filter(district_id=district_id, target_kind="household", since__lte=number)
    return {
        row.target_id: Listed(row.sort, row.area_pos, row.unit_pos)
        for row in rows
        if row.until is None or row.until > number
    }


def as_register(found: list[Door]) -> Register:
    return {(TargetKind.HOUSEHOLD, one.id): Listed(one.status, one.area_pos, one.unit_pos) for one in found}


@given(st.lists(doors, min_size=2, max_size=4))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_version_has_the_register_of_its_day_for_good(db: None, states: list[list[Door]]) -> None:
    district_id, kept = next(_DISTRICTS), dict[int, Register]()
    before: Register = {}
    with whole(district_id):
        for day, state in enumerate(states):
            register(district_id, state)
            compare(district_id)
            found: dict[Any, str] = {
                (row.target_kind, row.target_id): row.change for row in Pending.objects.filter(district_id=district_id)
            }
            expected = differences(before, as_register(state))
            if newest(district_id) is not None:
                assert found == expected
            if not expected:
                continue
            made = approve(district_id, LEADER, START + timedelta(days=day), reason="核实后调整")
            assert made is not None
            kept[made.number] = before = as_register(state)
            assert not Pending.objects.filter(district_id=district_id).exists()
        for number, state in kept.items():
            assert {(TargetKind.HOUSEHOLD, id_): one for id_, one in has(district_id, number).items()} == state


def test_a_version_says_what_it_counts_and_what_it_changed() -> None:
    with whole(DISTRICT):
        register(DISTRICT, [door(1), door(2), door(3, "vacant")])
        place(DISTRICT, 1)
        first = approve(DISTRICT, LEADER, START)
        register(DISTRICT, [door(1, "nonresidential"), door(3, "vacant", area=1), door(4)])
        second = approve(DISTRICT, LEADER, START, reason="一户改作商铺")
    assert first
    assert second
    assert first.counts == {"household": {"occupied": 2, "vacant": 1}, "place": {"screen": 1}}
    assert first.changes == {"household": {"added": 3}, "place": {"added": 1}}
    assert second.counts == {"household": {"nonresidential": 1, "occupied": 1, "vacant": 1}, "place": {"screen": 1}}
    assert second.changes == {"household": {"added": 1, "gone": 1, "moved": 1, "status": 1}}
    assert [one.number for one in versions(DISTRICT)] == [2, 1]


def test_what_is_imported_waits_until_it_is_approved() -> None:
    with whole(DISTRICT):
        register(DISTRICT, [door(1)])
        compare(DISTRICT)
        assert pending(DISTRICT) == {}
        approve(DISTRICT, LEADER, START)
        register(DISTRICT, [door(1), door(2)])
        compare(DISTRICT)
        assert pending(DISTRICT) == {"household": {Change.ADDED: 1}}
        assert has(DISTRICT, 1).keys() == {1}


def test_nothing_new_makes_no_version() -> None:
    with whole(DISTRICT):
        register(DISTRICT, [door(1)])
        approve(DISTRICT, LEADER, START)
        assert approve(DISTRICT, LEADER, START) is None
        assert len(versions(DISTRICT)) == 1


def test_an_empty_register_is_not_approved() -> None:
    with whole(DISTRICT), pytest.raises(WuzhaError, match="REG402"):
        approve(DISTRICT, LEADER, START)


def test_whoever_imported_it_does_not_approve_it_while_there_is_somebody_else() -> None:
    with whole(DISTRICT):
        register(DISTRICT, [door(1)])
        imported(CLERK)
        with pytest.raises(WuzhaError, match="REG401"):
            approve(DISTRICT, CLERK, START, others=[CLERK.id, LEADER.id])
        assert approve(DISTRICT, LEADER, START, others=[CLERK.id, LEADER.id])


def test_an_office_of_one_approves_its_own_import_and_the_log_says_so() -> None:
    with whole(DISTRICT):
        register(DISTRICT, [door(1)])
        imported(CLERK)
        assert approve(DISTRICT, CLERK, START, others=[CLERK.id])
        line = Audit.objects.get(district_id=DISTRICT, action="denominators.approve")
    assert line.detail["own"] is True


def test_hands_are_those_since_the_newest_version() -> None:
    with whole(DISTRICT):
        register(DISTRICT, [door(1)])
        imported(CLERK)
        approve(DISTRICT, LEADER, START + timedelta(days=1))
        assert hands(DISTRICT) == set()
        imported(LEADER, days=2, roster="places")
        imported(CLERK, days=2, roster="people")
        assert hands(DISTRICT) == {LEADER.id}


def test_a_denominator_that_shrinks_much_asks_for_a_reason() -> None:
    with whole(DISTRICT):
        register(DISTRICT, [door(number) for number in range(1, 101)])
        approve(DISTRICT, LEADER, START)
        register(DISTRICT, [door(number) for number in range(1, 99)])
        two = approve(DISTRICT, LEADER, START)
        register(DISTRICT, [door(number, "vacant" if number < 4 else "occupied") for number in range(1, 99)])
        with pytest.raises(WuzhaError, match="REG403"):
            approve(DISTRICT, LEADER, START)
    assert two
    assert two.reason == ""
