"""Monthly reports: owed, written, filed and kept as filed; for the unit its own, for the office all."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import docx
import openpyxl
import pytest
from django.test import Client
from pytest_django import Settings

from support.cast import NOON, Cast
from support.facts import whole
from support.sample_plan import measure, plan, report
from wuzha.duties.actions import apply
from wuzha.oversight.actions import recount
from wuzha.plan.actions import keep_version
from wuzha.web import clock
from wuzha.web.models import User
from wuzha.web.office import duty_settings

Browser = Callable[[User | None], Client]
MEMBERS = ["物业科", "锦绣物业", "桦林社区居委会"]
PLAN = plan(
    measure("四(一)", "household_visit", due="2026-03-20"),
    reports=[report("当月情况", per="month", day=25)],
    organization={"posts": [], "members": MEMBERS, "offices": [], "requirements": []},
)
PEOPLE = ["clerk", "leader", "liaison", "community", "worker", "stranger"]


@pytest.fixture
def cast(cast_ground: Cast, db: None, settings: Settings) -> Iterator[Cast]:
    """Three units owe a report each month; it is the 24th of March."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(datetime(2026, 3, 24, 15, tzinfo=clock.ZONE)):
        made = cast_ground
        by: dict[str, Any] = {"actor_id": made.clerk.id, "actor_name": made.clerk.name, "now": NOON}
        with whole(made.district_id):
            version, _ = keep_version(
                made.district_id, filename="plan.txt", sha256="0", text="", typed=PLAN, year=2026, **by
            )
            apply(version, duty_settings(2026), **by, unconfirmed=True)
        recount(made.district_id)
        yield made


def page_of(cast: Cast, name: str = "物业科", month: str = "2026-03") -> str:
    return f"/reports/{cast.units[name]}/{month}/"


def write(browser: Client, path: str, do: str, **words: str) -> str:
    page = browser.get(path).content.decode()
    number = re.search(r'name="number" value="([^"]+)"', page)
    assert number
    sent = {"narrative": "", "problems": "", "needs": "", **words, "number": number[1], "do": do}
    return browser.post(path, sent, follow=True).content.decode()


def states(browser: Client, query: str = "month=2026-03") -> dict[str, str]:
    page = browser.get(f"/reports/?{query}").content.decode()
    rows = re.findall(r'data-label="Unit">(?:<a[^>]*>)?([^<]+)<.*?wz-pill is-(\w+)', page.split("<tbody>")[-1], re.S)
    return dict(rows)


def test_who_may_see_which_report(cast: Cast, visit: Browser) -> None:
    paths = {
        "/reports/": (200, 200, 200, 200, 403, 200),
        page_of(cast): (200, 200, 200, 404, 403, 404),
        page_of(cast) + "report.docx": (200, 200, 200, 404, 403, 404),
        page_of(cast, "锦绣物业"): (200, 200, 200, 404, 403, 404),
        "/reports/district/2026-03/": (200, 200, 403, 403, 403, 200),
        "/reports/district/2026-03/report.docx": (200, 200, 403, 403, 403, 200),
        f"/reports/ledger.xlsx?unit={cast.units['物业科']}": (200, 200, 200, 404, 403, 404),
        page_of(cast, month="2026-13"): (404, 404, 404, 404, 403, 404),
    }
    found = {path: tuple(visit(cast[who]).get(path).status_code for who in PEOPLE) for path in paths}
    assert found == paths
    assert {visit(None).get(path).status_code for path in paths} == {302}


def test_words_are_kept_and_stand_in_the_report_before_it_is_filed(cast: Cast, visit: Browser) -> None:
    browser = visit(cast.liaison)
    page = write(browser, page_of(cast), "save", narrative="走访了两个小区。", needs="请增派人手。")
    paper = page.split("wz-paper")[1]
    assert "走访了两个小区。" in paper
    assert "请增派人手。" in paper
    assert states(visit(cast.clerk)) == dict.fromkeys(MEMBERS, "open"), "words alone file nothing"


def test_a_filed_report_is_seen_by_the_office_and_keeps_its_figures(cast: Cast, visit: Browser) -> None:
    browser = visit(cast.liaison)
    page = write(browser, page_of(cast), "file", narrative="第一稿。")
    assert "The report is filed" in page
    assert states(visit(cast.clerk)) == {"物业科": "done", "锦绣物业": "open", "桦林社区居委会": "open"}
    assert states(visit(cast.leader)) == states(visit(cast.clerk)), "the leader reads every unit's words"
    filed = re.search(r'href="(/reports/filed/\d+/report.docx)"', page)
    assert filed
    write(browser, page_of(cast), "save", narrative="后来改的。")
    was, now = (text_of(browser, path) for path in (filed[1], page_of(cast) + "report.docx"))
    assert "第一稿。" in was
    assert "后来改的。" not in was
    assert "后来改的。" in now
    seen = {who: visit(cast[who]).get(filed[1]).status_code for who in PEOPLE}
    assert seen == {"clerk": 200, "leader": 200, "liaison": 200, "community": 404, "worker": 403, "stranger": 404}


