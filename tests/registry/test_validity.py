"""What ends on 31 May counts on that day and no longer on 1 June; what begins in July does not count before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from support.coverage_world import START, door
from support.facts import whole
from support.register_world import place, register
from wuzha.oversight.actions import recount, refresh, turn
from wuzha.oversight.models import Touched
from wuzha.oversight.queries import coverage_total, places_total
from wuzha.registry.core.denominators import Change
from wuzha.registry.models import District, Household, Place
from wuzha.registry.versions import approve, pending
from wuzha.terms import Actor

pytestmark = pytest.mark.django_db
LEADER = Actor(8, "沈知行")
ENDS, BEGINS = date(2026, 5, 31), date(2026, 7, 1)


@pytest.fixture
def district() -> int:
    """Three doors and three screens: one that stays, one to the end of May, one from July on."""
    district_id = District.objects.create(code="VT", name="试验区").id
    with whole(district_id):
        register(district_id, [door(number) for number in (1, 2, 3)])
        for number in (1, 2, 3):
            place(district_id, number)
        for model in (Household, Place):
            model.objects.filter(district_id=district_id, id=2).update(valid_to=ENDS)
            model.objects.filter(district_id=district_id, id=3).update(valid_from=BEGINS)
    recount(district_id)
    return district_id


def counted(district_id: int, day: date) -> tuple[int, int]:
    """Doors and screens on a day, counted leaf by leaf as the clock counts them; and the same from all rows."""
    turn(district_id, day)
    with whole(district_id):
        while refresh(district_id):
            pass
        found = coverage_total(district_id).registered, places_total(district_id).get("screen", 0)
    recount(district_id)
    with whole(district_id):
        assert coverage_total(district_id).registered == found[0], "marks and a full count agree"
    return found


def test_figures_follow_the_day(district: int) -> None:
    days = [ENDS - timedelta(days=9), ENDS, date(2026, 6, 1), BEGINS - timedelta(days=1), BEGINS]
    assert [counted(district, day) for day in days] == [(2, 2), (2, 2), (1, 1), (1, 1), (2, 2)]
    assert counted(district, ENDS) == (2, 2), "the hands of a demonstration may be set back"


def test_a_version_is_approved_with_its_days_and_follows_them_unasked(district: int) -> None:
    turn(district, ENDS)
    with whole(district):
        version = approve(district, LEADER, START)
        assert version
        assert version.changes["place"] == {Change.ADDED: 3}, "what is still to come is approved as well"
        assert version.counts["place"] == {"screen": 2}, "counted is what is in force"
    assert [counted(district, day) for day in (ENDS, date(2026, 6, 1), BEGINS)] == [(2, 2), (1, 1), (2, 2)]
    with whole(district):
        assert pending(district) == {}


def test_a_last_day_that_nobody_approved_changes_no_figure(district: int) -> None:
    turn(district, ENDS)
    with whole(district):
        approve(district, LEADER, START)
        Place.objects.filter(district_id=district, id=1).update(valid_to=date(2026, 6, 20))
    recount(district)
    with whole(district):
        assert pending(district) == {"place": {Change.DATES: 1}}
    assert counted(district, date(2026, 6, 21)) == (1, 1)
    with whole(district):
        assert pending(district) == {"place": {Change.GONE: 1}}
        approve(district, LEADER, START, reason="拆除")
        assert places_total(district) == {}


def test_a_place_that_opens_again_waits_for_approval(district: int) -> None:
    turn(district, ENDS)
    with whole(district):
        approve(district, LEADER, START)
    turn(district, date(2026, 6, 1))
    with whole(district):
        Place.objects.filter(district_id=district, id=2).update(valid_to=None)
    recount(district)
    with whole(district):
        assert places_total(district) == {"screen": 1}
        assert pending(district) == {"place": {Change.DATES: 1}}
        approve(district, LEADER, START)
        assert places_total(district) == {"screen": 2}


def test_the_same_day_again_costs_nothing(district: int) -> None:
    turn(district, ENDS)
    recount(district)
    turn(district, ENDS)
    with whole(district):
        assert not Touched.objects.filter(district_id=district).exists()
