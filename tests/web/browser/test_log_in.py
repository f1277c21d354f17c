"""Passkeys and codes in a real browser, and two log-ins with one code at the same moment on a real server."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pyotp
import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from support.cast import PASSWORD
from support.served import Served
from support.windows import DESK, PHONE, Visit


@pytest.fixture
def visit(served: Served, chromium: Browser) -> Iterator[Visit]:
    """A window on ``localhost``, which browsers hold to be secure without https."""
    visit = Visit(chromium.new_context(base_url=f"http://localhost:{served.port}", viewport=DESK))  # type: ignore[arg-type]
    yield visit
    visit.context.close()
    assert visit.wrong == []


def device_in(visit: Visit, page: Page) -> tuple[CDPSession, str]:
    """A device with a fingerprint reader, as Chromium can play one."""
    link = visit.context.new_cdp_session(page)
    link.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return link, link.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def log_in(page: Page, username: str) -> None:
    page.goto("/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("form.wz-form button")
    page.wait_for_load_state("load")


def test_a_passkey_is_made_and_used_with_and_without_the_password(visit: Visit) -> None:
    page = visit.page()
    link, device = device_in(visit, page)
    log_in(page, "community")
    page.goto("/account/second-factor/")
    page.click("a[href$='/passkeys/new/']")
    page.fill("[name=password]", PASSWORD)
    page.click("form.wz-form button")
    page.fill("[name=name]", "社区电脑")
    page.click("form[data-passkey] button")
    expect(page.locator(".wz-codes li")).to_have_count(10)
    page.goto("/account/second-factor/")
    expect(page.get_by_text("社区电脑")).to_be_visible()
    # One device has one: the browser itself refuses to make a second.
    page.goto("/account/second-factor/passkeys/new/")
    page.click("form[data-passkey] button")
    expect(page.locator("[data-failed]")).to_be_visible()

    visit.context.clear_cookies()
    log_in(page, "community")
    assert page.url.endswith("/login/second/")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/")
    expect(page.locator("nav").first).to_be_visible()

    visit.context.clear_cookies()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/login/?next=/account/")
    page.click("a[href^='/login/passkey/']")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/account/")

    visit.context.clear_cookies()
    link.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/login/passkey/")
    page.click("form[data-passkey] button")
    expect(page.locator("[data-failed]")).to_be_visible()
    assert page.goto("/account/").url.endswith("/login/?next=/account/")  # type: ignore[union-attr]


def test_without_scripts_the_app_does_it(served: Served, chromium: Browser) -> None:
    context = chromium.new_context(
        base_url=f"http://localhost:{served.port}",
        java_script_enabled=False,
        viewport=PHONE,  # type: ignore[arg-type]
    )
    page = context.new_page()
    secret = with_app(page, "worker")
    context.clear_cookies()
    log_in(page, "worker")
    expect(page.locator("form[data-passkey]")).to_have_count(0)
    page.fill("[name=code]", pyotp.TOTP(secret).at(time.time() + 30))
    page.click("form.wz-form button")
    assert page.goto("/account/").url.endswith("/account/")  # type: ignore[union-attr]
    page.goto("/account/second-factor/passkeys/new/")
    page.fill("[name=password]", PASSWORD)
    page.click("form.wz-form button")
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    expect(page.locator("[data-no-passkeys]")).to_be_visible()
    context.close()


def with_app(page: Page, username: str) -> str:
    """Log in and set an app up; its secret."""
    log_in(page, username)
    page.goto("/account/second-factor/app/")
    page.fill("[name=password]", PASSWORD)
    page.click("form.wz-form button")
    secret = "".join(page.locator(".wz-secret span").all_inner_texts())
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    page.click("form.wz-form button.btn-primary")
    expect(page.locator(".wz-codes li")).to_have_count(10)
    return secret


def test_of_many_log_ins_with_one_code_at_once_one_gets_in(served: Served, chromium: Browser) -> None:
    context = chromium.new_context(base_url=f"http://localhost:{served.port}", viewport=DESK)  # type: ignore[arg-type]
    secret = with_app(context.new_page(), "liaison")
    context.close()
    windows = [Plain(served) for _ in range(4)]
    for window in windows:
        window.post("/login/", username="liaison", password=PASSWORD)
    code = pyotp.TOTP(secret).at(time.time() + 30)
    together = threading.Barrier(len(windows))

    def send(window: Plain) -> None:
        together.wait()
        window.post("/login/second/", code=code)

    threads = [threading.Thread(target=send, args=(window,)) for window in windows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(window.is_in for window in windows) == [False, False, False, True]


class Plain:
    """A browser without anything but cookies and forms."""

    def __init__(self, served: Served) -> None:
        self.base = f"http://127.0.0.1:{served.port}"
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Any:
        return self.opener.open(f"{self.base}{path}", timeout=30)

    def post(self, path: str, **sent: str) -> None:
        page = self.get(path).read().decode()
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
        body = urlencode({**sent, "csrfmiddlewaretoken": token}).encode()
        self.opener.open(f"{self.base}{path}", body, timeout=30).close()

    @property
    def is_in(self) -> bool:
        return "login" not in self.get("/account/").url
