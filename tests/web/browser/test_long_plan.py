"""A plan of more than sixty pages on the desk: everything is there, and no step costs more than a few of its pages."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, Response, expect

from support.long_plan import CHAPTERS, CLAUSES, ROWS, long_plan
from web.browser.conftest import Enter

ENTRIES = CHAPTERS * CLAUSES + ROWS
MOST_NODES = 45
"""Of the page for each entry, its problems and its words: from there on a browser begins to feel it."""
LARGEST_PAGE, LARGEST_FORM = 1_500_000, 30_000
PATIENCE = 60_000


def nodes(page: Page) -> int:
    return int(page.evaluate("document.getElementsByTagName('*').length"))


def test_a_plan_of_sixty_pages_is_corrected_like_a_short_one(enter: Enter, tmp_path: Path) -> None:
    document = tmp_path / "总体方案.docx"
    document.write_bytes(long_plan())
    page = enter("clerk")
    page.set_default_timeout(PATIENCE)
    page.goto("/plans/new/")
    page.set_input_files("[name=file]", document)
    page.click("main form .btn-primary")
    expect(page).to_have_url(re.compile(r"/plans/\d+/$"), timeout=PATIENCE)
    expect(page.locator("#measures .wz-asked > li")).to_have_count(ENTRIES, timeout=PATIENCE)
    assert nodes(page) < MOST_NODES * ENTRIES
    assert len(page.content().encode()) < LARGEST_PAGE

    # The last entry is lit on both sides, and opening its form fetches the form and nothing else.
    page.click(f"#m{ENTRIES} h3 a")
    expect(page.locator(f"[data-text] [data-of~=m{ENTRIES}]").last).to_be_in_viewport(timeout=PATIENCE)
    fetched: list[Response] = []
    page.on("response", lambda one: fetched.append(one))
    before = nodes(page)
    page.click(f"#m{ENTRIES} > .wz-entry-head [data-edit]")
    form = page.locator(f"#at-m{ENTRIES} form")
    expect(form.locator("[name=title]")).to_be_visible(timeout=PATIENCE)
    assert [len(one.body()) < LARGEST_FORM for one in fetched] == [True]
    assert nodes(page) - before < 200

    # A correction comes back to where it was made.
    form.locator("[name=title]").fill("末一批集中宣传")
    form.locator(".btn-primary").click()
    expect(page).to_have_url(re.compile(rf"#m{ENTRIES}$"), timeout=PATIENCE)
    expect(page.locator(f"#m{ENTRIES} h3")).to_contain_text("末一批集中宣传", timeout=PATIENCE)
    expect(page.locator(f"#m{ENTRIES}")).to_be_in_viewport(timeout=PATIENCE)
    expect(page.locator(f"[data-text] [data-of~=m{ENTRIES}]").last).to_be_in_viewport(timeout=PATIENCE)
