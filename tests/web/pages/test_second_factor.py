"""The second factor: set up with the password, worth once, asked for by rule, taken away with a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from support.cast import OFFICE, PASSWORD, Cast
from support.facts import whole
from wuzha.problems import WuzhaError
from wuzha.web import accounts, clock, factors, policy
from wuzha.web.actor import Actor
from wuzha.web.entering import recheck
from wuzha.web.models import Needs, RecoveryCode, Session, Totp, User
from wuzha.web.sessions import SessionStore

Browser = Callable[[User | None], Client]
APP = "/account/second-factor/app/"


def browser_of(username: str, password: str = PASSWORD, onward: str = "") -> tuple[Client, HttpResponse]:
    """A browser of one's own after the first step, and what that answered."""
    browser = Client(headers={"Accept-Language": "en"})
    return browser, browser.post("/login/", {"username": username, "password": password, "next": onward})


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def shown(secret: str, steps: int = 0) -> str:
    """What the app shows now, or some steps of half a minute from now."""
    return pyotp.TOTP(secret).at(clock.pocket(), counter_offset=steps)


def key_on(page: str) -> str:
    return "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))


def set_up(browser: Client, password: str = PASSWORD) -> tuple[str, list[str]]:
    """Set an app up as its owner does; its secret and the recovery codes."""
    browser.post(APP, {"password": password})
    secret = key_on(browser.get(APP).content.decode())
    done = browser.post(APP, {"code": shown(secret)}).content.decode()
    return secret, re.findall(r"<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>", done)


@pytest.fixture
def guarded(cast: Cast) -> tuple[str, list[str]]:
    """The worker has an app; its secret and the recovery codes. The code used to set it up is half a minute old."""
    with clock.at(clock.now() - timedelta(minutes=1)):
        return set_up(browser_of("worker")[0])


def second(browser: Client, code: str) -> HttpResponse:
    return browser.post("/login/second/", {"code": code})


def audit(action: str) -> list[Mapping[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT detail FROM ledger_audit WHERE action = %s ORDER BY id", [action])
        return [json.loads(row[0]) for row in cursor.fetchall()]


# ---- setting up


def test_an_app_is_set_up_with_the_password_and_its_first_code(cast: Cast) -> None:
    browser, _ = browser_of("worker")
    assert key_on(browser.get(APP).content.decode()) == "", "the password comes first"
    assert "现用密码不对" in browser.post(APP, {"password": "x"}).content.decode()
    assert browser.post(APP, {"password": PASSWORD})["Location"] == APP
    page = browser.get(APP)
    assert page["Cache-Control"] == "no-store"
    secret = key_on(page.content.decode())
    assert len(secret) == 32
    assert "<svg" in page.content.decode()
    assert secret == key_on(browser.get(APP).content.decode()), "a second look shows the same"
    for wrong in ("000000", "٠١٢٣٤٥", "密码", "\ud7ff" * 12):
        assert "二维码对不上" in browser.post(APP, {"code": wrong}).content.decode()
    assert not Totp.objects.exists()
    done = browser.post(APP, {"code": shown(secret)})
    codes = re.findall(r"<li><code>(.+?)</code>", done.content.decode())
    assert len(set(codes)) == 10
    assert done["Cache-Control"] == "no-store"
    assert audit("factor.add") == [{"kind": "app"}]


def test_nobody_sets_an_app_up_at_a_browser_that_was_left_open(cast: Cast) -> None:
    browser, _ = browser_of("worker")
    browser.get(APP)
    browser.post(APP, {"code": "000000"})
    assert "app" not in browser.session, "no secret was made"
    browser.post(APP, {"password": PASSWORD})
    kept = browser.session
    kept["confirmed"] = clock.machine().isoformat()
    kept.save()
    assert key_on(browser.get(APP).content.decode()) == "", "five minutes later the password is asked for again"
    for path in (f"{APP}remove/", "/account/second-factor/codes/", "/account/second-factor/passkeys/new/"):
        assert 'name="password"' in browser.post(path).content.decode()


def test_nothing_that_gets_in_lies_open_in_the_database(cast: Cast, guarded: tuple[str, list[str]]) -> None:
    secret, codes = guarded
    browser, _ = browser_of("liaison")
    browser.post(APP, {"password": PASSWORD})
    begun = key_on(browser.get(APP).content.decode())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT string_agg(t::text, ' ') FROM web_totp AS t), "
            "(SELECT string_agg(r::text, ' ') FROM web_recovery_code AS r)"
        )
        kept = " ".join(cursor.fetchone())
    kept += " ".join(str(SessionStore().decode(one.session_data)) for one in Session.objects.all())
    assert str(Totp.objects.get().user_id) in kept
    for open_text in (secret, begun, *codes, *(one.replace("-", "") for one in codes)):
        assert open_text not in kept


