"""Log-in by another server: a real one on the loopback, honest and otherwise."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from support.cast import OFFICE, PASSWORD, Cast
from support.facts import whole
from support.provider import CLIENT, SECRET, Provider
from wuzha.web import accounts, clock, policy
from wuzha.web.models import Needs, Totp, User
from wuzha.web.provider import Provider as Setting
from wuzha.web.provider import from_environ

BACK = "/login/oidc/back/"


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    """The other server's process."""
    server = Provider()
    yield server
    server.stop()


@pytest.fixture
def other(server: Provider, settings: Settings, cast: Cast) -> Provider:
    """The other server, set up here; it says that the worker is there."""
    environ = {"ISSUER": server.issuer, "CLIENT": CLIENT, "SECRET": SECRET, "NAME": "统一认证"}
    settings.OIDC = from_environ({f"WUZHA_OIDC_{name}": value for name, value in environ.items()})
    server.say(preferred_username="worker")
    server.asked()
    return server


@pytest.fixture
def setting(settings: Settings, other: Provider) -> Any:
    """Change how the other server is set up."""

    def change(**values: Any) -> None:
        assert isinstance(settings.OIDC, Setting)
        settings.OIDC = dataclasses.replace(settings.OIDC, **values)

    return change


def there(server: Provider, browser: Client, onward: str = "") -> str:
    """Go to the other server and log in there; the address that it sends the browser back to."""
    begun = browser.get(f"/login/oidc/?next={onward}")
    assert begun.status_code == 302, begun.content.decode()
    back = urlsplit(server.login(begun["Location"]))
    assert back.path == BACK
    return f"{back.path}?{back.query}"


def logged_in(server: Provider, onward: str = "") -> tuple[Client, HttpResponse]:
    browser = Client(headers={"Accept-Language": "en"})
    return browser, browser.get(there(server, browser, onward))


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


# ---- in


def test_whoever_has_an_account_gets_in(other: Provider) -> None:
    browser, answer = logged_in(other, "/duties/")
    assert answer["Location"] == "/duties/"
    page = browser.get("/account/").content.decode()
    assert "worker" in page
    assert "/account/password/" not in page, "there is no password to change"


