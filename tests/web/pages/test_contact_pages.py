"""Contacts on pages: masked for everybody, in the clear for a minute after a reason, cared for by the office."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from support.cast import NOON
from support.contacts import LI, put, switch_on
from support.facts import whole
from wuzha.privacy import queries
from wuzha.web import clock
from wuzha.web.models import User

Browser = Callable[[User | None], Client]
WHY = {"reason": "visit", "words": "约周三补访"}


@pytest.fixture
def door(campaign: Any) -> int:
    """A household of 锦绣物业 with a contact."""
    switch_on(campaign.cast)
    number: int = campaign.cast.doors["锦绣物业"][0]
    put(campaign.cast, number)
    return number


def text(answer: Any) -> str:
    return str(answer.content.decode())


def looked(client: Client, door: int, **more: str) -> HttpResponse:
    answer: HttpResponse = client.post(f"/registry/contacts/{door}/show/", WHY | more)
    return answer


def test_lists_and_pages_show_masks_only(campaign: Any, door: int, visit: Browser) -> None:
    for name, paths in {
        "clerk": ["/registry/contacts/", "/registry/households/", f"/registry/contacts/{door}/"],
        "leader": ["/registry/contacts/", "/registry/households/", f"/registry/contacts/{door}/"],
        "worker": ["/registry/contacts/", f"/registry/contacts/{door}/"],
    }.items():
        for path in paths:
            shown = text(visit(campaign.cast[name]).get(path))
            assert "李** 139****5678" in shown, (name, path)
            assert LI.phone not in shown
            assert LI.name not in shown


def test_exports_are_masked_too(campaign: Any, door: int, visit: Browser) -> None:
    for path in ("/registry/contacts/?export=csv", "/registry/households/?export=csv"):
        answer = visit(campaign.cast.clerk).get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert "139****5678" in content.decode("utf-8-sig")
        assert LI.phone not in content.decode("utf-8-sig")


def test_a_reason_opens_it_for_a_minute(campaign: Any, door: int, visit: Browser) -> None:
    for name in ("clerk", "worker"):
        client = visit(campaign.cast[name])
        assert LI.phone not in text(looked(client, door, words=""))
        answer = looked(client, door)
        assert LI.phone in text(answer)
        assert LI.name in text(answer)
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Refresh"] == f"60; url=/registry/contacts/{door}/"
    lines = text(visit(campaign.cast.clerk).get(f"/registry/contacts/{door}/"))
    assert "约周三补访" in lines
    assert LI.phone not in lines


def test_whom_it_is_not_for_gets_nothing(campaign: Any, door: int, visit: Browser) -> None:
    cast = campaign.cast
    assert looked(visit(cast.leader), door).status_code == 403
    assert looked(visit(cast.stranger), door).status_code == 404
    elsewhere = cast.doors["明月物业"][0]
    put(cast, elsewhere)
    assert looked(visit(cast.worker), elsewhere).status_code == 404
    for path in ("correct/", "delete/", "held/"):
        for name in ("leader", "liaison", "worker"):
            assert visit(cast[name]).post(f"/registry/contacts/{door}/{path}").status_code == 403
    assert visit(cast.leader).post("/settings/privacy/").status_code == 403


def test_a_worker_has_twenty_looks_a_day(campaign: Any, door: int, visit: Browser) -> None:
    client = visit(campaign.cast.worker)
    assert all(LI.phone in text(looked(client, door)) for _ in range(20))
    last = text(looked(client, door))
    assert LI.phone not in last
    assert "20 contacts or numbers today" in last


def test_a_whole_number_leads_to_its_household(campaign: Any, door: int, visit: Browser) -> None:
    client = visit(campaign.cast.worker)
    found = text(client.post("/registry/contacts/", {"phone": "+86 139 1234 5678"}))
    assert f"/registry/contacts/{door}/" in found
    assert "No household that you may see" in text(client.post("/registry/contacts/", {"phone": "13900000000"}))
    assert "not a whole telephone number" in text(client.post("/registry/contacts/", {"phone": "139"}))
    leader = text(visit(campaign.cast.leader).post("/registry/contacts/", {"phone": LI.phone}))
    assert "No household that you may see" not in leader
    assert 'name="phone"' not in leader


def test_the_office_declares_corrects_and_deletes(campaign: Any, visit: Browser) -> None:
    cast, client = campaign.cast, visit(campaign.cast.clerk)
    number = cast.doors["锦绣物业"][0]
    declared = {"enabled": "on", "purpose": "预约入户", "notice": "告知书第 1 版", "keep_days": "30"}
    assert client.post("/settings/privacy/", declared | {"notice": ""}).status_code == 200
    assert client.post("/settings/privacy/", declared).status_code == 302
    path = f"/registry/contacts/{number}/"
    given = {"name": "李晓梅", "phone": "139 1234 5678", "relation": "head"}
    assert "ID-card number" in text(
        client.post(f"{path}correct/", given | {"name": "110101199003070000 110101199003074514"})
    )
    assert client.post(f"{path}correct/", given).status_code == 302
    assert "李** 139****5678" in text(client.get(path))
    assert client.post(f"{path}delete/", {"objects": "on"}).status_code == 302
    assert "no contact here" in text(client.get(path))
    assert "139****5678" in text(client.get("/settings/privacy/"))
    assert "does not want this number" in text(client.post(f"{path}correct/", given))


def test_what_is_held_goes_to_the_person_whole(campaign: Any, door: int, visit: Browser) -> None:
    client = visit(campaign.cast.clerk)
    looked(client, door)
    held = json.loads(client.post(f"/registry/contacts/{door}/held/", {"as": "json"}).content)
    assert held["contact"] == {"name": LI.name, "phone": LI.phone, "relation": "head"}
    assert held["purpose"]["purpose"] == "预约入户"
    assert any("约周三补访" in line["what"] for line in held["reads_and_changes"])
    assert [fact["outcome"] for fact in held["recorded_at_the_door"]] != []
    book = client.post(f"/registry/contacts/{door}/held/", {"as": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert LI.phone in str(rows)


def test_the_clock_is_seen_before_it_strikes(campaign: Any, door: int, visit: Browser) -> None:
    later = NOON + timedelta(days=31)
    with clock.at(later):
        client = visit(campaign.cast.clerk)
        assert "1 contacts have passed their last day" in text(client.get("/settings/privacy/"))
        client.post("/settings/privacy/expire/")
    with whole(campaign.cast.district_id):
        assert queries.count(campaign.cast.district_id) == 0
