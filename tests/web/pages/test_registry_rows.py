"""Single rows and posts: corrected on a page with old and new words in the audit log, and the gaps that are left."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from support.facts import whole
from wuzha.oversight.actions import refresh
from wuzha.oversight.queries import coverage_total
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.models import Household, Person, Place, Unit
from wuzha.web.models import User

Browser = Callable[[User | None], Client]
DOOR = {"area": "锦绣苑", "address": "1号楼101室", "unit": "锦绣物业", "status": "在住"}


@pytest.fixture
def clerk(campaign: Any, visit: Browser) -> Client:
    return visit(campaign.cast.clerk)


def page(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def audit(district_id: int, action: str) -> list[dict[str, Any]]:
    with whole(district_id), connection.cursor() as cursor:
        cursor.execute("SELECT detail FROM ledger_audit WHERE action = %s ORDER BY id", [action])
        return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]


def bring(client: Client, kind: str, text: str) -> list[int]:
    """Import a roster; added, changed, unchanged, refused."""
    file = io.BytesIO(text.encode())
    file.name = "册.csv"
    run = client.post("/registry/import/", {"kind": kind, "file": file})["Location"]
    shown = page(client.get(run))
    client.post(run, {"do": "take"})
    return [int(part.split(">")[1].split("<")[0]) for part in shown.split('wz-stat-figure"')[1:5]]


def test_a_corrected_door_is_met_by_old_and_new_rosters(campaign: Any, clerk: Client) -> None:
    cast = campaign.cast
    door = cast.doors["锦绣物业"][0]
    path = f"/registry/row/households/{door}/"
    assert 'value="1号楼101室"' in page(clerk.get(path))
    assert clerk.post(path, DOOR | {"address": "1号楼103室", "status": "空户"})["Location"] == "/registry/households/"
    with whole(cast.district_id):
        found = Household.objects.get(id=door)
        while refresh(cast.district_id):
            pass
        assert coverage_total(cast.district_id).registered == 7
    assert (found.address, found.status) == ("1号楼103室", "vacant")
    (line,) = audit(cast.district_id, "households.correct")
    assert line["changes"] == {"address": ["1号楼101室", "1号楼103室"], "status": ["在住", "空户"]}

    head = "所在区域,地址,管理单位\n"
    assert bring(clerk, "households", f"{head}J,1号楼101室,锦绣物业\n") == [0, 0, 1, 0], "the correction is not undone"
    assert bring(clerk, "households", f"{head}J,1-103,锦绣物业\n") == [0, 1, 0, 0], (
        "the new writing meets the same door"
    )
    with whole(cast.district_id):
        assert Household.objects.filter(area_id=cast.areas["锦绣苑"]).count() == 4


def test_what_cannot_be_is_said_beside_the_field(campaign: Any, clerk: Client) -> None:
    first, second, *_ = campaign.cast.doors["锦绣物业"]
    path = f"/registry/row/households/{first}/"
    shown = page(clerk.post(path, DOOR | {"unit": "没有这家", "address": ""}))
    assert shown.count('aria-invalid="true"') == 2
    assert "没有这家" in shown
    taken = page(clerk.post(path, DOOR | {"address": "1号楼102室"}))
    assert "Another entry is written like this already" in taken
    with whole(campaign.cast.district_id):
        assert Household.objects.get(id=second).address == "1号楼102室"
        assert Household.objects.get(id=first).address == "1号楼101室"


def test_a_place_is_closed_and_opened_again(campaign: Any, clerk: Client) -> None:
    cast = campaign.cast
    path = f"/registry/row/places/{cast.screens['明月物业']}/"
    clerk.post(path, {"do": "close"})
    with whole(cast.district_id):
        assert Place.objects.get(id=cast.screens["明月物业"]).valid_to is not None
    assert "明月苑门口显示屏" not in page(clerk.get("/registry/places/")).partition("<tbody>")[2]
    assert "Its last day is 2026-04-20" in page(clerk.get(path))
    clerk.post(path, {"do": "open"})
    assert "明月苑门口显示屏" in page(clerk.get("/registry/places/")).partition("<tbody>")[2]
    assert [line["changes"]["valid_to"] for line in audit(cast.district_id, "places.correct")] == [
        ["", "2026-04-20"],
        ["2026-04-20", ""],
    ]


def test_a_renamed_unit_keeps_its_former_name(campaign: Any, clerk: Client) -> None:
    cast = campaign.cast
    unit = cast.units["锦绣物业"]
    clerk.post(f"/registry/row/units/{unit}/", {"name": "锦绣物业服务", "kind": "物业服务企业", "area": "锦绣苑"})
    with whole(cast.district_id):
        assert Unit.objects.get(id=unit).name == "锦绣物业服务"
    assert "锦绣物业" in page(clerk.get(f"/registry/units/{unit}/")).partition("former")[2]
    assert bring(clerk, "households", "所在区域,地址,管理单位\nJ,5号楼101室,锦绣物业\n") == [1, 0, 0, 0]
    refused = page(clerk.post(f"/registry/row/units/{unit}/", {"name": "明月物业", "kind": "物业服务企业"}))
    assert "Another entry is written like this already" in refused


def test_posts_are_named_and_ended_and_their_gaps_go_and_come(campaign: Any, clerk: Client) -> None:
    cast = campaign.cast
    unit = cast.units["明月物业"]

    def missing() -> set[str]:
        rows = csv.reader(io.StringIO(b"".join(clerk.get("/registry/gaps/?export=csv")).decode("utf-8-sig")))  # type: ignore[arg-type]
        return {row[2] for row in rows if row and row[0] == "明月物业"}

    assert missing() == {"no leader", "no liaison officer"}
    post = {"unit": "明月物业", "post": "联络员", "name": "高新月"}
    assert clerk.post(f"/registry/units/{unit}/post/", post)["Location"] == f"/registry/units/{unit}/"
    assert missing() == {"no leader", "no telephone"}
    with whole(cast.district_id):
        person = Person.objects.get(name="高新月")
    path = f"/registry/row/people/{person.id}/"
    clerk.post(path, post | {"phone": "13800000009", "valid_to": "2026-05-01"})
    assert missing() == {"no leader", "ends soon, nobody follows"}
    clerk.post("/registry/gaps/deputies/", {"kind": ["property_firm"]})
    assert missing() == {"no leader", "ends soon, nobody follows", "no deputy"}
    clerk.post(path, {"do": "close"})
    lines = audit(cast.district_id, "people.correct")
    assert lines[1]["changes"] == {"phone": "changed", "valid_to": ["", "2026-05-01"]}, "no telephone in the audit log"
    shown = page(clerk.get(f"/registry/units/{unit}/"))
    assert "何离任" in shown, "who had a post before is there too"
    assert "高新月" in shown


def test_the_overview_counts_the_gaps(clerk: Client) -> None:
    shown = page(clerk.get("/"))
    assert 'href="/registry/gaps/"' in shown


def test_gaps_and_people_are_those_of_ones_own_units(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    seen = page(visit(cast.community).get("/registry/gaps/")).partition("<tbody>")[2]
    assert "桦林社区居委会" in seen
    assert "锦绣物业" not in seen
    other = page(visit(cast.community).get(f"/registry/units/{cast.units['物业科']}/"))
    assert "林晚舟" not in other
    assert "People are shown to their own unit" in other


def test_only_the_office_corrects(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    with whole(cast.district_id):
        person = Person.objects.get(name="赵青山").id
    rows = {
        RosterKind.HOUSEHOLDS: cast.doors["锦绣物业"][0],
        RosterKind.PLACES: cast.screens["明月物业"],
        RosterKind.PEOPLE: person,
        RosterKind.UNITS: cast.units["物业科"],
    }
    paths = [f"/registry/row/{kind}/{number}/" for kind, number in rows.items()]
    paths += [f"/registry/units/{cast.units['物业科']}/post/", "/registry/gaps/deputies/"]
    for path in paths:
        for user in (cast.leader, cast.liaison, cast.community, cast.worker):
            assert visit(user).post(path, {"do": "close"}).status_code == 403
            assert visit(user).get(path).status_code == 403
        if "deputies" not in path:
            assert visit(cast.stranger).post(path, {"do": "close"}).status_code == 404
    for user in (cast.leader, cast.liaison):
        for path in ("/registry/households/", "/registry/places/", "/registry/people/", "/registry/gaps/"):
            assert "/registry/row/" not in page(visit(user).get(path))
    assert visit(cast.worker).get("/registry/gaps/").status_code == 403
    assert visit(cast.stranger).get(f"/registry/units/{cast.units['物业科']}/").status_code == 404
