"""A frozen month keeps its figures, whatever comes in later; thawed, it is frozen anew beside the old figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from support.coverage_world import AREAS, START, UNITS, door
from support.facts import fact, whole
from wuzha.ledger.actions import append
from wuzha.ledger.models import Fact
from wuzha.oversight.actions import Mark, freeze, mark, recount, refresh, thaw
from wuzha.oversight.models import Freezing
from wuzha.oversight.queries import coverage_total, freezing, freezings, places_total
from wuzha.problems import WuzhaError
from wuzha.registry.models import Household
from wuzha.terms import Actor

pytestmark = pytest.mark.django_db
CLERK = Actor(7, "林晚舟")
FIRST, LAST = date(2026, 4, 26), date(2026, 5, 25)
MAY = (2026, 5, FIRST, LAST, CLERK)
DISTRICT = 3000


@pytest.fixture
def district() -> int:
    """Three doors on one ground, nobody visited yet."""
    with whole(DISTRICT):
        Household.objects.bulk_create(
            Household(
                district_id=DISTRICT,
                id=number,
                code=str(number),
                address=f"{number}号",
                area_id=1,
                area_pos=door().area_pos,
                unit_id=1,
                unit_pos=door().unit_pos,
                status="occupied",
                fingerprint=b"",
            )
            for number in (1, 2, 3)
        )
    recount(DISTRICT)
    return DISTRICT


def visited(number: int, days: int) -> None:
    """A door told, and its leaf marked, some days after the start."""
    at = START + timedelta(days=days)
    append(DISTRICT, [fact(at, target_id=number, area_pos=AREAS[0].pos)], at)
    mark(DISTRICT, [Mark("household", AREAS[0].pos, UNITS[0].pos)])


def told(frozen: Freezing | None = None) -> tuple[int, int]:
    """Told of registered, now or in a frozen month."""
    refresh(DISTRICT)
    row = coverage_total(DISTRICT, frozen=frozen)
    return row.told, row.registered


def test_what_comes_in_later_does_not_change_a_frozen_month(district: int) -> None:
    with whole(district):
        visited(1, 0)
        frozen = freeze(district, *MAY, START + timedelta(days=1))
        assert frozen.cutoff == START + timedelta(days=1)
        Household.objects.filter(district_id=district, id=3).update(valid_to=LAST)
        visited(2, 2)
        assert told() == (2, 2)
        assert told(freezing(district, 2026, 5)) == (1, 3)


def test_freezing_twice_is_freezing_once(district: int) -> None:
    with whole(district):
        first = freeze(district, *MAY, START)
        assert freeze(district, *MAY, START + timedelta(days=9)) == first
        assert [one.number for one in freezings(district)] == [1]


def test_a_thawed_month_shows_the_present_until_it_is_frozen_anew(district: int) -> None:
    with whole(district):
        old = freeze(district, *MAY, START)
        thaw(district, 2026, 5, "漏报一户", CLERK, START + timedelta(days=1))
        assert freezing(district, 2026, 5) is None
        visited(1, 2)
        new = freeze(district, *MAY, START + timedelta(days=3))
        assert (new.number, told(new), told(old)) == (2, (1, 3), (0, 3))
        assert [(one.number, hasattr(one, "thaw")) for one in freezings(district)] == [(2, False), (1, True)]


def test_only_a_frozen_month_is_thawed_and_with_a_reason(district: int) -> None:
    with whole(district):
        with pytest.raises(WuzhaError, match="OVS101"):
            thaw(district, 2026, 5, "漏报一户", CLERK, START)
        freeze(district, *MAY, START)
        with pytest.raises(WuzhaError, match="OVS102"):
            thaw(district, 2026, 5, "  ", CLERK, START)


def test_a_record_that_comes_in_late_is_recorded_after_the_cutoff(district: int) -> None:
    """Its sender read the clock before the month was frozen and wrote afterwards."""
    with whole(district):
        visited(1, 5)
        frozen = freeze(district, *MAY, START)  # a clock behind the newest record
        visited(2, 4)
        facts = Fact.objects.filter(district_id=district)
        assert [one.target_id for one in facts.filter(recorded_at__lte=frozen.cutoff)] == [1]
        assert told(frozen) == (1, 3)


def test_nobody_may_change_what_is_frozen(district: int) -> None:
    with whole(district), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname FROM pg_class AS c, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS r(verb)
            WHERE (c.relname LIKE 'oversight_fr%' OR c.relname IN ('oversight_thaw', 'ledger_line'))
                AND has_table_privilege('wuzha_web', c.oid, r.verb)
            """
        )
        assert cursor.fetchall() == []


def test_places_are_frozen_too(district: int) -> None:
    with whole(district):
        frozen = freeze(district, *MAY, START)
        assert places_total(district, frozen=frozen) == places_total(district) == {}
