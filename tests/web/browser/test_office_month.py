"""A clerk's month, from an empty house to the locked report: two liaison officers, one late and one empty.

The house is killed and started again in between, the due day past; addresses and sessions stay.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support import month_files as files
from support.houses import Houses
from support.served import RUN, Served
from support.windows import DESK, PHONE, Visit

BEFORE, AFTER = "2026-03-24T09:00:00", "2026-03-27T10:00:00"
"""The report of March is due on the 25th."""
OWN = "看花灯正月十五的晚上"


class Office:
    """The house of one district, and the windows of those who work in it."""

    def __init__(self, folder: Path, chromium: Browser) -> None:
        self.served, self.folder, self.chromium = Served(folder / "home"), folder, chromium
        self.served.environ["WUZHA_LANG"] = "zh-hans"
        self.visits: list[Visit] = []

    def at(self, moment: str, *, kill: bool = False) -> None:
        """Open the house at a moment, where it runs already after a ``kill -9``."""
        if kill:
            self.served.kill()
        self.served.environ["WUZHA_CLOCK"] = moment
        self.served.start()

    def shell(self, *words: str) -> str:
        """What a command prints; it must succeed."""
        done = subprocess.run(
            [sys.executable, "-c", RUN, *words], env=self.served.environ, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf8")
        return str(path)

    def first_log_in(self, username: str, code: str, screen: dict[str, int] = DESK) -> Page:
        """With the one-time code, which is changed at once."""
        context = self.chromium.new_context(
            base_url=f"http://127.0.0.1:{self.served.port}",
            viewport=screen,  # type: ignore[arg-type]
            has_touch=screen == PHONE,
            accept_downloads=True,
        )
        self.visits.append(Visit(context))
        page = self.visits[-1].page()
        page.goto("/login/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", code)
        page.click("form.wz-form button")
        for name, value in {"old": code, "new": OWN, "again": OWN}.items():
            page.fill(f"[name={name}]", value)
        page.click("main form.wz-form button")
        expect(page.locator(".wz-note.is-success")).to_be_visible()
        return page


@pytest.fixture
def office(houses: Houses, tmp_path: Path, chromium: Browser) -> Iterator[Office]:
    """Areas, units and the clerk's own account from the shell; everything else is done on pages."""
    made = Office(tmp_path, chromium)
    houses.empty(made.served.home)
    made.served.environ["WUZHA_CLOCK"] = BEFORE
    for kind, text in (("areas", files.AREAS), ("units", files.UNITS)):
        made.shell("import", kind, made.file(f"{kind}.csv", text))
    yield made
    wrong = [one for visit in made.visits for one in visit.wrong]
    for visit in made.visits:
        visit.context.close()
    if made.served.running:
        made.served.stop()
    assert wrong == []


def test_a_month_from_the_first_roster_to_the_locked_report(office: Office) -> None:
    added = office.shell(
        "user", "add", "13900000000", "--name", "王执笔", "--role", "clerk", "--unit", "区反诈专班", "--json"
    )
    office.at(BEFORE)
    clerk = office.first_log_in("13900000000", json.loads(added)["password"])
    _rosters(office, clerk)
    codes = _accounts(clerk)
    leader = office.first_log_in(*codes["赵青山"])
    _plan(clerk, leader)

    worker = office.first_log_in(*codes["陈平"], PHONE)
    _visit(worker, "1号楼101室", "met")
    _visit(worker, "102", "not_home")
    late, empty = office.first_log_in(*codes["林晚舟"]), office.first_log_in(*codes["周明远"])
    _event(late)

    _file(empty, "")

    office.at(AFTER, kill=True)
    _file(late, "本月走访了锦绣苑，讲了一场。")
    said = _states(clerk)
    assert said == {"物业科": "迟报", "桦林社区居委会": "空报"}

    _open(clerk, "桦林社区居委会")
    clerk.fill("#return-reason", "请写明本月为什么没有开展。")
    clerk.click("form[action$='/return/'] button")
    _open(empty, "")
    expect(empty.locator(".wz-note.is-warning").first).to_contain_text("请写明本月为什么没有开展。")
    _file(empty, "人员轮岗，四月补上。")
    for unit in said:
        _open(clerk, unit)
        clerk.click("form[action$='/accept/'] button")
    clerk.goto("/reports/?month=2026-03")
    clerk.click("form[action$='/lock/'] button")
    clerk.click("#confirm [value=yes]")
    expect(clerk.locator(".wz-note", has_text="锁定").first).to_be_visible()
    locked, paper = _docx(clerk, "物业科"), _figure(clerk, "物业科")

    _visit(worker, "1号楼201室", "met")
    assert _docx(clerk, "物业科") == locked, "what comes late changes nothing that is locked"
    assert _figure(clerk, "物业科") == paper

    _open(clerk, "物业科")
    clerk.fill("#reopen-reason", "漏了一场活动。")
    clerk.click("form[action$='/reopen/'] button")
    expect(clerk.locator(".wz-rows", has_text="漏了一场活动。").first).to_be_visible()
    worker_answer = worker.goto(clerk.url)
    assert worker_answer is not None
    assert worker_answer.status == 403
    office.served.stop()
    office.shell("ledger", "seal")
    office.shell("ledger", "verify")


