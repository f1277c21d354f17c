"""The self-check on its page: what is found has rows and a remedy, is explained, and goes to the office."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from support.rhythm_world import MonthWorld, at
from wuzha.reports.core.steps import StepKind
from wuzha.web import clock
from wuzha.web.models import User

Browser = Callable[[User | None], Client]
PEOPLE = ["clerk", "leader", "liaison", "community", "worker", "stranger"]


@pytest.fixture
def world(month_ground: MonthWorld, db: None, settings: Settings) -> Iterator[MonthWorld]:
    """It is the 24th of March."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = month_ground
    with clock.at(at(3, 24)):
        yield made


def page_of(world: MonthWorld, name: str = "物业科") -> str:
    return f"/reports/{world.cast.units[name]}/2026-03/"


def codes(page: str) -> list[str]:
    return re.findall(r'<li id="(RPT\d+)-', page)


def send(browser: Client, path: str, **words: str) -> str:
    number = re.search(r'name="number" value="([^"]+)"', browser.get(path).content.decode())
    assert number
    sent = {"narrative": "", "problems": "", "needs": "", **words, "number": number[1], "do": "file"}
    return browser.post(path, sent, follow=True).content.decode()


def test_who_may_see_the_check_of_a_unit(world: MonthWorld, visit: Browser) -> None:
    for word in ("check/", "check/RPT221/", "check/RPT203/"):
        found = {who: visit(world.cast[who]).get(page_of(world) + word).status_code for who in PEOPLE}
        assert found == dict(zip(PEOPLE, (200, 200, 200, 404, 403, 404), strict=True))
    assert visit(world.cast.clerk).get(page_of(world) + "check/RPT999/").status_code == 404
    sent = {"code": "RPT201", "count": "1", "words": "别人说的"}
    found = {who: visit(world.cast[who]).post(page_of(world) + "check/explain/", sent).status_code for who in PEOPLE}
    assert found == dict(zip(PEOPLE, (404, 403, 302, 404, 403, 404), strict=True))


def test_what_is_missing_is_found_with_the_way_to_mend_it(world: MonthWorld, visit: Browser) -> None:
    page = visit(world.cast.liaison).get(page_of(world) + "check/").content.decode()
    assert {"RPT201", "RPT202", "RPT203", "RPT204"} <= set(codes(page))
    assert f'href="/f/duties.late?month=2026-03&amp;unit={world.cast.units["物业科"]}"' in page
    rows = visit(world.cast.liaison).get(page_of(world) + "check/RPT203/").content.decode()
    assert rows.count("<tr") == 2, "the screen of 明月物业, below 物业科"


def test_doubtful_records_are_listed_and_go_away_when_mended(world: MonthWorld, visit: Browser) -> None:
    late = world.visit(at(3, 2), at(3, 20))
    browser = visit(world.cast.liaison)
    assert "RPT221" in codes(browser.get(page_of(world) + "check/").content.decode())
    assert f"/ledger/{late}/" in browser.get(page_of(world) + "check/RPT221/").content.decode()
    page = browser.get(page_of(world) + "check/RPT212/").content.decode()
    assert "Nothing is found here any more" in page


def test_what_the_unit_says_goes_to_the_office_with_the_report(world: MonthWorld, visit: Browser) -> None:
    browser = visit(world.cast.liaison)
    sent = {"code": "RPT201", "count": "4", "words": "四户长期外出。"}
    page = browser.post(page_of(world) + "check/explain/", sent, follow=True).content.decode()
    assert "四户长期外出。" in page
    send(browser, page_of(world), narrative="走访一次。")
    page = visit(world.cast.clerk).get(page_of(world)).content.decode()
    assert "四户长期外出。" in page
    assert "not explained" in page
    step = world.progress("物业科").last(StepKind.SUBMITTED)
    assert step is not None
    said = {one["code"]: one["words"] for one in step.detail["findings"]}
    assert said["RPT201"] == "四户长期外出。"


def test_a_number_in_the_words_that_the_ledger_contradicts_is_pointed_out(world: MonthWorld, visit: Browser) -> None:
    world.visit(at(3, 10))
    browser = visit(world.cast.liaison)
    send(browser, page_of(world), narrative="本月入户120户。")
    page = browser.get(page_of(world) + "check/").content.decode()
    assert re.search("The text says “本月入户120户”; the ledger says 1", page)
    send(browser, page_of(world), narrative="本月入户1户。")
    assert "RPT218" not in codes(browser.get(page_of(world) + "check/").content.decode())


def test_only_what_cannot_be_holds_a_report_up(world: MonthWorld, visit: Browser) -> None:
    future = world.visit(at(3, 24, 15) + timedelta(minutes=8), at(3, 24, 15))
    page = send(visit(world.cast.liaison), page_of(world), narrative="有话。")
    assert "that cannot be" in page
    assert world.progress("物业科").times_sent == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_fact WHERE kind = 'report_filed'")
        assert cursor.fetchone() == (0,)
    with clock.at(at(3, 24, 16)):
        send(visit(world.cast.liaison), page_of(world), narrative="有话。")
    assert world.progress("物业科").times_sent == 1
    assert future


def test_an_id_number_in_an_explanation_is_refused(world: MonthWorld, visit: Browser) -> None:
    sent = {"code": "RPT201", "count": "1", "words": "张某110101199003070732"}
    page = visit(world.cast.liaison).post(page_of(world) + "check/explain/", sent, follow=True).content.decode()
    assert "An ID-card number stands in it" in page
    assert "110101199003070732" not in page