def test_guessing_the_password_at_an_open_browser_is_counted(cast: Cast) -> None:
    browser, _ = browser_of("worker")
    answers = [browser.post(APP, {"password": "x"}).content.decode() for _ in range(5)]
    assert "现用密码不对" in answers[0]
    assert "输错次数过多" in answers[4]
    browser.post(APP, {"password": PASSWORD})
    assert key_on(browser.get(APP).content.decode()) == "", "locked, even for the right one"


def test_whoever_stands_in_for_somebody_is_asked_for_the_own_password(cast: Cast) -> None:
    User.objects.filter(username="liaison").update(password=make_password("the absent one's"))
    acting = User.objects.get(username="liaison")
    acting.id, acting.username = cast.worker.id, cast.worker.username
    with whole(cast.district_id):
        assert recheck(acting, "the absent one's", clock.now()) != ""
        assert recheck(acting, PASSWORD, clock.now()) == ""


# ---- logging in


def test_the_password_alone_opens_nothing(cast: Cast, guarded: tuple[str, list[str]]) -> None:
    browser, answer = browser_of("worker", onward="/duties/")
    assert answer["Location"] == "/login/second/"
    assert not is_in(browser)
    assert browser.get("/api/v1/units").status_code == 401
    assert second(browser, shown(guarded[0]))["Location"] == "/duties/"
    assert is_in(browser)
    assert audit("login")[-1]["way"] == "password+app"


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_nobody_is_led_elsewhere(cast: Cast, guarded: tuple[str, list[str]], onward: str) -> None:
    browser, _ = browser_of("worker", onward=onward)
    assert second(browser, shown(guarded[0]))["Location"] == "/"


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_off(cast: Cast, guarded: tuple[str, list[str]], steps: int, right: bool) -> None:
    browser, _ = browser_of("worker")
    second(browser, shown(guarded[0], steps))
    assert is_in(browser) is right


def test_a_code_is_worth_once(cast: Cast, guarded: tuple[str, list[str]]) -> None:
    code, earlier = shown(guarded[0]), shown(guarded[0], -1)
    first, other = browser_of("worker")[0], browser_of("worker")[0]
    second(first, code)
    assert "已经用过" in second(other, code).content.decode()
    second(other, earlier)
    assert (is_in(first), is_in(other)) == (True, False), "nor is an older one worth anything"


def test_the_code_that_set_the_app_up_does_not_log_in(cast: Cast) -> None:
    secret, _ = set_up(browser_of("worker")[0])
    browser, _ = browser_of("worker")
    second(browser, shown(secret))
    assert not is_in(browser)


