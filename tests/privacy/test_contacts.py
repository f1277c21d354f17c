"""Contacts in the database: sealed there, seen in scope, looked at with a reason, gone in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from support.cast import NOON, Cast
from support.contacts import CLERK, LI, ON, put, switch_on
from support.facts import whole
from wuzha.database import scoped
from wuzha.privacy import actions, keeping, queries, rotating
from wuzha.privacy.actions import Asked
from wuzha.privacy.core.contacts import Contact
from wuzha.privacy.core.suites import Suite
from wuzha.privacy.core.words import Reason
from wuzha.privacy.models import Contact as Row
from wuzha.problems import WuzhaError
from wuzha.terms import Interval, Scope

WHY = Asked(Reason.VISIT, "约周三补访", 3)


@pytest.fixture
def door(cast: Cast) -> int:
    """A household of 锦绣物业 with a contact."""
    switch_on(cast)
    number = cast.doors["锦绣物业"][0]
    put(cast, number)
    return number


def lines(cast: Cast) -> list[tuple[str, str, dict[str, Any]]]:
    with whole(cast.district_id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT action, subject, detail::text FROM ledger_audit WHERE action LIKE 'contact.%' ORDER BY id"
        )
        return list(cursor.fetchall())


def test_nothing_is_kept_until_the_office_has_declared_what_for(cast: Cast) -> None:
    with pytest.raises(WuzhaError, match="PRI201"):
        put(cast, cast.doors["锦绣物业"][0])
    for missing in (replace(ON, purpose=" "), replace(ON, notice=""), replace(ON, keep_days=0)):
        with pytest.raises(WuzhaError, match="PRI207"):
            switch_on(cast, missing)


def test_a_row_holds_no_value_in_the_clear(cast: Cast, door: int) -> None:
    with whole(cast.district_id), connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM privacy_contact c")
        (text,) = cursor.fetchone()
    for known in (LI.name, LI.phone, LI.name.encode().hex(), LI.phone.encode().hex()):
        assert known not in text


def test_a_look_needs_a_reason_and_is_noted_without_the_value(cast: Cast, door: int) -> None:
    with scoped(cast.clerk.scope):
        with pytest.raises(WuzhaError, match="PRI204"):
            actions.reveal(cast.district_id, door, replace(WHY, words=" "), CLERK, NOON)
        assert actions.reveal(cast.district_id, door, WHY, CLERK, NOON) == LI
        (line,) = [one for one in queries.lines_about(cast.district_id, door) if one["action"] == actions.REVEAL]
    assert (line["kind"], line["actor_name"]) == ("read", "内勤")
    assert line["detail"]["fields"] == ["name", "phone"]
    assert line["detail"]["reason"] == "visit: 约周三补访"
    assert not any(LI.name in str(one) or LI.phone in str(one) for one in lines(cast))


def test_a_day_has_only_so_many_looks_and_searches_count(cast: Cast, door: int) -> None:
    with scoped(cast.clerk.scope):
        actions.find(cast.district_id, LI.phone, CLERK, 3, NOON)
        for _ in range(2):
            actions.reveal(cast.district_id, door, WHY, CLERK, NOON)
        with pytest.raises(WuzhaError, match="PRI203"):
            actions.reveal(cast.district_id, door, WHY, CLERK, NOON)
        assert actions.reveal(cast.district_id, door, WHY, CLERK, NOON + timedelta(days=1)) == LI


def test_a_number_is_found_by_its_index_within_the_scope_only(cast: Cast, door: int) -> None:
    with scoped(cast.clerk.scope):
        assert actions.find(cast.district_id, "+86 139 1234 5678", CLERK, 9, NOON) == [door]
        assert actions.find(cast.district_id, "13912345679", CLERK, 9, NOON) == []
    nowhere = Scope(cast.district_id, Interval.root(), Interval(0, 1), Interval(0, 1))
    with scoped(nowhere):
        assert actions.find(cast.district_id, LI.phone, CLERK, 9, NOON) == []
        assert queries.contact(cast.district_id, door) is None
        with pytest.raises(WuzhaError, match="PRI202"):
            actions.reveal(cast.district_id, door, WHY, CLERK, NOON)
    with scoped(cast.stranger.scope):
        assert queries.count(cast.district_id) == 0


def test_a_row_moved_to_another_household_does_not_open(cast: Cast, door: int) -> None:
    other = cast.doors["锦绣物业"][1]
    with scoped(cast.clerk.scope):
        Row.objects.filter(household_id=door).update(household_id=other)
        with pytest.raises(WuzhaError, match="PRI103"):
            actions.reveal(cast.district_id, other, WHY, CLERK, NOON)


def test_a_correction_leaves_the_field_and_not_the_value(cast: Cast, door: int) -> None:
    put(cast, door, replace(LI, phone="13700001111"))
    with scoped(cast.clerk.scope):
        kept = queries.contact(cast.district_id, door)
    assert kept is not None
    assert kept.shown == "李** 137****1111"
    action, subject, detail = lines(cast)[-1]
    assert (action, subject) == ("contact.correct", f"household {door}")
    assert "phone" in str(detail)
    assert "name" not in str(detail)


def test_the_clock_takes_what_is_over_and_says_how_many(cast: Cast, door: int) -> None:
    last = NOON + timedelta(days=30)
    with scoped(cast.clerk.scope):
        assert queries.due(cast.district_id, last.date()).now == 0
        assert actions.expire(cast.district_id, CLERK, last) == 0
        assert queries.due(cast.district_id, (last + timedelta(days=1)).date()).now == 1
        assert actions.expire(cast.district_id, CLERK, last + timedelta(days=1)) == 1
        assert queries.count(cast.district_id) == 0
    assert lines(cast)[-1][0] == "contact.expire"
    assert '"count": 1' in str(lines(cast)[-1][2])


def test_who_withdraws_consent_is_not_brought_back(cast: Cast, door: int) -> None:
    with scoped(cast.clerk.scope):
        actions.delete(cast.district_id, door, CLERK, NOON, objects=True)
        (objection,) = queries.objections(cast.district_id)
        assert objection["shown"] == "139****5678"
    with pytest.raises(WuzhaError, match="PRI206"):
        put(cast, cast.doors["锦绣物业"][1])
    with scoped(cast.clerk.scope):
        actions.lift(cast.district_id, objection["id"], CLERK, NOON)
    put(cast, cast.doors["锦绣物业"][1])


@pytest.mark.parametrize("cipher", [None, Suite.SM4])
def test_after_a_change_of_keys_everything_opens_with_the_new_one_alone(
    cast: Cast, door: int, cipher: Suite | None
) -> None:
    second = cast.doors["锦绣物业"][1]
    with scoped(cast.clerk.scope):
        actions.delete(cast.district_id, door, CLERK, NOON, objects=True)
    put(cast, second, Contact("", "13800002222"))
    old = keeping.ring().current
    with pytest.raises(WuzhaError, match="PRI106"):
        rotating.forget([cast.district_id], old.name)
    assert rotating.rotate([cast.district_id], cipher, NOON) == 2
    assert keeping.ring().current.suite is (cipher or old.suite)
    rotating.forget([cast.district_id], old.name)
    assert len(keeping.ring().keys) == 1
    with scoped(cast.clerk.scope):
        assert actions.find(cast.district_id, "13800002222", CLERK, 9, NOON) == [second]
        assert actions.objected(cast.district_id, LI.phone, keeping.ring())


def test_a_change_of_keys_that_was_cut_off_goes_on_with_the_same_key(
    cast: Cast, door: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = cast.doors["锦绣物业"][1]
    put(cast, second, Contact("王五", "13800002222"))
    monkeypatch.setattr(rotating, "BATCH", 1)
    batches: list[int] = []

    def cut(done: int, total: int) -> None:
        batches.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotating.rotate([cast.district_id], None, NOON, cut)
    half = keeping.ring()
    assert len(half.active) == 2
    with scoped(cast.clerk.scope):
        assert actions.find(cast.district_id, LI.phone, CLERK, 9, NOON) == [door]
        assert actions.find(cast.district_id, "13800002222", CLERK, 9, NOON) == [second]
    assert rotating.rotate([cast.district_id], None, NOON) == 1
    assert [key.id for key in keeping.ring().active] == [half.current.id]


def test_the_ring_is_closed_to_others(cast: Cast) -> None:
    keeping.ring()
    assert keeping.path().stat().st_mode & 0o777 == 0o600
