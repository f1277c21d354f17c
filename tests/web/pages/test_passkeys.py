"""Passkeys: what is taken, and everything bent, replayed or borrowed that is not."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from support.authenticator import Device, options_on
from support.cast import OFFICE, PASSWORD, Cast
from support.facts import whole
from wuzha.web import accounts, clock
from wuzha.web.models import Passkey, RecoveryCode

NEW = "/account/second-factor/passkeys/new/"
PLACE = {"HTTP_HOST": "wuzha.example", "secure": True}
ORIGIN, RP = "https://wuzha.example", "wuzha.example"


class Window:
    """A browser on the server's proper name."""

    def __init__(self, username: str = "", password: str = PASSWORD) -> None:
        self.client = Client(headers={"Accept-Language": "en"})
        if username:
            self.post("/login/", username=username, password=password)

    def get(self, path: str) -> str:
        return self.client.get(path, **PLACE).content.decode()  # type: ignore[arg-type]

    def post(self, path: str, **sent: str) -> HttpResponse:
        return self.client.post(path, sent, **PLACE)  # type: ignore[arg-type]

    @property
    def is_in(self) -> bool:
        return self.client.get("/account/", **PLACE).status_code == 200  # type: ignore[arg-type]


def added(window: Window, device: Device, **bent: Any) -> HttpResponse:
    """Set a device up in a window."""
    window.post(NEW, password=PASSWORD)
    return window.post(NEW, name="办公室电脑", passkey=device.made(options_on(window.get(NEW)), **bent))


@pytest.fixture
def device(cast: Cast) -> Device:
    """The worker's device, set up."""
    device = Device(ORIGIN, RP)
    done = added(Window("worker"), device)
    assert done.content.decode().count("<li><code>") == 10
    return device


def test_a_passkey_is_named_listed_and_removed(cast: Cast, device: Device) -> None:
    window = Window("worker")
    window.post("/login/second/", passkey=device.shown(options_on(window.get("/login/second/"))))
    assert window.is_in
    assert "办公室电脑" in window.get("/account/second-factor/")
    kept = Passkey.objects.get()
    assert (kept.rp_id, kept.used_at) == (RP, clock.now())
    path = f"/account/second-factor/passkeys/{kept.id}/"
    window.post(path)
    assert Passkey.objects.exists(), "not without the password"
    window.post(path, password=PASSWORD)
    window.post(path)
    assert not Passkey.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_it_stands_for_name_password_and_code(cast: Cast, device: Device) -> None:
    window = Window()
    answer = window.post("/login/passkey/", passkey=device.shown(options_on(window.get("/login/passkey/"))), next="//x")
    assert answer["Location"] == "/"
    assert window.is_in


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "https://evil.example"},
        {"rp_id": "evil.example"},
        {"challenge": "AAAA"},
        {"type": "webauthn.create"},
        {"verified": False},
        {"count": 0},
        {"key": generate_private_key(SECP256R1())},
    ],
    ids=lambda bent: next(iter(bent)),
)
def test_what_is_bent_gets_nobody_in(cast: Cast, device: Device, bent: dict[str, Any]) -> None:
    Passkey.objects.update(sign_count=5)
    device.count = 5
    window = Window()
    answer = window.post("/login/passkey/", passkey=device.shown(options_on(window.get("/login/passkey/")), **bent))
    assert b"The passkey was not taken" in answer.content
    assert not window.is_in


def test_what_is_bent_is_not_set_up(cast: Cast) -> None:
    window = Window("worker")
    for bent in ({"origin": "http://wuzha.example"}, {"rp_id": "x"}, {"challenge": "AAAA"}, {"coordinates": (-2,)}):
        added(window, Device(ORIGIN, RP), **bent)
        assert not Passkey.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        *("", "[]", "{}", '{"id": 1}', '{"id": "a\u0000b"}', r'{"id": "a\u0000b"}', r'{"id": "\ud800"}'),
        *("null", '{"id":"AA","response":{}}', "{" * 3000, "[" * 200_000),
    ],
    ids=lambda sent: sent[:20].encode("unicode_escape").decode(),
)
def test_nonsense_is_refused_in_words(cast: Cast, device: Device, sent: str) -> None:
    window = Window()
    window.get("/login/passkey/")
    assert b"The passkey was not taken" in window.post("/login/passkey/", passkey=sent).content
    window = Window("worker")
    assert window.post("/login/second/", passkey=sent).status_code == 200
    inside = Window("liaison")
    inside.post(NEW, password=PASSWORD)
    inside.get(NEW)
    assert inside.post(NEW, name="x", passkey=sent).status_code == 200
    assert Passkey.objects.count() == 1


