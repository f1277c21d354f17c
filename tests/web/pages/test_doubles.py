"""Doors that may be one: suspected after an import, merged so that the door counts once, and parted again."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import uuid_utils.compat
from django.test import Client

from support.facts import whole
from wuzha.database import scoped
from wuzha.duties.actions import apply
from wuzha.oversight.actions import recount, refresh
from wuzha.oversight.queries import coverage_total, duty_matrix
from wuzha.plan.queries import newest, plans
from wuzha.registry import versions
from wuzha.registry.models import Household, Likeness
from wuzha.terms import Actor
from wuzha.web import clock
from wuzha.web.models import User
from wuzha.web.office import duty_settings
from wuzha.web.pages.households import RUNGS, HouseholdRows, count_of
from wuzha.web.recording import record_work, recorder_for
from wuzha.web.sources import Ask

Browser = Callable[[User | None], Client]
HEAD = "所在区域,地址,管理单位,状态\n"
TWIN = HEAD + "锦绣苑,1-1O1,锦绣物业,\n"


def bring(client: Client, text: str) -> str:
    file = io.BytesIO(text.encode())
    file.name = "户.csv"
    run = client.post("/registry/import/", {"kind": "households", "file": file})["Location"]
    client.post(run, {"do": "take"})
    return run


@pytest.fixture
def clerk(campaign: Any, visit: Browser) -> Client:
    return visit(campaign.cast.clerk)


class Town:
    """What the figures say of the district."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast

    def coverage(self) -> dict[str, int]:
        with whole(self.cast.district_id):
            while refresh(self.cast.district_id):
                pass
            total = coverage_total(self.cast.district_id)
        return {rung: count_of(total, rung) for rung in RUNGS}

    def rows(self) -> dict[str, int]:
        """As many doors as each list behind a figure has."""
        scope = self.cast.clerk.scope
        with scoped(scope):
            source = HouseholdRows(scope, grade=None)
            return {rung: len(source.fetch(Ask({"rung": rung}, "address", limit=99))) for rung in RUNGS}

    def duties(self) -> tuple[int, int]:
        with whole(self.cast.district_id):
            cells = duty_matrix(self.cast.district_id, clock.today())
        return sum(cell.total for cell in cells), sum(cell.done + cell.done_late for cell in cells)

    def door(self, address: str) -> Household:
        with whole(self.cast.district_id):
            return Household.objects.get(
                district_id=self.cast.district_id, address=address, area_id=self.cast.areas["锦绣苑"]
            )

    def pair(self) -> int:
        with whole(self.cast.district_id):
            return int(Likeness.objects.get().id)

    def visited(self, door: int) -> None:
        visit = {
            "id": str(uuid_utils.compat.uuid7()),
            "kind": "visit",
            "occurred_at": clock.now().isoformat(),
            "target_id": door,
            "outcome": "met",
            "material": "折页 第1版",
        }
        with whole(self.cast.district_id):
            recorded = record_work(recorder_for(self.cast.clerk, "form"), [visit], clock.now())
        assert not recorded.rejected


@pytest.fixture
def town(campaign: Any) -> Town:
    return Town(campaign.cast)


def test_a_door_written_with_a_slip_is_asked_about(clerk: Client, town: Town) -> None:
    bring(clerk, TWIN + "锦绣苑,1号楼302室,锦绣物业,\n")
    shown = clerk.get("/registry/doubles/").content.decode()
    assert shown.count('href="/registry/doubles/') >= 1
    assert "1-1O1" in shown
    assert "1号楼302室" not in shown, "a door beside another is no double"
    assert f'href="/registry/doubles/{town.pair()}/"' in shown
    assert "Pairs of doors that may be one: 1" in clerk.get("/registry/households/").content.decode()


