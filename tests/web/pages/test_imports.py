"""Importing on pages: checked first, bad rows named, good rows taken once, and nothing of it for others."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from support.facts import whole
from wuzha.oversight.queries import coverage_total
from wuzha.registry.core.templates import TEMPLATES, RosterKind
from wuzha.registry.models import Household, Import
from wuzha.web import clock
from wuzha.web.models import User

Browser = Callable[[User | None], Client]

ROSTER = """所在区域,地址,管理单位,状态
锦绣苑,1号楼101室,锦绣物业,空户
锦绣苑,9号楼901室,锦绣物业,
锦绣苑,9号楼902室,没有这家物业,
没有这个小区,9号楼903室,锦绣物业,
锦绣苑,1号楼102室,锦绣物业,
"""


@pytest.fixture(autouse=True)
def incoming() -> Iterator[Path]:
    """The folder of waiting uploads, empty before and after."""
    folder = settings.HOME.files / "incoming"
    for path in folder.glob("*"):
        path.unlink()
    yield folder
    for path in folder.glob("*"):
        path.unlink()


@pytest.fixture
def clerk(campaign: Any, visit: Browser) -> Client:
    """The office's browser."""
    return visit(campaign.cast.clerk)


def send(client: Client, text: str, kind: str = "households", name: str = "户.csv") -> HttpResponse:
    file = io.BytesIO(text.encode())
    file.name = name
    return client.post("/registry/import/", {"kind": kind, "file": file})


