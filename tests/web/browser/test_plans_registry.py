"""From a document to duties and from a roster to rows, as the office does it; and what others do not see."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from support.windows import PHONE, Enter

PLAN = Path(__file__).parents[3] / "src/wuzha/web/demo/data/plan-a.docx"
ROSTER = """所在区域,地址,管理单位,状态
锦绣苑,{number}号楼901室,锦绣物业,
锦绣苑,{number}号楼902室,没有这家物业,
没有这个小区,{number}号楼903室,锦绣物业,
"""


def bring_in(page: Page, text: str = "") -> None:
    page.goto("/plans/new/")
    if text:
        page.fill("[name=text]", text)
    else:
        page.set_input_files("[name=file]", PLAN)
    page.click("main form button")
    expect(page).to_have_url(re.compile(r"/plans/\d+/$"))


def test_a_plan_goes_from_its_document_to_duties(enter: Enter) -> None:
    page = enter("clerk")
    bring_in(page)
    page.click("#measures [data-span=m4]")
    expect(page.locator("[data-text] .is-lit").first).to_be_in_viewport()
    expect(page.locator("#m4")).to_have_class(re.compile("is-lit"))
    page.locator("[data-text] a[data-span=m2]").first.click()
    expect(page.locator("#m2")).to_have_class(re.compile("is-lit"))
    expect(page.locator("#m2")).to_be_in_viewport()
    expect(page.locator("#m4")).not_to_have_class(re.compile("is-lit"))

    page.click(".wz-head .btn-primary")
    asking = page.locator(".wz-asking", has_text="相关科室")
    asking.locator("summary").click()
    asking.locator("details label", has_text="物业科").click()
    page.click("main form .btn-primary")
    expect(page.locator(".wz-asking", has_text="相关科室")).to_have_count(0)

    plan = page.url.replace("/names/", "/")
    page.goto(f"{plan}duties/")
    expect(page.locator(".wz-apply button")).to_have_count(0)
    leader = enter("leader")
    leader.goto(plan)
    leader.click("form[action$='/confirm/'] button")
    if leader.locator("#confirm").is_visible():
        leader.locator("#confirm [value=yes]").click()
    expect(leader.locator("form[action$='/confirm/']")).to_have_count(0)

    page.reload()
    page.click(".wz-apply button")
    dialog = page.locator("#confirm")
    expect(dialog).to_be_visible()
    dialog.locator("[value=no]").click()
    expect(page).to_have_url(re.compile(r"/plans/\d+/duties/$"))
    page.click(".wz-apply button")
    dialog.locator("[value=yes]").click()
    expect(page).to_have_url(re.compile(r"/duties/$"))
    expect(page.locator(".wz-matrix, .wz-empty").first).to_be_visible()


def test_a_roster_with_bad_rows_is_checked_imported_and_found(enter: Enter, tmp_path: Path) -> None:
    page = enter("clerk")
    roster = tmp_path / "住户.csv"
    roster.write_text(ROSTER.format(number=77), encoding="utf8")
    page.goto("/registry/import/?kind=households")
    page.set_input_files("[name=file]", roster)
    page.click("main form .btn-primary")
    expect(page.locator(".wz-stat-figure")).to_have_text(["1", "0", "0", "2"])
    expect(page.locator("#list-bad tbody tr")).to_have_count(2)
    with page.expect_download() as kept:
        page.click("#list-bad a[href*='export=xlsx']")
    rows = CalamineWorkbook.from_path(str(kept.value.path())).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[2:]] == ["C3 管理单位", "A4 所在区域"]

    page.click(".wz-apply button")
    expect(page).to_have_url(re.compile(r"/registry/imports/\d+/$"))
    page.click(".wz-head .btn-primary")
    page.fill("[name=words]", "锦绣苑 77号楼")
    expect(page.locator("#list-households tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("words="))
    page.reload()
    expect(page.locator("#list-households tbody tr")).to_have_count(1)


def test_all_of_it_fits_a_phone(enter: Enter) -> None:
    page = enter("clerk", PHONE)
    bring_in(page, PLAN_TEXT)
    page.locator("[data-text] a[data-span=m1]").first.tap()
    expect(page.locator("#m1")).to_be_in_viewport()
    page.locator("#m1 [data-span=m1]").tap()
    expect(page.locator("[data-text] .is-lit").first).to_be_in_viewport()
    plan = page.url.partition("#")[0]
    for path in (
        *("/plans/", f"{plan}names/", f"{plan}duties/", f"{plan}duties/?view=unit"),
        *("/registry/", "/registry/units/", "/registry/people/", "/registry/households/", "/registry/places/"),
        *("/registry/import/", "/settings/", "/settings/accounts/new/"),
    ):
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()


PLAN_TEXT = """云杉区20xx年防骗进万家工作方案
一、主要任务
(一)上门宣传。物业公司逐户上门讲解,全年覆盖100%的住户。(责任单位:物业科)
(二)屏幕播放。辖区电子显示屏每月至少播放1次防骗短片。(责任单位:各社区)
"""


def test_areas_are_walked_down_to_the_doors(enter: Enter) -> None:
    page = enter("liaison")
    page.goto("/registry/")
    for name in ("松涛街道", "白桦社区"):
        page.click(f"#list-areas th >> text={name}")
    page.click("#list-areas td a[href*='households']")
    expect(page.locator("#list-households tbody tr")).to_have_count(3)


def test_first_passwords_are_shown_once_taken_along_and_let_people_in(enter: Enter) -> None:
    page = enter("clerk")
    page.goto("/settings/")
    page.click("form[action$='/invite/'] button")
    with page.expect_download() as kept:
        page.click("a[download]")
    rows = CalamineWorkbook.from_path(str(kept.value.path())).get_sheet_by_index(0).to_python()[2:]
    assert len(rows) == page.locator(".wz-slip").count() > 0
    invited = enter(str(rows[0][3]), password=str(rows[0][4]))
    for name, password in {
        "old": str(rows[0][4]),
        "new": "看花灯正月十五的晚上",
        "again": "看花灯正月十五的晚上",
    }.items():
        invited.fill(f"[name={name}]", password)
    invited.click("main form.wz-form button")
    expect(invited.locator(".wz-name", has_text=str(rows[0][1]))).to_be_visible()


def test_others_are_not_led_there_and_do_not_get_in(enter: Enter) -> None:
    worker = enter("worker")
    assert (
        worker.locator(".wz-nav a[href^='/plans'], .wz-nav a[href^='/registry'], .wz-nav a[href^='/settings']").count()
        == 0
    )
    for path in ("/plans/", "/registry/", "/registry/import/", "/settings/"):
        answer = worker.goto(path)
        assert answer is not None
        assert answer.status == 403
        expect(worker.locator("h1")).to_be_visible()
    leader = enter("leader")
    leader.goto("/plans/")
    assert leader.locator("a[href='/plans/new/']").count() == 0
    stranger = enter("stranger")
    for path in ("/plans/", "/registry/units/", "/registry/households/"):
        stranger.goto(path)
        expect(stranger.locator("main")).not_to_contain_text("锦绣")
        expect(stranger.locator("main")).not_to_contain_text("物业科")
