"""Getting in: one-time codes, own passwords, locks that tell nothing, sessions that end."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from support.cast import NOON, OFFICE, PASSWORD
from support.facts import whole
from wuzha.problems import WuzhaError
from wuzha.web import accounts, clock, lockout
from wuzha.web.models import Policy, Session, User

Browser = Callable[[User | None], Client]
CODE = "k7qd-m2xw-p9ne"
OWN = "正月十五看花灯啦啦"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"


def enter(username: str, password: str, **more: Any) -> tuple[Client, HttpResponse]:
    """A browser of one's own, and what the log-in page answers."""
    browser = Client(headers={"Accept-Language": "en", "User-Agent": EDGE}, **more)
    return browser, browser.post("/login/", {"username": username, "password": password})


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def give_code(cast: Any, until: Any = None) -> None:
    with whole(cast.district_id):
        accounts.set_password(cast.worker, CODE, OFFICE, clock.now(), until or clock.now() + timedelta(days=7))


def audit(action: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor_name, detail->>'address' FROM ledger_audit WHERE action = %s ORDER BY id", [action]
        )
        return list(cursor.fetchall())


# ---- one-time codes


def test_nothing_opens_before_the_code_is_changed(campaign: Any) -> None:
    give_code(campaign.cast)
    browser, _ = enter("worker", CODE)
    for path in ("/", "/work/", "/account/", "/api/v1/units"):
        assert browser.get(path)["Location"] == "/account/password/"
    same = browser.post("/account/password/", {"old": CODE, "new": CODE, "again": CODE})
    assert "请换一个与原来不同的密码" in same.content.decode()
    done = browser.post(
        "/account/password/", {"old": CODE, "new": "看花灯正月十五的晚上", "again": "看花灯正月十五的晚上"}
    )
    assert done["Location"] == "/"
    assert is_in(browser), "the browser in which it was changed stays in"
    assert b"wrong" in enter("worker", CODE)[1].content


def test_a_code_is_worth_nothing_after_its_days(campaign: Any) -> None:
    give_code(campaign.cast, clock.now() - timedelta(seconds=1))
    browser, answer = enter("worker", CODE)
    assert b"no longer valid" in answer.content
    assert not is_in(browser)


def test_the_office_sees_unused_codes_and_renews_the_expired(campaign: Any, visit: Browser) -> None:
    give_code(campaign.cast, clock.now() - timedelta(days=1))
    clerk = visit(campaign.cast.clerk)
    assert b"1 code has expired" in clerk.get("/settings/").content
    listed = clerk.get("/settings/?code=expired").content.decode().partition("<tbody>")[2]
    assert listed.count("<tr>") == 1
    shown = clerk.post("/settings/accounts/reissue/").content.decode()
    assert "worker" in shown
    worker = User.objects.get(username="worker")
    assert worker.code_until == clock.now() + timedelta(days=7)
    assert clerk.post("/settings/accounts/reissue/")["Location"] == "/settings/"


@pytest.mark.parametrize(
    ("password", "why"),
    [("short", "too short"), ("password123", "too common"), ("2026040112345", "numeric"), ("worker1234", "similar")],
)
def test_weak_passwords_are_refused_with_the_reason(campaign: Any, visit: Browser, password: str, why: str) -> None:
    browser = visit(campaign.cast.worker)
    sent = {"old": PASSWORD, "new": password, "again": password}
    assert why in browser.post("/account/password/", sent).content.decode()
    with whole(campaign.cast.district_id), pytest.raises(WuzhaError, match="WEB404"):
        accounts.set_password(campaign.cast.worker, password, OFFICE, NOON)


def test_the_present_password_is_asked_for_and_others_are_logged_out(campaign: Any) -> None:
    browser, _ = enter("worker", PASSWORD)
    other, _ = enter("worker", PASSWORD)
    wrong = browser.post("/account/password/", {"old": "x", "new": OWN + "abc", "again": OWN + "abc"})
    assert "现用密码不对" in wrong.content.decode()
    browser.post("/account/password/", {"old": PASSWORD, "new": OWN + "abc", "again": OWN + "abc"})
    assert is_in(browser)
    assert not is_in(other)


# ---- locks


def test_an_account_is_locked_after_five_failures_even_for_the_right_password(campaign: Any, visit: Browser) -> None:
    answers = [enter("worker", "wrong")[1].content for _ in range(5)]
    assert b"is wrong" in answers[3]
    assert b"Too many failed attempts" in answers[4]
    assert not is_in(enter("worker", PASSWORD)[0])
    assert audit("login.locked") == [("", "127.0.0.1")]
    page = f"/settings/accounts/{campaign.cast.worker.id}/"
    assert b"It opens by itself at" in visit(campaign.cast.clerk).get(page).content
    visit(campaign.cast.clerk).post(f"{page}unlock/")
    assert is_in(enter("worker", PASSWORD)[0])