def test_codes_are_understood_as_people_type_them(cast: Cast, guarded: tuple[str, list[str]]) -> None:
    code = shown(guarded[0])
    browser, _ = browser_of("worker")
    second(browser, f" {code[:3]} {code[3:]}".translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    assert is_in(browser)
    browser, _ = browser_of("worker")
    second(browser, guarded[1][0].replace("-", " ").upper())
    assert is_in(browser)


def test_a_recovery_code_gets_in_once(cast: Cast, guarded: tuple[str, list[str]]) -> None:
    browsers = [browser_of("worker")[0] for _ in range(2)]
    for one in browsers:
        second(one, guarded[1][3])
    assert [is_in(one) for one in browsers] == [True, False]
    assert audit("login")[-1]["way"] == "password+recovery"
    assert "十个还剩9个" in browsers[0].get("/account/second-factor/").content.decode()
    browsers[0].post("/account/second-factor/codes/", {"password": PASSWORD})
    fresh = browsers[0].post("/account/second-factor/codes/").content.decode()
    browser, _ = browser_of("worker")
    second(browser, guarded[1][4])
    assert not is_in(browser), "the old ones are gone"
    second(browser, re.findall(r"<li><code>(.+?)</code>", fresh)[0])
    assert is_in(browser)


def test_wrong_codes_lock_and_the_right_password_buys_no_new_attempts(
    cast: Cast, guarded: tuple[str, list[str]], visit: Browser
) -> None:
    answers = []
    for wrong in ("000000", "٠١٢٣٤٥", "密码", "x" * 40, "000000"):
        browser, _ = browser_of("worker")
        answers.append(second(browser, wrong).content.decode())
    assert ["已经用过" in one for one in answers] == [True, True, True, True, False]
    assert "输错次数过多" in answers[4]
    second(browser, shown(guarded[0]))
    assert not is_in(browser), "the right code comes too late"
    assert (
        "输错次数过多" in browser_of("worker")[1].content.decode()
        or "Too many" in browser_of("worker")[1].content.decode()
    )
    assert audit("login.locked") == [{"address": "127.0.0.1", "step": "second"}]
    page = f"/settings/accounts/{cast.worker.id}/"
    assert b"It opens by itself at" in visit(cast.clerk).get(page).content
    with clock.at(clock.now() + timedelta(minutes=15, seconds=1)):
        browser, _ = browser_of("worker")
        second(browser, shown(guarded[0]))
        assert is_in(browser)


def test_the_second_step_waits_five_minutes_and_for_nobody_else(cast: Cast, guarded: tuple[str, list[str]]) -> None:
    assert Client().post("/login/second/", {"code": shown(guarded[0])})["Location"] == "/login/"
    browser, _ = browser_of("worker")
    kept = browser.session
    kept["pending"] = {**kept["pending"], "until": clock.machine().isoformat()}
    kept.save()
    assert second(browser, shown(guarded[0]))["Location"] == "/login/"
    assert not is_in(browser)


@pytest.mark.parametrize("change", ["password", "close"])
def test_whoever_loses_the_account_between_the_steps_is_out(
    cast: Cast, guarded: tuple[str, list[str]], change: str
) -> None:
    browser, _ = browser_of("worker")
    with whole(cast.district_id):
        user = User.objects.get(username="worker")
        if change == "password":
            accounts.set_password(user, "k7qd-m2xw-p9ne", OFFICE, clock.now())
        else:
            accounts.close(user, OFFICE, clock.now())
    second(browser, shown(guarded[0]))
    assert not is_in(browser)


def test_the_key_of_the_session_changes_at_both_steps(cast: Cast, guarded: tuple[str, list[str]]) -> None:
    browser = Client()
    planted = browser.session
    planted["x"] = 1
    planted.save()
    browser.cookies["wuzha"] = str(planted.session_key)
    browser.post("/login/", {"username": "worker", "password": PASSWORD})
    between = browser.cookies["wuzha"].value
    second(browser, shown(guarded[0]))
    assert len({planted.session_key, between, browser.cookies["wuzha"].value}) == 3
    assert not Session.objects.filter(session_key__in=[planted.session_key, between]).exists()


def test_both_forms_are_guarded_against_forgery(cast: Cast, guarded: tuple[str, list[str]]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.worker)
    for path in ("/login/second/", APP, f"{APP}remove/", "/account/second-factor/codes/"):
        assert strict.post(path, {"code": "1", "password": PASSWORD}).status_code == 403
    clerk = Client(enforce_csrf_checks=True)
    clerk.force_login(cast.clerk)
    for path in ("/settings/rules/second-factor/", f"/settings/accounts/{cast.worker.id}/factor/"):
        assert clerk.post(path, {"who": "nobody", "reason": "x"}).status_code == 403


# ---- the rule of the district


@pytest.mark.parametrize(
    ("who", "led"), [("nobody", []), ("administrators", ["clerk"]), ("everybody", ["clerk", "worker"])]
)
def test_whoever_needs_one_and_has_none_is_led_to_it(cast: Cast, who: str, led: list[str]) -> None:
    with whole(cast.district_id):
        policy.ask_second_factor(cast.district_id, Needs(who), OFFICE, clock.now())
    for name in ("clerk", "worker"):
        browser, _ = browser_of(name)
        for path in ("/", "/work/", "/account/password/", "/api/v1/units"):
            answer = browser.get(path)
            assert (answer.headers.get("Location") == "/account/second-factor/") is (name in led)
        assert browser.get("/account/second-factor/").status_code == 200
        _, codes = set_up(browser)
        assert len(codes) == 10
        assert browser.get("/").status_code == 200


def test_the_one_time_code_comes_first_then_the_second_factor(cast: Cast) -> None:
    with whole(cast.district_id):
        policy.ask_second_factor(cast.district_id, Needs.EVERYBODY, OFFICE, clock.now())
        accounts.set_password(cast.worker, "k7qd-m2xw-p9ne", OFFICE, clock.now(), clock.now() + timedelta(1))
    browser, _ = browser_of("worker", "k7qd-m2xw-p9ne")
    assert browser.get("/account/second-factor/")["Location"] == "/account/password/"
    own = "看花灯正月十五的晚上"
    browser.post("/account/password/", {"old": "k7qd-m2xw-p9ne", "new": own, "again": own})
    assert browser.get("/account/")["Location"] == "/account/second-factor/"


def test_the_rule_is_changed_by_whoever_grants_and_by_nobody_else(cast: Cast, visit: Browser) -> None:
    page = "/settings/rules/second-factor/"
    for user in (cast.leader, cast.worker, cast.admin, cast.auditor):
        assert visit(user).post(page, {"who": "everybody"}).status_code == 403
    clerk = visit(cast.clerk)
    assert b"Change" in clerk.get("/settings/rules/").content
    assert "error" in clerk.post(page, {"who": "whoever"}).content.decode()
    assert clerk.post(page, {"who": "administrators"})["Location"] == "/settings/rules/"
    assert clerk.get("/settings/rules/")["Location"] == "/account/second-factor/", "the clerk is one of them"
    with whole(cast.district_id):
        assert policy.policy_of(cast.district_id).second_factor == "administrators"
        policy.divide(cast.district_id, OFFICE, clock.now(), into_three=True)
        policy.ask_second_factor(cast.district_id, Needs.NOBODY, OFFICE, clock.now())
    assert clerk.post(page, {"who": "everybody"}).status_code == 403, "divided: no longer the clerk's"
    assert visit(cast.security).post(page, {"who": "everybody"}).status_code == 302


# ---- taking away


def test_an_administrator_takes_it_away_with_a_reason(
    cast: Cast, guarded: tuple[str, list[str]], visit: Browser
) -> None:
    inside, _ = browser_of("worker")
    second(inside, shown(guarded[0]))
    clerk, page = visit(cast.clerk), f"/settings/accounts/{cast.worker.id}/"
    assert b"Take it away" in clerk.get(page).content
    clerk.post(f"{page}factor/", {"reason": "  "})
    assert Totp.objects.exists()
    clerk.post(f"{page}factor/", {"reason": "手机丢失，当面核实"})
    assert not is_in(inside), "whoever is in with the lost phone is out"
    assert not RecoveryCode.objects.exists()
    assert audit("factor.take_away") == [{"reason": "手机丢失，当面核实"}]
    assert is_in(browser_of("worker")[0])
    again = clerk.post(f"{page}factor/", {"reason": "x"}, follow=True)
    assert b"has no second factor" in again.content


def test_who_may_not_take_it_away(cast: Cast, guarded: tuple[str, list[str]], visit: Browser) -> None:
    page = f"/settings/accounts/{cast.worker.id}/factor/"
    for user in (cast.leader, cast.liaison, cast.worker, cast.admin, cast.auditor):
        assert visit(user).post(page, {"reason": "x"}).status_code == 403
    assert visit(cast.stranger).post(page, {"reason": "x"}).status_code == 404, "another district's clerk"
    with whole(cast.district_id), pytest.raises(WuzhaError, match="WEB452"):
        factors.take_away(cast.worker, "x", Actor(cast.worker.id, "x"), clock.now())
    assert Totp.objects.exists()


def test_ones_own_is_given_up_with_the_password(cast: Cast, guarded: tuple[str, list[str]]) -> None:
    browser, _ = browser_of("worker")
    second(browser, shown(guarded[0]))
    browser.post(f"{APP}remove/", {"password": "x"})
    assert Totp.objects.exists()
    browser.post(f"{APP}remove/", {"password": PASSWORD})
    browser.post(f"{APP}remove/")
    assert not Totp.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert audit("factor.remove") == [{"kind": "app"}]


def test_another_phone_takes_the_place_of_the_old_one(cast: Cast, guarded: tuple[str, list[str]]) -> None:
    browser, _ = browser_of("worker")
    second(browser, shown(guarded[0]))
    secret, codes = set_up(browser)
    assert secret != guarded[0]
    assert codes == [], "what is left of the recovery codes stays"
    with clock.at(clock.now() + timedelta(minutes=1)):
        old, new = browser_of("worker")[0], browser_of("worker")[0]
        second(old, shown(guarded[0]))
        second(new, shown(secret))
    assert (is_in(old), is_in(new)) == (False, True)


def test_the_list_of_accounts_tells_who_has_one(cast: Cast, guarded: tuple[str, list[str]], visit: Browser) -> None:
    clerk = visit(cast.clerk)
    rows = {
        which: clerk.get(f"/settings/?factor={which}").content.decode().partition("<tbody>")[2].count("<tr>")
        for which in ("with", "without")
    }
    assert rows == {"with": 1, "without": 7}