def test_what_is_asked_of_the_other_server(other: Provider) -> None:
    browser = Client()
    sent = parse_qs(urlsplit(browser.get("/login/oidc/")["Location"]).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert sent["response_type"] == ["code"]
    assert {"nonce", "state", "code_challenge"} <= set(sent)
    assert sent["redirect_uri"] == [f"http://testserver{BACK}"]
    again = parse_qs(urlsplit(browser.get("/login/oidc/")["Location"]).query)
    for name in ("nonce", "state", "code_challenge"):
        assert sent[name] != again[name]


def test_nobody_is_led_elsewhere(other: Provider) -> None:
    for onward in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        assert logged_in(other, onward)[1]["Location"] == "/"


def test_the_key_of_the_session_changes(other: Provider) -> None:
    browser = Client()
    back = there(other, browser)
    before = browser.cookies["wuzha"].value
    browser.get(back)
    assert browser.cookies["wuzha"].value != before
    assert is_in(browser)


def test_a_telephone_number_names_an_account_too(other: Provider, setting: Any) -> None:
    User.objects.filter(username="worker").update(username="13800000009")
    setting(claim="phone_number")
    for number in ("+86 138-0000-0009", "13800000009"):
        other.say(phone_number=number)
        assert is_in(logged_in(other)[0])
        other.say(phone_number=number, phone_number_verified=False)
        assert "WEB466" in logged_in(other)[1].content.decode()


def test_an_address_that_the_other_server_has_not_made_sure_of_names_nobody(other: Provider, setting: Any) -> None:
    User.objects.filter(username="worker").update(username="worker@wuzha.example")
    setting(claim="email")
    other.say(email="worker@wuzha.example", email_verified=False)
    assert "WEB466" in logged_in(other)[1].content.decode()
    other.say(email="worker@wuzha.example", email_verified=True)
    assert is_in(logged_in(other)[0])


# ---- not in


def test_what_cannot_be_trusted_gets_nobody_in_and_says_what_was_wrong(other: Provider) -> None:
    told = {
        "nonce": "nonce",
        "expired": "exp",
        "audience": "aud",
        "issuer": "iss",
        "unsigned": "unsupported_algorithm",
        "secret": "unsupported_algorithm",
        "key": "bad_signature",
        "no_token": "id_token",
    }
    for fault, reason in told.items():
        other.say(fault, preferred_username="worker")
        browser, answer = logged_in(other)
        page = answer.content.decode()
        assert (answer.status_code, "WEB463" in page, f": {reason}." in page) == (502, True, True), (fault, page)
        assert not is_in(browser)
    other.say("denied", preferred_username="worker")
    browser, answer = logged_in(other)
    assert (answer.status_code, b"WEB465" in answer.content, is_in(browser)) == (403, True, False)


def test_a_server_that_calls_itself_another_is_not_asked(other: Provider) -> None:
    other.say("discovery", preferred_username="worker")
    assert "WEB463" in Client().get("/login/oidc/").content.decode()


def test_a_log_in_is_worth_once_and_in_the_browser_that_began_it(other: Provider) -> None:
    browser = Client()
    back = there(other, browser)
    stolen = Client()
    stolen.get("/login/oidc/")
    assert "WEB464" in stolen.get(back).content.decode()
    browser.get(back)
    browser.post("/logout/")
    assert "WEB464" in browser.get(back).content.decode(), "replayed"
    assert not is_in(browser)
    mixed = Client()
    good = there(other, mixed)
    assert "WEB464" in mixed.get(good.replace("state=", "state=x")).content.decode()
    assert "WEB464" in Client().get(f"{BACK}?code=x").content.decode()
    assert "WEB464" in Client().get(BACK).content.decode()


def test_a_code_of_somebody_else_is_of_no_use(other: Provider) -> None:
    mine, theirs = Client(), Client()
    my_back, their_back = there(other, mine), there(other, theirs)
    code = parse_qs(urlsplit(their_back).query)["code"][0]
    state = parse_qs(urlsplit(my_back).query)["state"][0]
    assert "WEB465" in mine.get(f"{BACK}?code={code}&state={state}").content.decode(), "PKCE"
    assert not is_in(mine)


def test_who_is_not_known_here_gets_no_account(other: Provider) -> None:
    before = User.objects.count()
    unknown: list[dict[str, Any]] = [{"preferred_username": "nobody-here"}, {"preferred_username": "WORKER"}]
    unclear: list[dict[str, Any]] = [
        {},
        {"preferred_username": ""},
        {"preferred_username": ["worker"]},
        {"name": "worker"},
    ]
    for code, claims in [*(("WEB467", one) for one in unknown), *(("WEB466", one) for one in unclear)]:
        other.say(**claims)
        browser, answer = logged_in(other)
        assert code in answer.content.decode()
        assert not is_in(browser)
    assert User.objects.count() == before


def test_a_closed_account_stays_closed(cast: Cast, other: Provider) -> None:
    with whole(cast.district_id):
        accounts.close(cast.worker, OFFICE, clock.now())
    browser, answer = logged_in(other)
    assert "WEB468" in answer.content.decode()
    assert not is_in(browser)


def test_a_server_that_is_down_is_told_and_passwords_still_get_in(cast: Cast, other: Provider, setting: Any) -> None:
    setting(issuer="http://127.0.0.1:9")
    answer = Client().get("/login/oidc/")
    assert (answer.status_code, "WEB462" in answer.content.decode()) == (502, True)
    browser = Client()
    browser.post("/login/", {"username": "worker", "password": PASSWORD})
    assert is_in(browser)


def test_what_is_set_up_by_halves_is_told_and_nobody_is_asked(other: Provider, setting: Any) -> None:
    for values in ({"client_id": ""}, {"issuer": "http://sso.example"}, {"issuer": "http://10.1.2.3"}):
        setting(**values)
        assert "WEB461" in Client().get("/login/oidc/").content.decode()
    assert other.asked() == []


def test_nobody_is_asked_where_nothing_is_set_up(cast: Cast, settings: Settings) -> None:
    settings.OIDC = from_environ({})
    assert settings.OIDC is None
    assert b"/login/oidc/" not in Client().get("/login/").content
    for path in ("/login/oidc/", BACK, "/login/oidc/out/"):
        answer = Client().get(path)
        assert (answer.status_code, b"WEB460" in answer.content) == (404, True)


# ---- the second factor, the password, the way out


def test_a_second_factor_is_asked_for_here_unless_the_other_server_does(
    cast: Cast, other: Provider, setting: Any
) -> None:
    with whole(cast.district_id):
        policy.ask_second_factor(cast.district_id, Needs.EVERYBODY, OFFICE, clock.now())
    browser, _ = logged_in(other)
    assert browser.get("/work/")["Location"] == "/account/second-factor/"
    assert "<svg" in browser.get("/account/second-factor/app/").content.decode(), "the log-in itself was the proof"
    kept = browser.session
    kept["confirmed"] = clock.machine().isoformat()
    kept.save()
    late = browser.get("/account/second-factor/app/").content.decode()
    assert 'name="password"' not in late
    assert "wz-square" not in late
    setting(trusted=True)
    assert browser.get("/work/").status_code == 200


def test_whoever_set_a_factor_up_is_asked_for_it_here_too(cast: Cast, other: Provider, setting: Any) -> None:
    with whole(cast.district_id):
        Totp.objects.create(user=cast.worker, sealed="x", last_step=0, since=clock.now())
    assert logged_in(other)[1]["Location"] == "/login/second/"
    setting(trusted=True)
    assert logged_in(other)[1]["Location"] == "/"


def test_a_one_time_code_that_was_never_used_stands_in_nobodys_way(cast: Cast, other: Provider) -> None:
    with whole(cast.district_id):
        accounts.set_password(cast.worker, "k7qd-m2xw-p9ne", OFFICE, clock.now(), clock.now() + timedelta(days=1))
    assert logged_in(other)[0].get("/work/").status_code == 200


def test_where_it_is_the_only_way_no_password_gets_in_but_in_need(cast: Cast, other: Provider, setting: Any) -> None:
    setting(only=True)
    page = Client().get("/login/").content.decode()
    assert "/login/oidc/" in page
    assert "/login/passkey/" not in page
    browser = Client(headers={"Accept-Language": "en"})
    answer = browser.post("/login/", {"username": "worker", "password": PASSWORD})
    assert "password is wrong" in answer.content.decode()
    assert not is_in(browser)
    assert browser.get("/login/passkey/", HTTP_HOST="localhost")["Location"] == "/login/"
    with whole(cast.district_id):
        until = clock.now() + timedelta(hours=1)
        accounts.break_glass(cast.worker, "k7qd-m2xw-p9ne", until, OFFICE, clock.now())
    browser.post("/login/", {"username": "worker", "password": "k7qd-m2xw-p9ne"})
    own = "看花灯正月十五的晚上"
    browser.post("/account/password/", {"old": "k7qd-m2xw-p9ne", "new": own, "again": own})
    assert is_in(browser)
    with clock.at(until):
        later = Client()
        later.post("/login/", {"username": "worker", "password": own})
        assert not is_in(later)
    assert is_in(logged_in(other)[0])


def test_out_of_here_and_then_out_of_there(other: Provider) -> None:
    browser, _ = logged_in(other)
    assert browser.post("/logout/")["Location"] == "/login/?left"
    assert not is_in(browser)
    assert "/login/oidc/out/" in browser.get("/login/?left").content.decode()
    out = urlsplit(browser.get("/login/oidc/out/")["Location"])
    assert f"{out.scheme}://{out.netloc}{out.path}" == f"{other.issuer}/logout"
    assert parse_qs(out.query)["post_logout_redirect_uri"] == ["http://testserver/login/"]
    by_password = Client()
    by_password.post("/login/", {"username": "worker", "password": PASSWORD})
    assert by_password.post("/logout/")["Location"] == "/login/"


def test_the_roster_makes_accounts_only_where_a_setting_says_so(cast: Cast, other: Provider, setting: Any) -> None:
    other.say(preferred_username="13800000003")
    assert "WEB467" in logged_in(other)[1].content.decode()
    setting(roster=True)
    browser, _ = logged_in(other)
    assert is_in(browser)
    made = User.objects.get(username="13800000003")
    assert (made.name, made.role, made.has_usable_password()) == ("陈平", "worker", False)
    other.say(preferred_username="13800000001")
    create = accounts.create

    def by_another_window_first(*what: Any) -> User:
        create(*what)
        return create(*what)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "create", by_another_window_first)
        assert is_in(logged_in(other)[0])
    other.say(preferred_username="13800000005")
    assert "WEB467" in logged_in(other)[1].content.decode(), "has left"
    with whole(cast.district_id):
        policy.divide(cast.district_id, OFFICE, clock.now(), into_three=True)
    other.say(preferred_username="13800000004")
    assert "WEB467" in logged_in(other)[1].content.decode(), "divided: nobody gets in ungranted"
