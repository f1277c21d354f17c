"""A real server and a real browser: what a person sees and clicks, on a desk and on a phone.

Every page is watched: an error of a script, an answer of 5xx or a page wider than its window fails the test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from support.cast import PASSWORD
from support.houses import Houses
from support.served import Served
from support.windows import DESK, PHONE, Enter, Visit

FLAGS = [
    *("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
CLOCK = "2026-04-20T12:00:00"


@pytest.fixture(scope="module")
def served(houses: Houses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``wuzha serve`` on a home of each file's own with the cast in it; its clock stands near noon of 20 April 2026."""
    home = tmp_path_factory.mktemp("browser") / "home"
    served = Served(home)
    served.environ["WUZHA_CLOCK"] = CLOCK
    houses.with_cast(home)
    served.start()
    yield served
    served.stop()
    shutil.rmtree(home)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; under CI it must be there.

    Closed after each file: its event loop would stand in the way of whatever test comes next in this process.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium; `make system` says how to get it")
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def sessions() -> dict[str, Any]:
    """The cookies of everybody who has logged in here, by log-in name."""
    return {}


@pytest.fixture
def enter(served: Served, chromium: Browser, sessions: dict[str, Any]) -> Iterator[Enter]:
    """``enter("clerk", PHONE)`` gives the page that comes first to somebody of the cast, who logs in once a file."""
    visits: list[Visit] = []

    def log_in(username: str, screen: dict[str, int] | None = None, password: str = PASSWORD) -> Page:
        context = chromium.new_context(
            base_url=f"http://127.0.0.1:{served.port}",
            viewport=screen or DESK,  # type: ignore[arg-type]
            has_touch=screen == PHONE,
            accept_downloads=True,
            storage_state=sessions.get(username),
        )
        visits.append(Visit(context))
        page = visits[-1].page()
        if username in sessions:
            page.goto("/")
            return page
        page.goto("/login/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", password)
        page.click("form.wz-form button")
        page.wait_for_load_state("load")
        sessions[username] = context.storage_state()
        return page

    yield log_in
    wrong = [one for visit in visits for one in visit.wrong]
    for visit in visits:
        visit.context.close()
    assert wrong == []
