"""The audit log on a page: every line in words, found again, for the auditor or the undivided office only."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

import wuzha
from support.cast import NOON, OFFICE
from support.facts import whole
from wuzha.ledger import actions as ledger
from wuzha.ledger.core.lines import Look
from wuzha.web import accounts, keys, policy
from wuzha.web.actor import Actor
from wuzha.web.keys import NewKey
from wuzha.web.models import User
from wuzha.web.pages.audit_words import ACTIONS, told

Browser = Callable[[User | None], Client]
NOTED = re.compile(r'(?:now|now\(\)|made), "((?:[a-z]+\.[a-z_]+)|login)"')


@pytest.fixture
def cast(campaign: Any) -> Any:
    """The campaign's office; 明月 looked at two contacts, the office made and ended a key."""
    cast = campaign.cast
    with whole(cast.district_id):
        look = Look("household", [cast.doors["锦绣物业"][0]], ["name", "phone"], "complaint: 来电投诉")
        ledger.note_read(cast.district_id, cast.worker.id, "明月", NOON + timedelta(days=1), "contact.reveal", look)
        keys.add(cast.worker, NewKey("大屏", reach=["ledger"]), "wz_screen", Actor(cast.clerk.id, "林晚舟"), NOON)
        accounts.unlock(cast.worker, OFFICE, NOON + timedelta(days=2))
    return cast


def rows(answer: Any) -> list[dict[str, Any]]:
    """Each line of the page by the key of its column."""
    page = answer.context["page"]
    return [{column.key: column.of(row) for column in page.columns} for row in page.rows]


def test_a_line_is_told_in_words(cast: Any, visit: Browser) -> None:
    page = visit(cast.auditor).get("/settings/audit/")
    (look,) = [row for row in rows(page) if row["kind"] == "look at personal data"]
    assert (look["person"], look["action"]) == ("明月", "Contact looked at")
    assert "name、telephone" in look["detail"]
    assert "来电投诉" in look["detail"]
    (key,) = [row for row in rows(page) if row["action"] == "Key made"]
    assert key["detail"] == "key: 大屏；reach: Ledger"
    assert not [row for row in rows(page) if "{" in row["detail"] or "[" in row["detail"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("person=明月", {"Contact looked at"}),
        ("kind=read", {"Contact looked at"}),
        ("action=account.key", {"Key made"}),
        ("words=worker&at_first=2026-03-04&at_last=2026-03-04", {"Account unlocked"}),
        ("at_first=2026-03-03&at_last=2026-03-03", {"Contact looked at"}),
        ("person=明月&kind=change", set()),
        ("seal=sealed", set()),
    ],
)
def test_lines_are_found_by_who_what_when_and_about_what(
    cast: Any, visit: Browser, query: str, expected: set[str]
) -> None:
    assert {row["action"] for row in rows(visit(cast.auditor).get(f"/settings/audit/?{query}"))} == expected


def test_it_is_sorted_and_exported(cast: Any, visit: Browser) -> None:
    auditor = visit(cast.auditor)
    found = [row["at"] for row in rows(auditor.get("/settings/audit/?sort=at"))]
    assert found == sorted(found)
    feed = b"".join(auditor.get("/settings/audit.csv?kind=read&names=stable&bom=0")).decode()  # type: ignore[arg-type]
    assert "2026-03-03T12:00:00+08:00,明月,look at personal data,Contact looked at" in feed


def test_each_line_tells_whether_it_is_sealed(cast: Any, visit: Browser) -> None:
    midnight = (NOON + timedelta(days=1)).replace(hour=0)
    with whole(cast.district_id):
        ledger.seal_until(cast.district_id, NOON.date(), midnight, midnight)
    auditor = visit(cast.auditor)
    sealed = {str(row["sealed_in"]) for row in rows(auditor.get("/settings/audit/?seal=sealed"))}
    assert sealed == {NOON.date().isoformat()}
    later = rows(auditor.get("/settings/audit/?seal=open"))
    assert {row["sealed_in"] for row in later} == {None}
    assert {"Contact looked at", "Day sealed"} <= {row["action"] for row in later}


def test_nobody_else_reads_it_and_no_district_that_of_another(cast: Any, visit: Browser) -> None:
    for user in (cast.leader, cast.liaison, cast.worker, cast.admin, cast.security):
        for path in ("/settings/audit/", "/settings/audit.csv", "/settings/audit/?export=xlsx"):
            assert visit(user).get(path).status_code == 403
    assert "明月" not in visit(cast.stranger).get("/settings/audit/").content.decode()
    assert "明月" in visit(cast.clerk).get("/settings/audit/").content.decode()
    with whole(cast.district_id):
        policy.divide(cast.district_id, OFFICE, NOON, into_three=True)
    assert visit(cast.clerk).get("/settings/audit/").status_code == 403
    assert visit(cast.auditor).get("/settings/audit/").status_code == 200


def test_a_line_leads_to_what_it_is_about_where_the_visitor_may_open_it(cast: Any, visit: Browser) -> None:
    account, contact = f"/settings/accounts/{cast.worker.id}/", f"/registry/contacts/{cast.doors['锦绣物业'][0]}/"
    clerk = visit(cast.clerk).get("/settings/audit/").content.decode()
    assert f'href="{account}"' in clerk
    assert f'href="{contact}"' in clerk
    auditor = visit(cast.auditor).get("/settings/audit/").content.decode()
    assert account not in auditor
    assert contact not in auditor


def test_the_auditor_begins_at_the_log(cast: Any, visit: Browser) -> None:
    assert 'href="/settings/audit/"' in visit(cast.auditor).get("/account/").content.decode()


def test_every_action_that_is_noted_has_its_words() -> None:
    source = Path(wuzha.__file__).parent
    noted = {
        action
        for path in source.rglob("*.py")
        if "migrations" not in path.parts
        for action in NOTED.findall(path.read_text(encoding="utf8"))
    }
    assert len(noted) > 25
    assert {action for action in noted if action not in ACTIONS} == set()


def test_a_change_shows_what_was_before_and_after() -> None:
    with override("en"):
        said = told({"id": 3, "changes": {"name": ["东门", "西门"], "phone": "changed"}, "reason": ""})
    assert said == "changes: name 东门 → 西门，telephone changed"
    assert told({}) == ""
    assert "Ledger" not in told({"reach": ["nowhere"]})


def test_the_time_of_a_day_is_the_districts(cast: Any, visit: Browser) -> None:
    late = datetime(2026, 3, 9, 23, 59, tzinfo=NOON.tzinfo)
    with whole(cast.district_id):
        ledger.note(cast.district_id, 0, "夜班", late, "account.unlock", "worker")
    found = rows(visit(cast.auditor).get("/settings/audit/?at_first=2026-03-09&at_last=2026-03-09"))
    assert [row["person"] for row in found] == ["夜班"]
    json.dumps([row["detail"] for row in found])
