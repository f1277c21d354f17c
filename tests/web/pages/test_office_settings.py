"""Accounts on pages: made, invited, given new passwords, closed; by the office of the own district alone."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from support.facts import whole
from wuzha.ledger.models import Audit
from wuzha.web.models import User

Browser = Callable[[User | None], Client]
PASSWORD = re.compile(r"wz-password\">([a-z0-9-]+)<")


@pytest.fixture
def clerk(campaign: Any, visit: Browser) -> Client:
    """The office's browser."""
    return visit(campaign.cast.clerk)


def page(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def logs_in(username: str, password: str) -> bool:
    return Client().login(username=username, password=password)


def new(campaign: Any, **changes: str) -> dict[str, str]:
    unit = str(campaign.cast.units["明月物业"])
    return {"name": "陈平", "username": "13800000003", "role": "worker", "unit": unit, **changes}


def test_an_account_is_made_and_its_password_shown_once(campaign: Any, clerk: Client) -> None:
    answer = clerk.post("/settings/accounts/new/", new(campaign))
    (password,) = PASSWORD.findall(page(answer))
    assert answer["Cache-Control"] == "no-store"
    assert logs_in("13800000003", password)
    made = User.objects.get(username="13800000003")
    assert made.scope.own.hi - made.scope.own.lo > 0
    assert password not in page(clerk.get(f"/settings/accounts/{made.id}/"))
    with whole(campaign.cast.district_id):
        line = Audit.objects.latest("id")
    assert (line.action, line.actor_name) == ("account.create", campaign.cast.clerk.name)


def test_a_mistake_keeps_what_was_typed_and_makes_nothing(campaign: Any, clerk: Client) -> None:
    before = User.objects.count()
    taken = page(clerk.post("/settings/accounts/new/", new(campaign, username="worker")))
    assert "is taken" in taken
    assert 'value="陈平"' in taken
    elsewhere = page(clerk.post("/settings/accounts/new/", new(campaign, unit=str(campaign.cast.stranger.unit_id))))
    assert 'aria-invalid="true"' in elsewhere, "a unit of another district is no choice"
    assert User.objects.count() == before


def test_the_roster_is_invited_once_and_the_passwords_can_be_taken_along(clerk: Client) -> None:
    shown = page(clerk.post("/settings/accounts/invite/"))
    passwords = PASSWORD.findall(shown)
    book = re.search(r"base64,([A-Za-z0-9+/=]+)", shown)
    assert book
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(base64.b64decode(book[1]))).get_sheet_by_index(0)
    rows = sheet.to_python()[2:]
    assert [row[4] for row in rows] == passwords
    assert passwords
    assert all(logs_in(str(row[3]), str(row[4])) for row in rows)
    assert clerk.post("/settings/accounts/invite/")["Location"] == "/settings/"


def test_a_new_password_ends_the_old_one_and_its_sessions(campaign: Any, clerk: Client, visit: Browser) -> None:
    worker = visit(campaign.cast.worker)
    (password,) = PASSWORD.findall(page(clerk.post(f"/settings/accounts/{campaign.cast.worker.id}/password/")))
    assert logs_in("worker", password)
    assert worker.get("/duties/").status_code == 302


def test_a_closed_account_is_out_at_once(campaign: Any, clerk: Client, visit: Browser) -> None:
    worker = visit(campaign.cast.worker)
    clerk.post(f"/settings/accounts/{campaign.cast.worker.id}/close/")
    assert worker.get("/duties/").status_code == 302
    closed = page(clerk.get("/settings/?state=closed")).partition("<tbody>")[2]
    assert closed.count("<tr>") == 1
    assert "worker" in closed


def test_nobody_locks_the_office_out_by_closing_the_own_account(campaign: Any, clerk: Client) -> None:
    mine = f"/settings/accounts/{campaign.cast.clerk.id}/"
    assert "close/" not in page(clerk.get(mine))
    clerk.post(f"{mine}close/")
    assert "cannot close your own" in page(clerk.get(mine))
    assert User.objects.get(id=campaign.cast.clerk.id).is_active


def test_accounts_are_found_and_the_rules_are_said(campaign: Any, clerk: Client) -> None:
    unit = campaign.cast.units["锦绣物业"]
    assert page(clerk.get(f"/settings/?unit={unit}")).partition("<tbody>")[2].count("<tr>") == 1
    assert page(clerk.get("/settings/?words=liais")).partition("<tbody>")[2].count("<tr>") == 1
    assert "next working day" in page(clerk.get("/settings/rules/"))


def test_only_the_office_of_the_same_district_sees_and_does_any_of_it(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    own = f"/settings/accounts/{cast.worker.id}/"
    reading = ["/settings/", "/settings/accounts/new/", own]
    doing = ["/settings/accounts/invite/", f"{own}password/", f"{own}close/"]
    for path in (*reading, *doing):
        assert visit(None).post(path)["Location"].startswith("/login/")
        for user in (cast.leader, cast.liaison, cast.community, cast.worker):
            assert (visit(user).get(path).status_code, visit(user).post(path).status_code) == (403, 403)
    stranger = visit(cast.stranger)
    for path in (own, f"{own}password/", f"{own}close/"):
        assert stranger.post(path).status_code == 404
    assert "worker" not in page(stranger.get("/settings/")).partition("<tbody>")[2]
    assert User.objects.get(id=cast.worker.id).is_active