def _rosters(office: Office, clerk: Page) -> None:
    clerk.goto("/registry/import/?kind=people")
    clerk.set_input_files("[name=file]", office.file("人员.csv", files.PEOPLE))
    clerk.click("main form .btn-primary")
    clerk.click(".wz-apply button")
    expect(clerk).to_have_url(re.compile(r"/registry/imports/\d+/$"))
    clerk.goto("/registry/import/?kind=households")
    clerk.set_input_files("[name=file]", office.file("登记表.csv", files.HOUSEHOLDS))
    clerk.click("main form .btn-primary")
    clerk.select_option("[name=column-unit]", index=3)
    clerk.locator("main form .btn-primary").last.click()
    expect(clerk.locator(".wz-stat-figure")).to_have_text(["4", "0", "0", "0"])
    clerk.click(".wz-apply button")
    clerk.goto("/registry/households/")
    expect(clerk.locator("#list-households tbody tr")).to_have_count(4)


def _accounts(clerk: Page) -> dict[str, tuple[str, str]]:
    """Log-in name and one-time code of everybody in the roster, by name, as the slips have them."""
    clerk.goto("/settings/")
    clerk.click("form[action$='/invite/'] button")
    slips = clerk.locator(".wz-slip").all()
    return {
        slip.locator("b").inner_text(): (slip.locator("dd").nth(1).inner_text(), slip.locator("code").inner_text())
        for slip in slips
    }


def _plan(clerk: Page, leader: Page) -> None:
    clerk.goto("/plans/new/")
    clerk.fill("[name=text]", files.PLAN)
    clerk.click("main form .btn-primary")
    expect(clerk).to_have_url(re.compile(r"/plans/\d+/$"))
    leader.goto(clerk.url)
    leader.click("form[action$='/confirm/'] button")
    leader.click("#confirm [value=yes]")
    expect(leader.locator("#version .wz-pill.is-done")).to_be_visible()
    clerk.goto(f"{clerk.url}duties/")
    clerk.click(".wz-apply button")
    clerk.click("#confirm [value=yes]")
    expect(clerk).to_have_url(re.compile(r"/duties/$"))


def _visit(worker: Page, door: str, outcome: str) -> None:
    worker.goto("/work/doors/")
    worker.locator("#list-buildings tbody th a", has_text="锦绣苑").tap()
    worker.fill("#material", "防骗手册 第1版")
    worker.locator(".wz-handing button").tap()
    row = worker.locator(".wz-door", has_text=door)
    row.locator("summary").tap()
    row.locator(f"button[value={outcome}]").tap()
    expect(row.locator(".wz-said")).to_be_visible()


def _event(liaison: Page) -> None:
    liaison.goto("/work/record/event/")
    liaison.fill("[name=content]", "社区反诈宣讲")
    liaison.click("main form .btn-primary")
    expect(liaison.locator(".wz-note.is-success")).to_be_visible()


def _open(page: Page, unit: str) -> None:
    """The report of March of a unit; of the only one where none is named."""
    page.goto("/reports/?month=2026-03")
    page.locator("#list-filings tbody tr", has_text=unit or "2026-03").first.locator("a").first.click()
    expect(page.locator(".wz-paper")).to_be_visible()


def _file(liaison: Page, words: str) -> None:
    _open(liaison, "")
    liaison.fill("[name=narrative]", words)
    liaison.click("button[value=file]")
    liaison.click("#confirm [value=yes]")
    expect(liaison.locator(".wz-note.is-success")).to_be_visible()


def _states(clerk: Page) -> dict[str, str]:
    """By unit, how its report came, as the list says it."""
    clerk.goto("/reports/?month=2026-03")
    rows = clerk.locator("#list-filings tbody tr").all()
    return {row.locator("th").inner_text(): row.locator(".wz-pill").first.inner_text().strip() for row in rows}


def _docx(clerk: Page, unit: str) -> str:
    """The sum of the report's file."""
    _open(clerk, unit)
    with clerk.expect_download() as kept:
        clerk.locator("a[href$='/docx/'], a[href$='.docx']").first.click()
    return hashlib.sha256(Path(str(kept.value.path())).read_bytes()).hexdigest()


def _figure(clerk: Page, unit: str) -> str:
    """The paper as the page shows it."""
    _open(clerk, unit)
    return clerk.locator(".wz-paper").inner_text()