def test_a_lock_opens_by_itself_and_attempts_do_not_prolong_it(campaign: Any) -> None:
    for _ in range(5):
        enter("worker", "wrong")
    with clock.at(clock.now() + timedelta(minutes=10)):
        enter("worker", "wrong")
        assert not is_in(enter("worker", PASSWORD)[0])
    with clock.at(clock.now() + timedelta(minutes=15, seconds=1)):
        assert is_in(enter("worker", PASSWORD)[0])


def test_answers_do_not_tell_which_names_exist(campaign: Any) -> None:
    told = {name: [errors(enter(name, "wrong")[1]) for _ in range(7)] for name in ("worker", "nobody-here")}
    assert told["worker"] == told["nobody-here"]
    assert len(set(told["worker"])) == 2


def test_failures_count_only_in_a_row(campaign: Any) -> None:
    for _ in range(3):
        for _ in range(4):
            enter("worker", "wrong")
        assert is_in(enter("worker", PASSWORD)[0])


def test_an_address_is_slowed_down_whatever_names_it_tries(campaign: Any) -> None:
    for number in range(lockout.FREE):
        enter(f"name{number}", "wrong", REMOTE_ADDR="10.0.0.9")
    browser, answer = enter("worker", PASSWORD, REMOTE_ADDR="10.0.0.9")
    assert b"came from your network" in answer.content
    assert not is_in(browser)
    assert is_in(enter("worker", PASSWORD, REMOTE_ADDR="10.0.0.8")[0]), "others are not"
    with clock.at(clock.now() + timedelta(seconds=3)):
        assert is_in(enter("worker", PASSWORD, REMOTE_ADDR="10.0.0.9")[0])


def test_the_wait_grows_to_a_minute_and_no_further() -> None:
    seconds = [lockout.wait(count).total_seconds() for count in range(lockout.FREE - 1, lockout.FREE + 40)]
    assert seconds[:7] == [0, 2, 4, 8, 16, 32, 60]
    assert max(seconds) == 60


def test_what_people_type_into_the_wrong_field_is_not_kept(campaign: Any) -> None:
    enter("my secret password", "x")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, ' ') FROM web_attempts AS a")
        (kept,) = cursor.fetchone()
    assert kept
    assert "secret" not in kept


def test_entries_and_failures_are_in_the_audit_log(campaign: Any) -> None:
    enter("worker", "wrong")
    enter("worker", PASSWORD)
    assert audit("login.failed") == [("", "127.0.0.1")]
    assert audit("login") == [(campaign.cast.worker.name, "127.0.0.1")]


