"""The office's steps on the pages: who may take them, what the unit then sees, which state of a report is shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from support.rhythm_world import MonthWorld, at
from wuzha.web import clock
from wuzha.web.models import User

Browser = Callable[[User | None], Client]
AFTER = at(3, 28)


@pytest.fixture
def world(month_ground: MonthWorld, db: None, settings: Settings) -> Iterator[MonthWorld]:
    """It is the 28th of March, 物业科 reported on the 24th."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = month_ground
    made.send_in(made.cast.liaison, "物业科", at(3, 24), narrative="走访两个小区。")
    with clock.at(AFTER):
        yield made


def page_of(world: MonthWorld, name: str = "物业科") -> str:
    return f"/reports/{world.cast.units[name]}/2026-03/"


def post(browser: Client, path: str, **sent: str) -> str:
    return browser.post(path, sent, follow=True).content.decode()


def test_only_the_office_answers(world: MonthWorld, visit: Browser) -> None:
    for word in ("accept", "return", "lock", "reopen"):
        for who in ("leader", "liaison", "community", "worker"):
            answer = visit(world.cast[who]).post(page_of(world) + f"{word}/", {"reason": "为何"})
            assert answer.status_code == 403, (word, who)
        assert visit(world.cast.stranger).post(page_of(world) + f"{word}/", {"reason": "为何"}).status_code == 404
        assert visit(world.cast.clerk).get(page_of(world) + f"{word}/").status_code == 405
    assert visit(world.cast.leader).post("/reports/month/2026-03/lock/").status_code == 403
    assert world.progress("物业科").times_sent == len(world.progress("物业科").steps) == 1


def test_a_return_is_read_by_the_unit_and_answered(world: MonthWorld, visit: Browser) -> None:
    page = post(visit(world.cast.clerk), page_of(world) + "return/", reason="请写明存在的问题。")
    assert "The report is returned" in page
    liaison = visit(world.cast.liaison)
    page = liaison.get(page_of(world)).content.decode()
    assert "请写明存在的问题。" in page
    number = re.search(r'name="number" value="([^"]+)"', page)
    assert number
    sent = {"narrative": "二稿。", "problems": "人手不够。", "needs": "", "number": number[1], "do": "file"}
    post(liaison, page_of(world), **sent)
    rows = visit(world.cast.clerk).get("/reports/?month=2026-03&standing=submitted").content.decode()
    assert "Sent in again, to be checked" in rows
    assert "锦绣物业" not in rows.split("<tbody>")[-1]


def test_an_accepted_report_can_no_longer_be_written(world: MonthWorld, visit: Browser) -> None:
    clerk, liaison = visit(world.cast.clerk), visit(world.cast.liaison)
    open_page = liaison.get(page_of(world)).content.decode()
    number = re.search(r'name="number" value="([^"]+)"', open_page)
    assert number
    assert "The report is accepted" in post(clerk, page_of(world) + "accept/")
    sent = {"narrative": "偷偷改。", "problems": "", "needs": "", "number": number[1], "do": "file"}
    page = post(liaison, page_of(world), **sent)
    assert 'name="number"' not in page
    assert "偷偷改" not in page
    assert "does not wait" in post(clerk, page_of(world) + "accept/"), "a second click is told so"


def test_the_office_reads_what_was_sent_and_what_changed_since(world: MonthWorld, visit: Browser) -> None:
    world.visit(at(3, 25), AFTER)
    page = visit(world.cast.clerk).get(page_of(world)).content.decode()
    assert 'href="?as=sent"' in page
    assert "Changed in the ledger since it came in" in page
    assert "台账中没有统计期内的工作记录" in re.sub("<[^>]+>", "", page.split("wz-paper")[1])
    now = visit(world.cast.clerk).get(page_of(world) + "?as=now").content.decode()
    assert "台账记录工作1条" in re.sub("<[^>]+>", "", now.split("wz-paper")[1])


def test_a_locked_month_shows_the_locked_figures_everywhere(world: MonthWorld, visit: Browser) -> None:
    clerk = visit(world.cast.clerk)
    post(clerk, page_of(world) + "accept/")
    page = post(clerk, "/reports/month/2026-03/lock/")
    assert "is locked: 3 reports" in page
    assert "The month was locked on" in page
    world.visit(at(3, 10), at(3, 29))
    paper = clerk.get(page_of(world)).content.decode().split("wz-paper")[1]
    assert "台账中没有统计期内的工作记录" in re.sub("<[^>]+>", "", paper)
    district = visit(world.cast.leader).get("/reports/district/2026-03/").content.decode()
    assert "台账中没有统计期内的工作记录" in re.sub("<[^>]+>", "", district)
    assert 'action="/reports/month/2026-03/lock/"' not in clerk.get("/reports/?month=2026-03").content.decode()


def test_a_month_with_open_reports_says_whose(world: MonthWorld, visit: Browser) -> None:
    page = post(visit(world.cast.clerk), "/reports/month/2026-03/lock/")
    assert "wait for somebody: 物业科" in page


def test_what_was_reopened_shows_the_difference(world: MonthWorld, visit: Browser) -> None:
    clerk = visit(world.cast.clerk)
    post(clerk, page_of(world) + "accept/")
    post(clerk, page_of(world) + "lock/")
    world.visit(at(3, 10), at(3, 29))
    post(clerk, page_of(world) + "reopen/", reason="漏了一户。")
    assert "漏了一户。" in visit(world.cast.liaison).get(page_of(world)).content.decode()
    post(clerk, page_of(world) + "lock/")
    page = clerk.get(page_of(world)).content.decode()
    compared = page.split("What the reopening changed")[1]
    assert re.search(r'Ledger rows</th>.*?data-label="Before">0</td>.*?<b>1</b>', compared, re.S)


def test_a_locked_report_shows_its_checksum_and_its_file_has_it(world: MonthWorld, visit: Browser) -> None:
    clerk = visit(world.cast.clerk)
    assert "Checksums of the locked files" not in clerk.get(page_of(world)).content.decode()
    post(clerk, page_of(world) + "accept/")
    post(clerk, page_of(world) + "lock/")
    with clock.at(at(5, 2)):
        for who in ("clerk", "liaison"):
            file = visit(world.cast[who]).get(page_of(world) + "report.docx").content
            page = visit(world.cast[who]).get(page_of(world) + "?remake=1").content.decode()
            assert hashlib.sha256(file).hexdigest() in page
            assert page.count("the same again") == 2
            assert "differs" not in page