def test_a_merged_door_counts_once_with_the_records_of_both(clerk: Client, town: Town) -> None:
    before, owed = town.coverage(), town.duties()
    bring(clerk, TWIN)
    with whole(town.cast.district_id):
        version = newest(plans(town.cast.district_id)[0].id)
        assert version is not None
        apply(version, duty_settings(2026), actor_id=0, actor_name="x", now=clock.now(), unconfirmed=True)
    recount(town.cast.district_id)
    twin, third = town.door("1-1O1"), town.door("1号楼101室")
    town.visited(twin.id)
    assert town.coverage()["registered"] == before["registered"] + 1
    assert town.duties()[0] > owed[0]

    answer = clerk.post(f"/registry/doubles/{town.pair()}/", {"keep": third.id})
    assert answer["Location"] == "/registry/doubles/", "no other pair waits"
    assert town.coverage() == before | {"refreshed": before["refreshed"] + 1}, "told in March, and again at the twin"
    assert town.rows() == town.coverage()
    recount(town.cast.district_id)
    assert town.duties() == owed
    listed = clerk.get("/duties/list/?export=csv")
    assert "1-1O1" not in b"".join(listed.streaming_content).decode()  # type: ignore[attr-defined]
    assert town.door("1-1O1").merged_into == third.id
    listed = clerk.get(f"/coverage/households/?unit={third.unit_id}&words=1号楼101室").content.decode()
    assert "1-1O1" not in listed

    bring(clerk, HEAD + "锦绣苑,1-1O1,锦绣物业,空户\n")
    assert town.door("1号楼101室").status == "vacant", "a later roster with the old spelling meets the door that stays"
    assert town.coverage()["registered"] == before["registered"]


def test_a_wrong_merge_is_undone(clerk: Client, town: Town) -> None:
    bring(clerk, TWIN)
    twin, stays = town.door("1-1O1"), town.door("1号楼101室")
    town.visited(twin.id)
    before = town.coverage()
    pair = town.pair()
    clerk.post(f"/registry/doubles/{pair}/", {"keep": stays.id})
    clerk.post(f"/registry/doubles/{pair}/", {"do": "part"})
    again = town.door("1-1O1")
    assert (again.merged_into, again.valid_to) == (None, None)
    assert town.coverage() == before
    bring(clerk, TWIN.replace(",锦绣物业,", ",锦绣物业,空户"))
    with whole(town.cast.district_id):
        assert Likeness.objects.get().state == "different", "what was decided is not asked again"


def test_merges_of_merged_doors_are_undone_one_by_one(clerk: Client, town: Town) -> None:
    bring(clerk, TWIN + "锦绣苑,1-10l,锦绣物业,\n")
    first, second, third = town.door("1号楼101室"), town.door("1-1O1"), town.door("1-10l")
    with whole(town.cast.district_id):
        a, b = Likeness.objects.order_by("other_id")
        made = Likeness.objects.create(
            district_id=town.cast.district_id,
            one_id=second.id,
            other_id=third.id,
            area_pos=second.area_pos,
            reason="letter",
        )
    clerk.post(f"/registry/doubles/{made.id}/", {"keep": second.id})
    clerk.post(f"/registry/doubles/{a.id}/", {"keep": first.id})
    assert town.door("1-10l").merged_into == first.id, "through the one between"
    refused = clerk.post(f"/registry/doubles/{b.id}/", {"keep": third.id}, follow=True).content.decode()
    assert "merged into another one already" in refused
    clerk.post(f"/registry/doubles/{a.id}/", {"do": "part"})
    assert town.door("1-1O1").merged_into is None
    assert town.door("1-10l").merged_into == second.id, "it goes along with the one it was merged into"


def test_a_merge_waits_for_the_next_version_of_the_denominators(clerk: Client, town: Town) -> None:
    bring(clerk, TWIN)
    with whole(town.cast.district_id):
        versions.approve(town.cast.district_id, Actor(99, "b"), clock.now())
    recount(town.cast.district_id)
    before = town.coverage()
    clerk.post(f"/registry/doubles/{town.pair()}/", {"keep": town.door("1号楼101室").id})
    assert town.coverage()["registered"] == before["registered"]
    with whole(town.cast.district_id):
        versions.approve(town.cast.district_id, Actor(99, "b"), clock.now(), reason="合并")
    recount(town.cast.district_id)
    assert town.coverage()["registered"] == before["registered"] - 1


def test_only_the_office_decides(campaign: Any, clerk: Client, town: Town, visit: Browser) -> None:
    bring(clerk, TWIN)
    path = f"/registry/doubles/{town.pair()}/"
    cast = campaign.cast
    for user in (cast.leader, cast.liaison, cast.community, cast.worker):
        for address in ("/registry/doubles/", path):
            assert visit(user).get(address).status_code == 403
        assert visit(user).post(path, {"do": "different"}).status_code == 403
    assert visit(cast.stranger).get(path).status_code == 404
    assert visit(cast.stranger).post(path, {"do": "different"}).status_code == 404
