"""Work from a spreadsheet: checked before it is written, each bad row by name, the same file again adds nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from support.standing import facts
from wuzha.registry.core.rows import SheetRow
from wuzha.web import clock
from wuzha.web.models import User
from wuzha.work.core.sheet import COLUMNS, SheetEntry, number_of, read_rows
from wuzha.work.sheets import write_template

Browser = Callable[[User | None], Client]
HEADER = ["*工作类型", "*日期", "时刻", "所在区域", "*对象", "结果", "材料", "内容", "受众人数"]
VISIT = ["入户走访", "2026-04-10", "19:30", "锦绣苑", "1号楼101室", "见面", "手册 第3版", None, None]


def book(*rows: list[Any]) -> SimpleUploadedFile:
    made = openpyxl.Workbook()
    for row in (HEADER, *rows):
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return SimpleUploadedFile("工作.xlsx", stream.getvalue())


def send(browser: Client, *rows: list[Any]) -> tuple[str, str]:
    """Upload and look; gives where the check is and its page."""
    answer = browser.post("/work/sheet/", {"file": book(*rows)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"], browser.get(answer["Location"]).content.decode()


def counts(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'wz-stat-figure">(\d+)', page)]


def test_a_sheet_is_checked_then_recorded_and_known_when_it_comes_again(
    campaign: Any, visit: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    browser = visit(campaign.cast.worker)
    rows = [VISIT, [*VISIT[:4], "1号楼102室", "不在家", None, None, None]]
    before = len(facts(campaign))
    path, page = send(browser, *rows)
    assert counts(page) == [2, 0, 0]
    assert len(facts(campaign)) == before, "a check writes nothing"
    with django_capture_on_commit_callbacks(execute=True):
        done = browser.post(path, follow=True).content.decode()
    assert "New records: 2" in done
    met = facts(campaign, target_id=campaign.cast.doors["锦绣物业"][0], material="手册 第3版")
    assert [(row["outcome"], row["source"]) for row in met] == [("met", "sheet")]
    assert met[0]["occurred_at"] == datetime(2026, 4, 10, 19, 30, tzinfo=clock.ZONE)
    _path, again = send(browser, *rows)
    assert counts(again) == [0, 2, 0]
    assert browser.get(path)["Location"] == "/work/sheet/", "an upload is recorded once"


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({0: "跳舞"}, "A2 *工作类型", "is not a choice"),
        ({1: "明天"}, "B2 *日期", "date"),
        ({1: "2027-01-01"}, "B2 *日期", "has not come yet"),
        ({2: "25:00"}, "C2 时刻", "is not a date and time"),
        ({4: "9号楼999室"}, "E2 *对象", "none of the targets in your care"),
        ({4: None}, "E2 *对象", "is missing"),
        ({5: None}, "F2 结果", "is missing"),
        ({3: "明月苑"}, "E2 *对象", "none of the targets in your care"),
        ({7: "证号110101199003070732"}, "H2 内容", "ID-card"),
        ({8: "许多"}, "I2 受众人数", "whole number"),
    ],
)
def test_a_bad_row_is_named_with_its_cell_and_reason(
    campaign: Any, visit: Browser, change: dict[int, Any], place: str, said: str
) -> None:
    row = [change.get(index, cell) for index, cell in enumerate(VISIT)]
    _path, page = send(visit(campaign.cast.worker), row)
    assert counts(page)[0] == 0
    assert counts(page)[2] == 1
    text = page.split("Rows not taken")[-1]
    assert place in text
    assert said in text


def test_good_rows_are_recorded_beside_bad_ones_and_twins_are_told(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.clerk)
    _path, page = send(browser, VISIT, VISIT, [*VISIT[:3], None, "1号楼101室", *VISIT[5:]])
    assert counts(page) == [1, 0, 2]
    assert "says the same as row 2" in page
    assert "is the name of 2 targets" in page, "both compounds have such a door"


def test_work_on_places_and_units_is_found_by_name(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.community)
    path, page = send(
        browser,
        ["电子屏播放", "2026-04-11", None, None, "桦林社区大厅显示屏", None, None, "短片", None],
        ["宣传活动", "2026-04-12", None, None, "桦林社区居委会", None, None, "讲座", 60],
    )
    assert counts(page) == [2, 0, 0]
    browser.post(path)
    (event,) = facts(campaign, kind="event")
    assert (event["audience"], event["unit_id"]) == (60, campaign.cast.units["桦林社区居委会"])


def test_a_file_that_is_no_such_sheet_is_refused_with_what_to_do(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.worker)
    for content, said in ((b"a,b\n1,2\n", "No header row"), ("工作类型,日期,内容\n".encode(), "lacks: 对象")):
        page = browser.post("/work/sheet/", {"file": SimpleUploadedFile("x.csv", content)}).content.decode()
        assert said in page


def test_an_upload_belongs_to_who_sent_it(campaign: Any, visit: Browser) -> None:
    path, _page = send(visit(campaign.cast.worker), VISIT)
    assert visit(campaign.cast.community).get(path)["Location"] == "/work/sheet/"
    for url in (path, "/work/sheet/", "/work/sheet/template.xlsx"):
        assert visit(campaign.cast.leader).get(url).status_code == 403
        assert visit(None).get(url).status_code == 302


def test_the_template_is_understood_once_it_is_filled_in(campaign: Any, visit: Browser) -> None:
    assert visit(campaign.cast.worker).get("/work/sheet/template.xlsx").content.startswith(b"PK")
    sheet = openpyxl.load_workbook(io.BytesIO(write_template())).worksheets[0]
    header = [cell.value for cell in sheet[1]]
    examples = {column.name: column.example for column in COLUMNS}
    cells = [SheetRow(1, header), SheetRow(2, [examples[column.name] or None for column in COLUMNS])]
    (entry,) = read_rows(cells, clock.ZONE)
    assert isinstance(entry, SheetEntry)
    assert (entry.sent["kind"], entry.sent["outcome"], entry.target) == ("visit", "met", "1号楼101室")


@given(
    st.integers(1_600_000_000, 2_200_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, clock.ZONE)),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=4),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=4),
)
def test_a_row_has_one_number_and_another_row_another(
    moment: datetime, said: dict[str, str], other: dict[str, str]
) -> None:
    number = number_of(moment, said)
    assert number.version == 7
    assert number.variant == "specified in RFC 4122"
    assert number == number_of(moment, dict(reversed(said.items())))
    assert (number == number_of(moment, other)) == (said == other)