def page(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def figures(shown: str) -> list[int]:
    """Added, changed, unchanged, refused."""
    return [int(part.split(">")[1].split("<")[0]) for part in shown.split('wz-stat-figure"')[1:5]]


def addresses(campaign: Any) -> set[str]:
    with whole(campaign.cast.district_id):
        found = Household.objects.filter(district_id=campaign.cast.district_id)
        return set(found.values_list("address", flat=True))


def test_a_check_names_every_bad_row_and_writes_nothing(campaign: Any, clerk: Client) -> None:
    before = addresses(campaign)
    answer = send(clerk, ROSTER)
    assert answer.status_code == 302
    shown = page(clerk.get(answer["Location"]))
    assert figures(shown) == [1, 1, 1, 2]
    assert "C4 管理单位" in shown
    assert "没有这家物业" in shown
    assert "A5 所在区域" in shown
    assert addresses(campaign) == before


def test_the_bad_rows_can_be_taken_along_as_a_workbook(clerk: Client) -> None:
    answer = clerk.get(send(clerk, ROSTER)["Location"] + "?export=xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)  # type: ignore[attr-defined]
    rows = sheet.to_python()[2:]
    assert [row[1] for row in rows] == ["C4 管理单位", "A5 所在区域"]
    assert all(row[2] and row[3] for row in rows), "each says what is wrong and what to do"


def test_the_good_rows_are_imported_counted_and_kept_with_their_reasons(
    campaign: Any, clerk: Client, incoming: Path
) -> None:
    waiting = send(clerk, ROSTER)["Location"]
    with whole(campaign.cast.district_id):
        before = coverage_total(campaign.cast.district_id)
    done = clerk.post(waiting)
    shown = page(clerk.get(done["Location"]))
    assert figures(shown) == [1, 1, 1, 2]
    assert "没有这家物业" in shown
    assert "9号楼901室" in addresses(campaign)
    with whole(campaign.cast.district_id):
        after = coverage_total(campaign.cast.district_id)
        kept = Import.objects.latest("id")
    assert after.registered == before.registered + 1, "denominators are counted anew"
    assert (kept.filename, kept.actor_id) == ("户.csv", campaign.cast.clerk.id)
    assert list(incoming.iterdir()) == [], "the file is gone"
    assert clerk.post(waiting)["Location"] == waiting
    with whole(campaign.cast.district_id):
        assert Import.objects.latest("id").added == 1, "a second click imports nothing"


def test_the_same_file_again_changes_nothing(clerk: Client) -> None:
    good = "\n".join(line for line in ROSTER.splitlines() if "没有" not in line)
    clerk.post(send(clerk, good)["Location"])
    shown = page(clerk.get(send(clerk, good)["Location"]))
    assert figures(shown) == [0, 0, 3, 0]
    assert "There is nothing to import" in shown
    assert 'value="take"' not in shown


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [("GIF89a\0", "households", "REG102"), ("PK\3\4", "people", "REG101")],
)
def test_a_file_that_is_no_such_roster_is_refused_with_the_reason(
    clerk: Client, incoming: Path, content: str, kind: str, code: str
) -> None:
    answer = send(clerk, content, kind)
    assert code in page(answer)
    assert list(incoming.iterdir()) == []


def test_no_file_is_said_beside_the_field(clerk: Client) -> None:
    shown = page(clerk.post("/registry/import/", {"kind": "units"}))
    assert 'aria-invalid="true"' in shown
    assert re.search(r'value="units"[^>]* checked', shown), "what was chosen stays chosen"


def test_what_was_checked_can_be_left_for_a_colleague_and_waits_for_a_day(
    campaign: Any, clerk: Client, visit: Browser
) -> None:
    waiting = send(clerk, ROSTER)["Location"]
    colleague = User.objects.create(
        **{name: getattr(campaign.cast.clerk, name) for name in _COPIED}, username="clerk2", name="b", password="x"
    )
    assert figures(page(visit(colleague).get(waiting))) == [1, 1, 1, 2]
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert clerk.get(waiting)["Location"] == "/registry/import/"
    assert "This import was stopped" in page(clerk.get(waiting))
    assert "9号楼901室" not in addresses(campaign)


_COPIED = ("district_id", "unit_id", "role", "area_lo", "area_hi", "unit_lo", "unit_hi", "own_lo", "own_hi")


def test_an_import_that_nobody_wants_leaves_nothing(campaign: Any, clerk: Client, incoming: Path) -> None:
    waiting = send(clerk, ROSTER)["Location"]
    assert clerk.post(waiting, {"do": "stop"})["Location"] == "/registry/import/"
    assert "9号楼901室" not in addresses(campaign)
    assert list(incoming.iterdir()) == []
    assert clerk.post(waiting)["Location"] == waiting
    assert "9号楼901室" not in addresses(campaign), "what was stopped cannot be taken"


def test_what_nobody_asked_for_again_is_cleared_away(clerk: Client, incoming: Path) -> None:
    send(clerk, ROSTER)
    old = time.mktime((clock.now() - timedelta(days=2)).timetuple())
    for path in incoming.iterdir():
        os.utime(path, (old, old))
    send(clerk, ROSTER)
    assert len(list(incoming.iterdir())) == 2, "one file and its note"


@pytest.mark.parametrize("token", ["../../secret.key", "a" * 22, "..", "%2e%2e%2fsecret.key"])
def test_a_name_that_was_never_given_leads_nowhere(clerk: Client, token: str) -> None:
    assert clerk.get(f"/registry/import/columns/{token}/").status_code in (302, 404)


@pytest.mark.parametrize("kind", list(RosterKind))
def test_each_template_has_the_columns_that_are_read(clerk: Client, kind: RosterKind) -> None:
    answer = clerk.get(f"/registry/import/template/{kind}/")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    header = [str(cell).lstrip("*") for cell in sheet.to_python()[0]]
    assert header == [column.zh for column in TEMPLATES[kind].columns]


def test_only_the_office_imports(campaign: Any, clerk: Client, visit: Browser) -> None:
    done = send(clerk, ROSTER)["Location"]
    asked = send(clerk, OWN)["Location"]
    cast = campaign.cast
    for path in ("/registry/import/", "/registry/import/template/units/", asked, done, f"{done}names/"):
        assert visit(None).get(path)["Location"].startswith("/login/")
        for user in (cast.leader, cast.liaison, cast.community, cast.worker):
            assert (visit(user).get(path).status_code, visit(user).post(path).status_code) == (403, 403)
    assert visit(cast.stranger).get(done).status_code == 404
    assert visit(cast.stranger).post(done).status_code == 404
    assert visit(cast.stranger).get(asked)["Location"] == "/registry/import/"
    assert "户.csv" not in page(visit(cast.stranger).get("/registry/import/"))


OWN = """物业管理登记表,,,
楼盘,门牌号码,谁在管,备注
锦绣苑,8号楼801室,锦绣物业,
锦绣苑,8号楼802室,锦绣物业,空
"""
PLACES = {"column-area": "0", "column-address": "1", "column-unit": "2"}


def test_columns_that_nobody_knows_are_asked_for_once_and_remembered(campaign: Any, clerk: Client) -> None:
    asked = send(clerk, OWN)["Location"]
    shown = page(clerk.get(asked))
    assert re.search(r'name="header" value="2"', shown), "the header was found below the title"
    assert re.search(r'name="column-address">.*?<option value="1" selected', shown, re.S), "门牌号码 looks like 门牌"
    incomplete = page(clerk.post(asked, {"sheet": "csv", "header": "2", "column-area": "0"}))
    assert incomplete.count("REG105") == 2
    run = clerk.post(asked, {"sheet": "csv", "header": "2", **PLACES})["Location"]
    assert figures(page(clerk.get(run))) == [2, 0, 0, 0]
    clerk.post(run)
    assert {"8号楼801室", "8号楼802室"} <= addresses(campaign)

    again = send(clerk, OWN.replace("802", "803"), name="下月.csv")["Location"]
    assert figures(page(clerk.get(again))) == [1, 0, 1, 0], "the same header is read without asking"
    listed = page(clerk.get("/registry/import/"))
    forget = re.search(r'action="(/registry/import/columns/forget/\d+/)"', listed)
    assert forget is not None
    clerk.post(forget[1])
    assert "/columns/" in send(clerk, OWN)["Location"], "what is forgotten is asked again"


def test_columns_can_be_changed_after_the_check(campaign: Any, clerk: Client) -> None:
    asked = send(clerk, OWN)["Location"]
    run = clerk.post(asked, {"sheet": "csv", "header": "2", **PLACES})["Location"]
    changed = clerk.post(asked, {"sheet": "csv", "header": "2", **PLACES, "column-status": "3"})["Location"]
    assert figures(page(clerk.get(changed))) == [1, 0, 0, 1], "空 is no state"
    assert "This import was stopped" in page(clerk.get(run))


def test_a_unit_that_was_renamed_is_asked_about_and_then_known(campaign: Any, clerk: Client) -> None:
    roster = "所在区域,地址,管理单位\n锦绣苑,7号楼701室,锦绣物业有限公司\n锦绣苑,7号楼702室,某某公司\n"
    run = send(clerk, roster)["Location"]
    shown = page(clerk.get(f"{run}names/"))
    assert "the same as <b>锦绣物业</b>" in shown
    assert "明月物业" in shown.partition("datalist")[2], "any other unit can be named"
    answers = {"name-1": "nobody", "name-2": "锦绣物业"} if shown.find("某某公司") < shown.find("有限公司") else None
    answers = answers or {"name-1": "锦绣物业", "name-2": "nobody"}
    again = clerk.post(f"{run}names/", answers)["Location"]
    assert figures(page(clerk.get(again))) == [1, 0, 0, 1]
    clerk.post(again)
    later = send(clerk, roster.replace("702", "703"))["Location"]
    assert figures(page(clerk.get(later))) == [0, 0, 1, 1], "decided once"


def test_a_unit_under_a_new_name_is_no_second_unit(campaign: Any, clerk: Client) -> None:
    roster = "单位名称,类别,上级单位\n锦绣物业服务有限公司,物业公司,物业科\n"
    run = send(clerk, roster, "units")["Location"]
    assert figures(page(clerk.get(run))) == [1, 0, 0, 0]
    again = clerk.post(f"{run}names/", {"name-1": "锦绣物业"})["Location"]
    assert figures(page(clerk.get(again))) == [0, 1, 0, 0], "the known unit gets the new name"
    clerk.post(again)
    doors = "所在区域,地址,管理单位\n锦绣苑,7号楼701室,锦绣物业\n"
    assert figures(page(clerk.get(send(clerk, doors)["Location"]))) == [1, 0, 0, 0], "the old name is still understood"
