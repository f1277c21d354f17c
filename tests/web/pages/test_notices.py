"""The bell and what it leads to; asking a unit with one click; the settings of reminders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from support.postbox import postbox
from support.rhythm_world import MonthWorld, at
from wuzha.web import clock, reminding
from wuzha.web.models import Outlet, User

Browser = Callable[[User | None], Client]


@pytest.fixture
def world(month_ground: MonthWorld, db: None, settings: Settings) -> Iterator[MonthWorld]:
    """It is the 24th of March."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = month_ground
    with clock.at(at(3, 24)):
        yield made


def bell(browser: Client) -> int:
    page = browser.get("/notices/").content.decode()
    found = re.search(r'class="wz-bell"[^>]*>.*?</svg>(?:<span class="wz-count">(\d+))?', page, re.S)
    assert found
    return int(found[1] or 0)


def post(browser: Client, path: str, **sent: str) -> str:
    return browser.post(path, sent, follow=True).content.decode()


def test_the_bell_counts_what_is_unread_and_opening_reads_it(world: MonthWorld, visit: Browser) -> None:
    reminding.remind(world.district_id, at(3, 24))
    browser = visit(world.cast.liaison)
    assert bell(browser) == 1
    page = browser.get("/notices/").content.decode()
    link = re.search(r'href="(/notices/\d+/)"', page)
    assert link
    for who in ("clerk", "community", "worker", "stranger"):
        assert visit(world.cast[who]).get(link[1]).status_code == 404
    assert browser.get(link[1]).headers["Location"] == f"/reports/{world.cast.units['物业科']}/2026-03/"
    assert bell(browser) == 0
    assert "2026-03" in browser.get("/notices/?state=read").content.decode().split("<tbody>")[-1]


def test_everything_is_read_with_one_click(world: MonthWorld, visit: Browser) -> None:
    for day in (22, 24):
        reminding.remind(world.district_id, at(3, day))
    browser = visit(world.cast.liaison)
    assert bell(browser) == 2
    post(browser, "/notices/read/")
    assert bell(browser) == 0
    assert bell(visit(world.cast.community)) == 2


def test_what_the_office_does_reaches_the_unit(world: MonthWorld, visit: Browser) -> None:
    world.send_in(world.cast.liaison, "物业科", at(3, 24))
    path = f"/reports/{world.cast.units['物业科']}/2026-03/"
    post(visit(world.cast.clerk), path + "return/", reason="请写明问题。")
    assert "请写明问题。" in visit(world.cast.liaison).get("/notices/").content.decode()
    assert bell(visit(world.cast.community)) == 0


def test_one_click_reminds_all_that_have_not_reported(world: MonthWorld, visit: Browser) -> None:
    world.send_in(world.cast.community, "桦林社区居委会", at(3, 24))
    page = post(visit(world.cast.clerk), "/reports/month/2026-03/remind/")
    assert "Reminded: 物业科." in page
    assert "Nobody to remind, no liaison account in use: 锦绣物业." in page
    assert (bell(visit(world.cast.liaison)), bell(visit(world.cast.community))) == (1, 0)
    post(visit(world.cast.clerk), f"/reports/{world.cast.units['物业科']}/2026-03/remind/")
    assert bell(visit(world.cast.liaison)) == 1, "once a day"
    for who in ("leader", "liaison", "worker"):
        assert visit(world.cast[who]).post("/reports/month/2026-03/remind/").status_code == 403


def test_the_office_sets_days_and_a_slip_loses_nothing(world: MonthWorld, visit: Browser) -> None:
    browser = visit(world.cast.clerk)
    page = post(browser, "/settings/reminders/", before="五天", after="2", escalate="4")
    assert "Write days as numbers" in page
    assert 'value="五天"' in page
    post(browser, "/settings/reminders/", before="5、2", after="2", escalate="")
    with world.office():
        rule = reminding.rule_of(world.district_id)
    assert (rule.before, rule.after, rule.escalate) == ((5, 2), (2,), None)
    for who in ("leader", "liaison", "worker"):
        assert visit(world.cast[who]).get("/settings/reminders/").status_code == 403


def test_a_way_out_is_added_tried_and_closed_and_never_shown_again(world: MonthWorld, visit: Browser) -> None:
    browser = visit(world.cast.clerk)
    page = post(browser, "/settings/reminders/outlets/new/", name="群", address="not an address", unit="")
    assert "not one that messages can be sent to" in page
    with postbox() as box:
        page = post(browser, "/settings/reminders/outlets/new/", name="联络员群", address=box.address, unit="")
        assert "联络员群 is added" in page
        assert box.address not in page
        number = re.search(r"/outlets/(\d+)/try/", page)
        assert number
        assert "was taken" in post(browser, f"/settings/reminders/outlets/{number[1]}/try/")
        assert len(box.messages) == 1
        assert visit(world.cast.stranger).post(f"/settings/reminders/outlets/{number[1]}/try/").status_code == 404
    assert "was not taken" in post(browser, f"/settings/reminders/outlets/{number[1]}/try/")
    post(browser, f"/settings/reminders/outlets/{number[1]}/close/")
    with world.office():
        assert not Outlet.objects.filter(district_id=world.district_id, closed_at=None).exists()
