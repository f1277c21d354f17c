"""Administration divided into three: one prepares, one grants, one looks; none sees the campaign or serves himself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from support.cast import NOON, OFFICE, PASSWORD
from support.facts import whole
from wuzha.database import scoped
from wuzha.problems import WuzhaError
from wuzha.registry import queries as registry
from wuzha.terms import Role
from wuzha.web import accounts, policy
from wuzha.web.accounts import NewAccount
from wuzha.web.actor import Actor
from wuzha.web.models import User

Browser = Callable[[User | None], Client]


@pytest.fixture
def divided(campaign: Any) -> Iterator[Any]:
    """The campaign's office after it has divided its administration."""
    with whole(campaign.cast.district_id):
        policy.divide(campaign.cast.district_id, OFFICE, NOON, into_three=True)
    return campaign.cast


def asked(cast: Any, **changes: str) -> dict[str, str]:
    unit = str(cast.units["锦绣物业"])
    return {"name": "陈平", "username": "13800000003", "role": "worker", "unit": unit, **changes}


def prepared(cast: Any, visit: Browser, **changes: str) -> User:
    assert visit(cast.admin).post("/settings/accounts/new/", asked(cast, **changes)).status_code == 200
    return User.objects.get(username=changes.get("username", "13800000003"))


def test_the_three_see_no_row_of_the_campaign_whatever_is_asked(divided: Any) -> None:
    tables = ("registry_household", "registry_place", "registry_person", "duties_duty", "ledger_fact")
    for user in (divided.admin, divided.security, divided.auditor):
        with scoped(user.scope), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,), (user.role, table)


def test_the_clerk_no_longer_keeps_accounts_and_still_keeps_the_campaign(divided: Any, visit: Browser) -> None:
    clerk = visit(divided.clerk)
    assert clerk.get("/settings/")["Location"] == "/settings/rules/"
    assert b"Divided into three" in clerk.get("/settings/rules/").content
    own = f"/settings/accounts/{divided.worker.id}/"
    for path in ("/settings/accounts/new/", "/settings/accounts/invite/", own, f"{own}password/", f"{own}close/"):
        assert clerk.post(path).status_code == 403
    assert clerk.get("/duties/").status_code == 200


def test_what_one_prepares_opens_when_another_grants_it(divided: Any, visit: Browser) -> None:
    made = prepared(divided, visit)
    assert (made.state, made.is_active) == ("waiting", False)
    own = f"/settings/accounts/{made.id}/"
    assert visit(divided.admin).post(f"{own}grant/").status_code == 403
    assert b"1 account waits" in visit(divided.security).get("/settings/").content
    assert "/grant/" in visit(divided.security).get(own).content.decode()
    visit(divided.security).post(f"{own}grant/")
    made.refresh_from_db()
    assert made.state == "open"
    again = visit(divided.security).post(f"{own}grant/", follow=True)
    assert b"WEB412" in again.content or b"Nothing waits" in again.content


def test_the_security_administrator_makes_no_account_and_no_password(divided: Any, visit: Browser) -> None:
    security = visit(divided.security)
    for path in ("new/", "invite/", f"{divided.worker.id}/password/"):
        assert security.post(f"/settings/accounts/{path}").status_code == 403


def test_nobody_grants_himself_anything(divided: Any, visit: Browser) -> None:
    made = prepared(divided, visit, role="security")
    with whole(divided.district_id):
        for who in (made.id, divided.admin.id):
            with pytest.raises(WuzhaError, match="WEB413"):
                accounts.grant(made, Actor(who, "x", Role.SECURITY), NOON)


def test_nobody_holds_two_of_the_three(divided: Any, visit: Browser) -> None:
    answer = visit(divided.admin).post(
        "/settings/accounts/new/", asked(divided, name=divided.auditor.name, role="security")
    )
    assert b"one of the three" in answer.content
    assert not User.objects.filter(username="13800000003").exists()


def test_passwords_of_the_three_are_not_renewed_on_pages(divided: Any, visit: Browser) -> None:
    own = f"/settings/accounts/{divided.security.id}/"
    assert "password/" not in visit(divided.admin).get(own).content.decode()
    answer = visit(divided.admin).post(f"{own}password/", follow=True)
    assert b"wuzha user password" in answer.content
    assert Client().login(username="security", password=PASSWORD)


def test_the_last_of_each_of_the_three_stays(divided: Any, visit: Browser) -> None:
    visit(divided.admin).post(f"/settings/accounts/{divided.security.id}/close/")
    assert User.objects.get(id=divided.security.id).is_active
    unit = registry_unit(divided)
    with whole(divided.district_id):
        accounts.create(NewAccount("security2", "另一人", Role.SECURITY, unit), PASSWORD, OFFICE, NOON)
    visit(divided.admin).post(f"/settings/accounts/{divided.security.id}/close/")
    assert not User.objects.get(id=divided.security.id).is_active


def test_administration_is_divided_only_where_all_three_are_there(campaign: Any) -> None:
    cast = campaign.cast
    with whole(cast.district_id):
        accounts.close(cast.auditor, OFFICE, NOON)
        with pytest.raises(WuzhaError, match="WEB410"):
            policy.divide(cast.district_id, OFFICE, NOON, into_three=True)
        assert not policy.policy_of(cast.district_id).three_roles


def test_each_of_the_three_begins_at_a_page_that_opens(divided: Any) -> None:
    for user in (divided.admin, divided.security, divided.auditor):
        browser = Client()
        answer = browser.post("/login/", {"username": user.username, "password": PASSWORD}, follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain


def test_the_offices_accounts_are_not_offered_roles_that_nobody_divided(campaign: Any, visit: Browser) -> None:
    shown = visit(campaign.cast.clerk).get("/settings/accounts/new/").content.decode()
    assert 'value="worker"' in shown
    assert 'value="admin"' not in shown


def registry_unit(cast: Any) -> Any:
    return next(one for one in registry.units(cast.district_id) if one.name == "区专项办公室")
