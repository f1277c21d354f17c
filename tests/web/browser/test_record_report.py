"""A visit on a phone, its correction, what coverage makes of it; a report from the unit to the office."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from support import campaign_world
from support.served import Served
from support.windows import PHONE, Enter

DOOR = "1号楼202室"


@pytest.fixture(scope="module", autouse=True)
def duties(served: Served) -> None:
    """A plan is in force that asks for visits and for monthly reports."""
    subprocess.run([sys.executable, campaign_world.__file__], env=served.environ, check=True)


def told(page: Page) -> int:
    """How many doors of 锦绣苑 were told, as its figure on the page of coverage says."""
    page.goto("/coverage/")
    for name in ("松涛街道", "桦林社区"):
        if page.locator(f"#list-coverage th >> text={name}").count():
            page.click(f"#list-coverage th >> text={name}")
    row = page.locator("#list-coverage tbody tr", has_text="锦绣苑")
    return int(row.locator("td[data-label='告知'], td[data-label='Told']").inner_text())


def test_a_visit_is_three_taps_and_can_be_put_right(enter: Enter) -> None:
    worker, clerk = enter("worker", PHONE), enter("clerk")
    before = told(clerk)
    worker.goto("/work/doors/")
    worker.fill("#f-words", "锦绣")
    building = worker.locator("#list-buildings tbody th a", has_text="锦绣苑")
    building.tap()
    worker.fill("#material", "手册 第3版")
    worker.locator(".wz-handing button").tap()

    door = worker.locator(".wz-door", has_text=DOOR)
    door.locator("summary").tap()
    button = door.locator("button[value=met]")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44, "a thumb must hit it"
    button.tap()
    expect(door.locator(".wz-said")).to_be_visible()
    expect(door.locator(".wz-pill.is-done")).to_be_visible()
    assert told(clerk) == before + 1

    door.locator(".wz-correct").tap()
    worker.locator("label", has=worker.locator("[value=not_home]")).tap()
    worker.locator(".wz-form-foot .btn-primary").tap()
    expect(worker).to_have_url(re.compile(r"/ledger/[0-9a-f-]{36}/$"))
    expect(worker.locator(".wz-rows li")).to_have_count(2)
    assert told(clerk) == before, "the correction counts, the visit that it corrects does not"


def test_without_scripts_a_tap_records_too(served: Served, enter: Enter) -> None:
    page = enter("worker", PHONE)
    plain = page.context.browser
    assert plain is not None
    context = plain.new_context(
        base_url=f"http://127.0.0.1:{served.port}",
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
        viewport={"width": 360, "height": 740},
    )
    window = context.new_page()
    window.goto("/work/doors/")
    window.locator("tbody th a", has_text="锦绣苑").click()
    door = window.locator(".wz-door", has_text="1号楼201室")
    door.locator("summary").click()
    door.locator("button[value=not_home]").click()
    expect(window.locator(".wz-note.is-success")).to_be_visible()
    expect(window).to_have_url(re.compile("#door-"))
    context.close()


def test_a_duty_leads_to_its_form_and_leaving_unsaved_words_asks(enter: Enter) -> None:
    page = enter("community")
    page.goto("/duties/mine/")
    page.locator(".wz-task", has_text=re.compile("电子屏|screen", re.I)).first.locator("a.btn").click()
    page.locator(".wz-way").first.click()
    page.fill("[name=content]", "防骗短片")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/work/")
    assert asked == ["beforeunload"]


def test_a_report_goes_from_the_unit_to_the_office_and_to_nobody_else(enter: Enter) -> None:
    liaison = enter("liaison")
    liaison.goto("/reports/")
    liaison.locator("#list-filings tbody tr", has_text="2026-04", has=liaison.locator("td >> text=物业科")).locator(
        "a"
    ).click()
    address = liaison.url
    liaison.fill("[name=narrative]", "本月走访了锦绣苑。")
    liaison.click("button[value=file]")
    dialog = liaison.locator("#confirm")
    expect(dialog).to_be_visible()
    dialog.locator("[value=yes]").click()
    expect(liaison.locator(".wz-note.is-success")).to_be_visible()
    expect(liaison.locator(".wz-paper")).to_contain_text("本月走访了锦绣苑。")
    with liaison.expect_download() as kept:
        liaison.click("a[href*='/reports/filed/']")
    assert kept.value.suggested_filename.endswith(".docx")

    clerk = enter("clerk")
    clerk.goto("/reports/?month=2026-04")
    row = clerk.locator("#list-filings tbody tr", has_text="物业科")
    expect(row.locator(".wz-pill.is-done")).to_be_visible()
    row.locator("th a").click()
    expect(clerk.locator(".wz-paper")).to_contain_text("本月走访了锦绣苑。")
    clerk.locator(".wz-paper a[href^='/f/']").first.click()
    expect(clerk.locator("#list-figure")).to_be_visible()

    for who, status in (("worker", 403), ("community", 404), ("stranger", 404)):
        other = enter(who)
        answer = other.goto(address)
        assert answer is not None
        assert answer.status == status
        expect(other.locator("body")).not_to_contain_text("本月走访了锦绣苑")


def test_these_pages_fit_a_phone(enter: Enter) -> None:
    """Each is watched: nothing wider than the window, no error of a script."""
    clerk, community = enter("clerk", PHONE), enter("community", PHONE)
    for path in ("/coverage/", "/coverage/?by=unit&grades=1", "/coverage/households/?rung=untold", "/work/sheet/"):
        clerk.goto(path)
        expect(clerk.locator("h1")).to_be_visible()
    for path in ("/reports/", "/reports/district/2026-04/", "/f/duties.due?month=2026-04"):
        clerk.goto(path)
        expect(clerk.locator("h1")).to_be_visible()
    for path in ("/work/", "/work/record/event/", "/duties/mine/", "/duties/mine/list/", "/reports/"):
        community.goto(path)
        expect(community.locator("h1")).to_be_visible()
