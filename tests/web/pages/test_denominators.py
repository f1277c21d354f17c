"""Denominators: what is added in June does not change May, and a second person says when it counts."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from support.facts import whole
from wuzha.database import scoped
from wuzha.oversight.actions import freeze
from wuzha.oversight.queries import coverage_total, freezing, places_total
from wuzha.terms import Actor
from wuzha.web import clock
from wuzha.web.models import User

Browser = Callable[[User | None], Client]
DOORS = "所在区域,地址,管理单位,状态\n锦绣苑,9号楼101室,锦绣物业,\n明月苑,9号楼102室,明月物业,\n"
SITES = "类别,名称,管理单位,所在区域,停用日期\n工地,三期工地,锦绣物业,锦绣苑,2026-12-31\n"
PAGE = "/registry/denominators/"


def bring(client: Client, kind: str, text: str) -> None:
    file = io.BytesIO(text.encode())
    file.name = "底册.csv"
    run = client.post("/registry/import/", {"kind": kind, "file": file})["Location"]
    client.post(run, {"do": "take"})


def registered(user: User) -> int:
    with scoped(user.scope):
        return coverage_total(user.district_id).registered


@pytest.fixture
def approved(campaign: Any, visit: Browser) -> Any:
    """The register of the cast is version 1, approved by the leader."""
    with clock.at(clock.now() - timedelta(days=1)):
        page = visit(campaign.cast.leader).post(f"{PAGE}approve/", follow=True).content.decode()
    assert "Version 1 is approved" in page
    return campaign.cast


def test_what_is_imported_counts_when_a_second_person_has_approved_it(approved: Any, visit: Browser) -> None:
    clerk, leader = visit(approved.clerk), visit(approved.leader)
    before = registered(approved.clerk)
    bring(clerk, "households", DOORS)
    bring(clerk, "places", SITES)
    assert registered(approved.clerk) == before
    assert "2 changes of the register wait for approval" in leader.get("/notices/").content.decode()
    assert "wait for approval" not in clerk.get("/notices/").content.decode()
    page = clerk.get(PAGE).content.decode()
    assert "You imported or corrected what waits" in page
    refused = clerk.post(f"{PAGE}approve/", follow=True).content.decode()
    assert "somebody else approves it" in refused
    assert registered(approved.clerk) == before
    rows = leader.get(f"{PAGE}waiting/?kind=household&change=added").content.decode()
    assert "9号楼101室" in rows
    assert "三期工地" not in rows
    assert "Version 2 is approved" in leader.post(f"{PAGE}approve/", follow=True).content.decode()
    assert registered(approved.clerk) == before + 2
    with whole(approved.district_id):
        assert places_total(approved.district_id)["building_site"] == 1, "it counts until its last day"
    assert "Nothing waits" in clerk.get(f"{PAGE}waiting/").content.decode()


def test_a_correction_on_a_page_is_not_approved_by_whoever_made_it(approved: Any, visit: Browser) -> None:
    clerk = visit(approved.clerk)
    door = approved.doors["明月物业"][0]
    clerk.post(f"/registry/row/households/{door}/", {"do": "close"})
    assert "somebody else approves it" in clerk.post(f"{PAGE}approve/", follow=True).content.decode()


def test_what_is_added_in_june_does_not_change_may(approved: Any, visit: Browser) -> None:
    district_id, may = approved.district_id, (2026, 5, date(2026, 4, 26), date(2026, 5, 25))
    with whole(district_id):
        freeze(district_id, *may, Actor(1, "专班"), clock.now())
        before = coverage_total(district_id, frozen=freezing(district_id, 2026, 5))
    bring(visit(approved.clerk), "households", DOORS)
    visit(approved.leader).post(f"{PAGE}approve/")
    with whole(district_id):
        assert coverage_total(district_id, frozen=freezing(district_id, 2026, 5)) == before
        assert coverage_total(district_id).registered == before.registered + 2


def test_a_unit_sees_of_the_changes_what_it_sees_of_the_register(approved: Any, visit: Browser) -> None:
    bring(visit(approved.clerk), "households", DOORS)
    community = visit(approved.community).get(f"{PAGE}waiting/").content.decode()
    assert "锦绣苑" in community
    assert "9号楼102室" not in community
    assert "approve/" not in visit(approved.community).get(PAGE).content.decode()
    assert visit(approved.community).post(f"{PAGE}approve/").status_code == 403
    assert "9号楼" not in visit(approved.stranger).get(f"{PAGE}waiting/").content.decode()
