"""Accounts: scope by role and unit, passwords and keys, and what the audit log keeps of it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from pytest_django import Settings

from support.cast import NOON, OFFICE, PASSWORD, Cast
from support.facts import whole
from wuzha.problems import WuzhaError
from wuzha.registry import queries as registry
from wuzha.terms import Interval, Role
from wuzha.web import accounts, keys
from wuzha.web.accounts import NewAccount
from wuzha.web.keys import NewKey
from wuzha.web.models import User

ROOT = Interval.root()


@pytest.fixture
def cast(cast_ground: Cast, db: None, settings: Settings) -> Iterator[Cast]:
    """Both districts, within a transaction that sees 云杉区."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = cast_ground
    with whole(made.district_id):
        yield made


def ground(cast: Cast, name: str) -> Interval:
    return next(Interval(a.lo, a.hi) for a in registry.areas(cast.district_id) if a.name == name)


def place(cast: Cast, name: str) -> Interval:
    return next(Interval(u.lo, u.hi) for u in registry.units(cast.district_id) if u.name == name)


def audit() -> list[tuple[str, str, dict[str, object]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT action, subject, detail FROM ledger_audit WHERE action LIKE 'account.%' ORDER BY id")
        return [(action, subject, detail) for action, subject, detail in cursor.fetchall()]


def test_office_and_leaders_see_the_district_and_enter_their_own(cast: Cast) -> None:
    assert (cast.clerk.scope.areas, cast.clerk.scope.units, cast.clerk.scope.own) == (ROOT, ROOT, ROOT)
    assert (cast.leader.scope.areas, cast.leader.scope.units) == (ROOT, ROOT)
    assert cast.leader.scope.own == place(cast, "区专项办公室")


def test_a_community_sees_its_ground_whoever_works_there(cast: Cast) -> None:
    scope = cast.community.scope
    assert (scope.areas, scope.units) == (ground(cast, "桦林社区"), ROOT)
    assert scope.own == place(cast, "桦林社区居委会")


def test_other_units_see_what_they_hold_wherever_it_is(cast: Cast) -> None:
    firm = place(cast, "锦绣物业")
    assert (cast.worker.scope.areas, cast.worker.scope.units, cast.worker.scope.own) == (ROOT, firm, firm)
    line = cast.liaison.scope
    assert line.own.lo <= firm.lo
    assert firm.hi <= line.own.hi, "a line department sees its firms"


def test_a_name_taken_between_look_and_keeping_is_a_coded_problem(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = next(one for one in registry.units(cast.district_id) if one.name == "锦绣物业")
    monkeypatch.setattr(accounts.QuerySet, "exists", lambda _: False)
    with pytest.raises(WuzhaError, match="WEB401"):
        accounts.create(NewAccount("worker", "陈平", Role.WORKER, unit), None, OFFICE, NOON)
    assert User.objects.get(username="worker") == cast.worker, "the transaction goes on"


def test_the_password_opens_and_a_new_one_closes_the_old(cast: Cast) -> None:
    assert authenticate(username="worker", password=PASSWORD) == cast.worker
    accounts.set_password(cast.worker, "another password", OFFICE, NOON)
    assert authenticate(username="worker", password=PASSWORD) is None
    assert authenticate(username="worker", password="another password") == cast.worker
    accounts.close(cast.worker, OFFICE, NOON)
    assert authenticate(username="worker", password="another password") is None


def test_passwords_are_kept_with_argon2(settings: Settings) -> None:
    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_every_change_leaves_a_line_without_secrets(cast: Cast) -> None:
    keys.add(cast.worker, NewKey("平板"), "wz_secret", OFFICE, NOON)
    keys.revoke(cast.worker, "平板", OFFICE, NOON)
    accounts.set_password(cast.worker, "another password", OFFICE, NOON)
    lines = [line for line in audit() if line[1] == "worker"]
    assert [action for action, *_ in lines] == ["account.create", "account.key", "account.revoke", "account.password"]
    assert "secret" not in str(lines)
    assert "another" not in str(lines)


@pytest.mark.parametrize(
    ("code", "attempt"),
    [
        ("WEB401", lambda cast: make(cast, "worker", PASSWORD)),
        ("WEB404", lambda cast: make(cast, "new", "short")),
        ("WEB404", lambda cast: accounts.set_password(cast.worker, "short", OFFICE, NOON)),
        ("WEB402", lambda cast: accounts.account(cast.district_id, "stranger")),
        ("WEB403", lambda cast: accounts.unit_named(cast.district_id, "没有的单位")),
        ("WEB405", lambda cast: keys.revoke(cast.worker, "none", OFFICE, NOON)),
    ],
)
def test_what_cannot_be_done_is_a_coded_problem(cast: Cast, code: str, attempt: object) -> None:
    with pytest.raises(WuzhaError) as caught:
        attempt(cast)  # type: ignore[operator]
    assert [problem.code for problem in caught.value.problems] == [code]


def make(cast: Cast, username: str, password: str) -> None:
    unit = accounts.unit_named(cast.district_id, "物管科")
    accounts.create(NewAccount(username, "林晚舟", Role.LIAISON, unit), password, OFFICE, NOON)


def test_a_name_of_a_valid_key_is_not_used_twice(cast: Cast) -> None:
    keys.add(cast.worker, NewKey("平板"), "wz_1", OFFICE, NOON)
    with pytest.raises(WuzhaError, match="WEB406"):
        keys.add(cast.worker, NewKey("平板"), "wz_2", OFFICE, NOON)
    keys.revoke(cast.worker, "平板", OFFICE, NOON)
    keys.add(cast.worker, NewKey("平板"), "wz_3", OFFICE, NOON)


def test_the_roster_makes_accounts_for_those_in_office_who_have_a_phone(cast: Cast) -> None:
    made = accounts.invite(cast.district_id, random.Random(7).choice, OFFICE, NOON)
    assert {(one.username, one.role, one.unit) for one in made} == {
        ("13800000001", Role.LIAISON, "物业科"),
        ("13800000003", Role.WORKER, "锦绣物业"),
        ("13800000004", Role.LEADER, "区专项办公室"),
    }
    for one in made:
        user = authenticate(username=one.username, password=one.password)
        assert user is not None
        assert one.password not in str(audit())
    assert accounts.invite(cast.district_id, random.Random(8).choice, OFFICE, NOON) == []


def test_secrets_are_drawn_from_the_chooser_and_long_enough() -> None:
    drawn = {accounts.new_password(random.Random(n).choice) for n in range(50)}
    assert len(drawn) == 50
    assert all(len(word) == 14 and not set(word) & set("0o1l") for word in drawn)
    token = keys.new_token(random.Random(1).choice)
    assert token.startswith("wz_")
    assert len(token) == 43
    assert keys.digest_of(token) != keys.digest_of(token + "x")
