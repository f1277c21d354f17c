"""Windows of a browser that are watched while a test looks through them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Response

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
Enter = Callable[..., Page]
"""``enter("clerk", PHONE)``: log in, and the page that comes first."""


@dataclass
class Visit:
    """One person's window, and what went wrong in it so far."""

    context: BrowserContext
    wrong: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """A new tab that is watched."""
        page = self.context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("response", self._answered)
        page.on("load", self._looked)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        # A status of 4xx is reported here too: tests that provoke one say so themselves.
        if message.type == "error" and "status of 4" not in message.text:
            self.wrong.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.status} {response.url}")

    def _looked(self, page: Page) -> None:
        try:
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        except Error as gone:
            if "context was destroyed" not in gone.message:
                raise
            return  # the test has gone on to the next page, which is looked at in its turn
        if wide:
            self.wrong.append(f"wider than its window: {page.url}")