def text_of(browser: Client, path: str) -> str:
    document = docx.Document(io.BytesIO(browser.get(path).content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_filing_twice_by_a_double_click_files_once(cast: Cast, visit: Browser) -> None:
    browser = visit(cast.liaison)
    page = browser.get(page_of(cast)).content.decode()
    number = re.search(r'name="number" value="([^"]+)"', page)
    assert number
    sent = {"narrative": "一稿。", "problems": "", "needs": "", "number": number[1], "do": "file"}
    pages = [browser.post(page_of(cast), sent, follow=True).content.decode() for _ in range(2)]
    assert "filed already" in pages[1]
    assert pages[1].count("/reports/filed/") == 1


def test_late_empty_and_missing_are_told_apart(cast: Cast, visit: Browser) -> None:
    write(visit(cast.community), page_of(cast, "桦林社区居委会"), "file")
    with clock.at(datetime(2026, 3, 28, 9, tzinfo=clock.ZONE)):
        write(visit(cast.liaison), page_of(cast), "file", narrative="补报。")
        clerk = visit(cast.clerk)
        assert states(clerk) == {"物业科": "done_late", "锦绣物业": "late", "桦林社区居委会": "due_soon"}
        assert states(clerk, "month=2026-03&state=missing") == {"锦绣物业": "late"}
        paper = clerk.get("/reports/district/2026-03/").content.decode()
    assert "空报的单位：桦林社区居委会" in re.sub("<[^>]+>", "", paper)


def test_an_empty_report_warns_before_it_is_filed(cast: Cast, visit: Browser) -> None:
    browser = visit(cast.liaison)
    assert "counts as empty" in browser.get(page_of(cast)).content.decode()
    assert "counts as empty" not in write(browser, page_of(cast), "save", narrative="有话说。")


def test_an_id_number_in_the_words_is_refused_and_nothing_is_lost(cast: Cast, visit: Browser) -> None:
    page = write(visit(cast.liaison), page_of(cast), "file", narrative="张某110101199003070732。", problems="缺人手。")
    assert "An ID-card number stands in it" in page
    assert "缺人手。" in page
    assert states(visit(cast.clerk))["物业科"] == "open"


def test_readers_and_other_units_cannot_write(cast: Cast, visit: Browser) -> None:
    for who in ("leader", "community", "worker", "stranger"):
        sent = {"narrative": "别人写的", "problems": "", "needs": "", "number": "x", "do": "save"}
        visit(cast[who]).post(page_of(cast), sent)
    assert "别人写的" not in visit(cast.liaison).get(page_of(cast)).content.decode()
    assert 'name="number"' not in visit(cast.leader).get(page_of(cast)).content.decode()


def test_a_unit_sees_its_own_months_and_the_next_one_to_write(cast: Cast, visit: Browser) -> None:
    page = visit(cast.liaison).get("/reports/").content.decode()
    months = re.findall(r'data-label="Month"><a href="[^"]+">(2026-\d\d)</a>.*?data-label="Unit">([^<]+)', page, re.S)
    assert {unit for _month, unit in months} == {"物业科", "锦绣物业"}
    assert [month for month, unit in months if unit == "物业科"] == ["2026-03", "2026-02", "2026-01"]
    assert f'href="{page_of(cast)}"' in page


def test_the_ledger_of_a_month_comes_as_a_workbook(cast: Cast, visit: Browser) -> None:
    door = cast.doors["锦绣物业"][0]
    visit(cast.worker).post(
        f"/work/doors/{cast.areas['锦绣苑']}/",
        {"id": "019ca000-0000-7000-8000-000000000001", "door": door, "outcome": "met", "material": "折页"},
    )
    for query, rows in (("month=2026-03", 1), ("month=2026-02", 0), (f"month=2026-03&unit={cast.units['物业科']}", 1)):
        answer = visit(cast.liaison).get(f"/reports/ledger.xlsx?{query}")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))  # type: ignore[call-overload]
        numbers = [row[0].value for row in book.active.iter_rows() if isinstance(row[0].value, int)]
        assert len(numbers) == rows, query


def test_every_figure_on_the_page_is_a_link_to_its_rows(cast: Cast, visit: Browser) -> None:
    browser = visit(cast.clerk)
    paper = browser.get("/reports/district/2026-03/").content.decode().split("wz-paper")[1]
    addresses = {found.replace("&amp;", "&") for found in re.findall(r'href="(/f/[^"]+)"', paper)}
    assert len(addresses) > 10
    assert {browser.get(address).status_code for address in addresses} == {200}