def test_behind_a_proxy_the_address_is_the_one_it_wrote(campaign: Any, settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    enter("worker", PASSWORD, HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.2.3")
    settings.BEHIND_PROXY = False
    enter("worker", PASSWORD, HTTP_X_FORWARDED_FOR="6.6.6.6")
    assert [address for _, address in audit("login")] == ["10.1.2.3", "127.0.0.1"]


# ---- sessions


def test_one_sees_where_one_is_logged_in_and_ends_it(campaign: Any) -> None:
    here, _ = enter("worker", PASSWORD)
    there, _ = enter("worker", PASSWORD, REMOTE_ADDR="10.0.0.7")
    shown = here.get("/account/").content.decode()
    assert shown.count("Edge · Windows") == 2
    assert "10.0.0.7" in shown
    handle = Session.objects.get(address="10.0.0.7").handle
    here.post(f"/account/sessions/{handle}/end/")
    assert (is_in(here), is_in(there)) == (True, False)


def test_all_the_others_end_together(campaign: Any) -> None:
    browsers = [enter("worker", PASSWORD)[0] for _ in range(3)]
    somebody, _ = enter("liaison", PASSWORD)
    browsers[0].post("/account/sessions/end/")
    assert [is_in(one) for one in (*browsers, somebody)] == [True, False, False, True]


def test_nobody_ends_the_session_of_somebody_else(campaign: Any, visit: Browser) -> None:
    victim, _ = enter("worker", PASSWORD)
    handle = Session.objects.get(user_id=campaign.cast.worker.id).handle
    visit(campaign.cast.liaison).post(f"/account/sessions/{handle}/end/")
    assert is_in(victim)


def test_the_office_sees_and_ends_every_session_of_its_district_only(campaign: Any, visit: Browser) -> None:
    worker, _ = enter("worker", PASSWORD)
    stranger, _ = enter("stranger", PASSWORD)
    clerk = visit(campaign.cast.clerk)
    listed = clerk.get("/settings/sessions/").content.decode().partition("<tbody>")[2]
    assert campaign.cast.worker.name in listed
    assert campaign.cast.stranger.name not in listed
    assert clerk.post(f"/settings/accounts/{campaign.cast.stranger.id}/logout/").status_code == 404
    clerk.post(f"/settings/accounts/{campaign.cast.worker.id}/logout/")
    assert (is_in(worker), is_in(stranger)) == (False, True)


def test_a_session_left_alone_ends_and_one_in_use_goes_on(campaign: Any) -> None:
    browser, _ = enter("worker", PASSWORD)
    mine = Session.objects.filter(user_id=campaign.cast.worker.id)
    mine.update(seen_at=clock.machine() - timedelta(minutes=119))
    assert is_in(browser)
    assert clock.machine() - mine.get().seen_at < timedelta(minutes=1), "it was noted that it is used"
    mine.update(seen_at=clock.machine() - timedelta(minutes=121))
    assert browser.get("/account/")["Location"].startswith("/login/")
    assert not mine.exists()


def test_a_session_ends_after_its_hours_whether_used_or_not(campaign: Any) -> None:
    with whole(campaign.cast.district_id):
        Policy.objects.create(district_id=campaign.cast.district_id, session_hours=3)
    browser, _ = enter("worker", PASSWORD)
    mine = Session.objects.get(user_id=campaign.cast.worker.id)
    left = mine.expire_date - clock.machine()
    assert timedelta(hours=2, minutes=59) < left <= timedelta(hours=3)
    browser.post("/account/password/", {"old": PASSWORD, "new": OWN + "abc", "again": OWN + "abc"})
    again = Session.objects.get(user_id=campaign.cast.worker.id)
    assert again.expire_date == mine.expire_date, "what is saved later does not prolong it"
    Session.objects.update(expire_date=clock.machine())
    assert not is_in(browser)


def test_the_key_of_a_session_changes_at_log_in(campaign: Any) -> None:
    browser = Client()
    session = browser.session
    session["x"] = 1
    session.save()
    planted = session.session_key
    browser.cookies["wuzha"] = planted
    browser.post("/login/", {"username": "worker", "password": PASSWORD})
    assert browser.cookies["wuzha"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_closed_account_is_out_everywhere_and_its_sessions_are_gone(campaign: Any, visit: Browser) -> None:
    browser, _ = enter("worker", PASSWORD)
    visit(campaign.cast.clerk).post(f"/settings/accounts/{campaign.cast.worker.id}/close/")
    assert not is_in(browser)
    assert not Session.objects.filter(user_id=campaign.cast.worker.id).exists()


# ---- what browsers are told


def test_texts_travel_compressed_and_files_as_they_are(campaign: Any, visit: Browser) -> None:
    clerk, asked = visit(campaign.cast.clerk), {"Accept-Encoding": "gzip"}
    plain = clerk.get("/duties/")
    packed = clerk.get("/duties/", headers=asked)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3
    assert b"<main" in gzip.decompress(packed.content)
    lines = clerk.get("/registry/households/?export=csv", headers=asked)
    assert "1号楼101室".encode() in gzip.decompress(b"".join(lines) if lines.streaming else lines.content)
    book = clerk.get("/registry/households/?export=xlsx", headers=asked)
    assert "Content-Encoding" not in book


def test_every_answer_says_what_a_page_may_do(campaign: Any, visit: Browser) -> None:
    answers = [Client().get("/login/"), visit(campaign.cast.clerk).get("/duties/"), Client().get("/nowhere/")]
    for answer in answers:
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"].replace("style-src-attr 'unsafe-inline'", "")
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_cookies_are_closed_to_scripts_and_travel_over_tls_alone_where_there_is_tls(
    campaign: Any, settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    _browser, answer = enter("worker", PASSWORD, HTTP_X_FORWARDED_PROTO="https")
    assert answer.cookies["wuzha"]["httponly"]
    assert answer.cookies["wuzha"]["samesite"] == "Lax"
    assert all(cookie["secure"] for cookie in answer.cookies.values())
    plain = enter("worker", PASSWORD)[1]
    assert not plain.cookies["wuzha"]["secure"]


def errors(answer: HttpResponse) -> str:
    """What the page says is wrong, in words."""
    lists = re.findall(r'<ul class="[^"]*wz-errors.*?</ul>', answer.content.decode(), re.S)
    assert lists
    return " ".join(re.findall(r"<span>(.*?)</span>", "".join(lists)))