def test_an_answer_is_worth_once(cast: Cast, device: Device) -> None:
    window = Window()
    answer = device.shown(options_on(window.get("/login/passkey/")))
    window.post("/login/passkey/", passkey=answer)
    assert window.is_in
    for other in (Window(), Window("worker")):
        path = "/login/passkey/" if not other.client.session.get("pending") else "/login/second/"
        other.get(path)
        other.post(path, passkey=answer)
        assert not other.is_in
    window.client.logout()
    window.post("/login/passkey/", passkey=answer)
    assert not window.is_in


def test_a_passkey_of_somebody_else_is_no_second_step(cast: Cast, device: Device) -> None:
    other = Device(ORIGIN, RP)
    added(Window("liaison"), other)
    window = Window("worker")
    options = options_on(window.get("/login/second/"))
    assert len(options["allowCredentials"]) == 1
    window.post("/login/second/", passkey=other.shown(options))
    assert not window.is_in


def test_a_key_without_finger_or_pin_is_a_second_step_and_no_more(cast: Cast) -> None:
    device = Device(ORIGIN, RP, verified=False)
    added(Window("worker"), device)
    alone = Window()
    alone.post("/login/passkey/", passkey=device.shown(options_on(alone.get("/login/passkey/"))))
    assert not alone.is_in
    window = Window("worker")
    window.post("/login/second/", passkey=device.shown(options_on(window.get("/login/second/"))))
    assert window.is_in


def test_a_closed_account_stays_closed(cast: Cast, device: Device) -> None:
    with whole(cast.district_id):
        accounts.close(cast.worker, OFFICE, clock.now())
    window = Window()
    answer = window.post("/login/passkey/", passkey=device.shown(options_on(window.get("/login/passkey/"))))
    assert b"closed" in answer.content
    assert not window.is_in


def test_one_device_is_set_up_once_and_nobody_touches_anothers(cast: Cast, device: Device) -> None:
    again = added(Window("liaison"), device)
    assert "已经设置过" in again.content.decode()
    stranger = Window("liaison")
    path = f"/account/second-factor/passkeys/{Passkey.objects.get().id}/"
    stranger.post(path, password=PASSWORD)
    assert stranger.post(path).status_code == 404
    assert Passkey.objects.count() == 1


@pytest.mark.parametrize(
    ("host", "secure", "possible"),
    [
        ("wuzha.example", True, True),
        ("wuzha.example:8443", True, True),
        ("localhost:8000", False, True),
        ("wuzha.example", False, False),
        ("10.1.2.3:8000", False, False),
        ("10.1.2.3", True, False),
        ("[::1]:8000", True, False),
    ],
)
def test_where_browsers_have_none_the_page_says_so(cast: Cast, host: str, secure: bool, possible: bool) -> None:
    page = Client(headers={"Accept-Language": "en"}).get("/login/passkey/", HTTP_HOST=host, secure=secure)
    assert ("data-options" in page.content.decode()) is possible
    assert ("WEB454" in page.content.decode()) is not possible


def test_the_servers_name_may_be_set(cast: Cast, settings: Settings) -> None:
    settings.ORIGIN = ORIGIN
    device = Device(ORIGIN, RP)
    browser = Client()
    browser.post("/login/", {"username": "worker", "password": PASSWORD})
    browser.post(NEW, {"password": PASSWORD})
    options = options_on(browser.get(NEW).content.decode())
    assert options["rp"]["id"] == RP
    browser.post(NEW, {"name": "x", "passkey": device.made(options)})
    assert Passkey.objects.get().rp_id == RP
