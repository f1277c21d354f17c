"""Reminders reach who is meant, once, in the application and by outlets; killed between, none is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from support.postbox import Postbox, postbox
from support.rhythm_world import MARCH, MonthWorld, at
from wuzha.terms import Role
from wuzha.web import accounts, clock, jobs, outlets, reminding
from wuzha.web.accounts import Actor, NewAccount
from wuzha.web.models import Delivery, Notice, Outlet, Reminding, User
from wuzha.web.outlets import TransportError


@pytest.fixture
def world(month_ground: MonthWorld, db: None, settings: Settings) -> Iterator[MonthWorld]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return month_ground


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as found:
        yield found


def told(world: MonthWorld, user: User) -> list[tuple[str, str]]:
    with world.office():
        found = Notice.objects.filter(user=user).order_by("id")
        return [(one.kind, one.values["unit"]) for one in found]


def remind(world: MonthWorld, now: datetime) -> int:
    return reminding.remind(world.district_id, now)


def add_outlet(world: MonthWorld, address: str, unit: str = "") -> None:
    with world.office():
        Outlet.objects.create(
            district_id=world.district_id,
            unit_id=world.cast.units[unit] if unit else None,
            name="群",
            sealed=outlets.sealed(address),
            created_at=at(3, 1),
        )


def deliveries(world: MonthWorld) -> list[Delivery]:
    with world.office():
        return list(Delivery.objects.filter(district_id=world.district_id).order_by("id"))


def test_the_liaison_is_reminded_before_and_after_and_each_time_once(world: MonthWorld) -> None:
    for now in (at(3, 21), at(3, 22), at(3, 22, 18), at(3, 23), at(3, 24), at(3, 25), at(3, 26), at(3, 27), at(3, 28)):
        remind(world, now)
    assert [kind for kind, unit in told(world, world.cast.liaison) if unit == "物业科"] == [
        "before",
        "before",
        "after",
        "after",
    ]
    assert told(world, world.cast.worker) == told(world, world.cast.stranger) == []


def test_who_has_reported_is_left_alone(world: MonthWorld) -> None:
    world.send_in(world.cast.liaison, "物业科", at(3, 21))
    remind(world, at(3, 22))
    remind(world, at(3, 26))
    assert told(world, world.cast.liaison) == []
    assert told(world, world.cast.community) == [("before", "桦林社区居委会"), ("after", "桦林社区居委会")]


def test_a_deputy_hears_it_too_and_a_closed_account_does_not(world: MonthWorld) -> None:
    with world.office():
        asked = NewAccount("deputy", "周明远", Role.LIAISON, world.unit("物业科"))
        deputy = accounts.create(asked, None, Actor(0, "测试"), at(3, 1))
        accounts.close(world.cast.liaison, Actor(0, "测试"), at(3, 2))
    remind(world, at(3, 22))
    assert told(world, deputy) == [("before", "物业科")]
    assert told(world, world.cast.liaison) == []


def test_a_unit_with_nobody_to_hear_is_told_to_the_office_once(world: MonthWorld) -> None:
    for now in (at(3, 22), at(3, 24), at(3, 26)):
        remind(world, now)
    assert told(world, world.cast.clerk) == [("nobody", "锦绣物业")]


def test_the_leader_hears_after_so_many_days_and_else_the_office(world: MonthWorld) -> None:
    with world.office():
        asked = NewAccount("head", "科长", Role.LEADER, world.unit("物业科"))
        head = accounts.create(asked, None, Actor(0, "测试"), at(3, 1))
    remind(world, at(3, 29))
    assert told(world, head) == []
    remind(world, at(3, 30))
    remind(world, at(3, 31))
    assert told(world, head) == [("escalation", "物业科")]
    assert ("no_leader", "桦林社区居委会") in told(world, world.cast.clerk)
    assert told(world, world.cast.leader) == [], "the leader of another unit"


def test_the_office_sets_the_days(world: MonthWorld) -> None:
    with world.office():
        Reminding.objects.create(district_id=world.district_id, before=[7], after=[], escalate=None)
    assert remind(world, at(3, 18)) == 3
    assert remind(world, at(3, 30)) == 0


def test_days_off_move_the_due_day_and_the_reminders_with_it(world: MonthWorld) -> None:
    # 25 April 2026 is a Saturday: the report is due on Monday 27.
    remind(world, at(4, 26))
    with world.office():
        found = Notice.objects.filter(user=world.cast.liaison, occasion__contains=" 2026-04 ")
        assert [(one.kind, one.values["due"]) for one in found] == [("before", "2026-04-27")]


def test_asking_by_hand_reaches_the_unit_once_a_day(world: MonthWorld) -> None:
    unit = world.unit("物业科")
    with world.office():
        heard = [reminding.ask(unit, MARCH, MARCH.due, now) for now in (at(3, 20), at(3, 20, 17), at(3, 21))]
    assert heard == [1, 0, 1]


def test_an_outlet_carries_one_message_an_occasion_that_names_the_units(world: MonthWorld, box: Postbox) -> None:
    add_outlet(world, box.address)
    add_outlet(world, box.address, "物业科")
    with clock.at(at(3, 22)):
        for _ in range(3):
            jobs.remind(timestamp=0)
    assert len(box.messages) == 2
    whole, own = (message["message"] for message in box.messages)
    assert all(name in whole for name in ("物业科", "锦绣物业", "桦林社区居委会"))
    assert "2026-03-25" in own
    assert "锦绣物业" not in own


def test_nobody_is_reminded_at_night(world: MonthWorld, box: Postbox) -> None:
    add_outlet(world, box.address)
    with clock.at(at(3, 22, 6)):
        jobs.remind(timestamp=0)
    assert (box.messages, told(world, world.cast.liaison)) == ([], [])


def test_what_a_service_does_not_take_is_tried_again_later_and_then_given_up(world: MonthWorld, box: Postbox) -> None:
    add_outlet(world, box.address)
    remind(world, at(3, 22))
    box.status = 503
    now = at(3, 22)
    assert reminding.deliver(world.district_id, now, outlets.send) == 0
    assert reminding.deliver(world.district_id, now + timedelta(minutes=1), outlets.send) == 0
    assert [one.tries for one in deliveries(world)] == [1]
    box.status = 200
    assert reminding.deliver(world.district_id, now + timedelta(minutes=11), outlets.send) == 1
    assert reminding.deliver(world.district_id, now + timedelta(days=1), outlets.send) == 0
    assert len(box.messages) == 1
    remind(world, at(3, 24))
    box.status = 503
    for day in range(24, 31):
        reminding.deliver(world.district_id, at(3, day), outlets.send)
    (last,) = [one for one in deliveries(world) if one.sent_at is None]
    assert (last.tries, last.next_at, bool(last.failure)) == (6, None, True)


class Killed(BaseException):
    """The machine falls."""


def test_killed_while_writing_nothing_is_half_written(world: MonthWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    add_outlet(world, "json://127.0.0.1:9/")

    def fall(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Delivery.objects, "bulk_create", fall)
        with pytest.raises(Killed):
            remind(world, at(3, 22))
    assert (told(world, world.cast.liaison), deliveries(world)) == ([], [])
    assert remind(world, at(3, 22)) == 3
    assert len(deliveries(world)) == 1


def test_killed_between_messages_the_rest_goes_out_and_none_twice(world: MonthWorld, box: Postbox) -> None:
    for _ in range(3):
        add_outlet(world, box.address)
    remind(world, at(3, 22))
    calls: list[str] = []

    def falls_at_the_second(address: str, title: str, body: str) -> None:
        calls.append(title)
        if len(calls) == 2:
            raise Killed
        outlets.send(address, title, body)

    with pytest.raises(Killed):
        reminding.deliver(world.district_id, at(3, 22), falls_at_the_second)
    reminding.deliver(world.district_id, at(3, 22), outlets.send)
    assert [one.sent_at is not None for one in deliveries(world)] == [True] * 3
    assert len(box.messages) == 3


def test_an_address_is_not_readable_in_the_database(world: MonthWorld) -> None:
    add_outlet(world, "dingtalk://SECRETTOKEN1234567890")
    with world.office(), connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM web_outlet")
        assert "SECRETTOKEN" not in str(cursor.fetchall())
        (kept,) = Outlet.objects.filter(district_id=world.district_id)
    assert outlets.opened(kept.sealed) == "dingtalk://SECRETTOKEN1234567890"
    with pytest.raises(TransportError, match="another secret"):
        outlets.opened(kept.sealed[:-6] + "AAAAA=")
