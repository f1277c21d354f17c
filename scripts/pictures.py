"""Take the pictures of the READMEs and the guide from a fresh demonstration.

    python scripts/pictures.py                       a demonstration is made, shown, and cleared away
    python scripts/pictures.py --home DIR            an existing demonstration is shown and left as it is
    python scripts/pictures.py --only coverage,doors

Pages are taken in Chromium, those of the READMEs in both languages; documents through LibreOffice and poppler. Each
picture has a fixed size and few colours. They lie in docs/pictures/zh and docs/pictures/en.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from urllib.error import URLError

import openpyxl
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from wuzha.reports.core.pdf import to_pdf

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
WUZHA = Path(sys.executable).with_name("wuzha")
CLOCK = "2026-12-18T09:00:00"
PASSWORD = "wuzha-demo"
COLOURS = 96
LANGUAGES = {"zh": "zh-hans", "en": "en"}
IN_BOTH = {"overview", "plan", "duties", "coverage", "doors"}
"""The pictures of the READMEs; the guide is Chinese."""
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none", "--force-color-profile=srgb"]
REPORT = "2026-11-云杉区-月报.docx"


@dataclass(frozen=True, slots=True)
class Screen:
    """A window: its size in CSS pixels, and how many dots there are to one."""

    width: int
    height: int
    dots: float = 1


DESK = Screen(1280, 800)
PHONE = Screen(390, 780, 2)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a page: who looks, at which address or by which way, in what window."""

    name: str
    user: str
    way: str | Callable[[Page, Path], None]
    screen: Screen = DESK


def open_plan(page: Page, _home: Path) -> None:
    """The plan beside its text, where the first error stands."""
    page.goto("/plans/1/")
    error = page.locator("li.is-error").first
    error.locator("a[data-span]").click()
    error.evaluate("row => window.scrollBy(0, row.getBoundingClientRect().top - 420)")


def check_bad_rows(page: Page, home: Path) -> None:
    """A roster of households with the mistakes of real ones, as the check shows it. Nothing is imported."""
    page.goto("/registry/import/?kind=households")
    rows = damaged(home / "rosters" / "4-households.xlsx")
    page.set_input_files("input[type=file]", {"name": "households.csv", "mimeType": "text/csv", "buffer": rows})
    page.locator("main form button").first.click()
    page.wait_for_url("**/check/**")


def damaged(roster: Path) -> bytes:
    """Twelve rows of a roster, five of them damaged, as .csv."""
    sheet = openpyxl.load_workbook(roster, read_only=True).worksheets[0]
    header, *rows = [[cell or "" for cell in row[:4]] for row in sheet.iter_rows(max_row=13, values_only=True)]
    rows[2][0] = "梅亭社区/没有的小区"
    rows[4][1] = ""
    rows[6][2] = "某某物业"
    rows[8][3] = "不清楚"
    rows[10][1] = rows[9][1]
    out = io.StringIO()
    csv.writer(out).writerows([[str(cell).lstrip("*") for cell in header], *rows])
    return out.getvalue().encode("utf-8-sig")


def open_door(page: Page, _home: Path) -> None:
    """A building on a phone: the second door that nobody was told at, its five outcomes open."""
    page.goto("/work/doors/")
    building = str(page.locator('main a[href^="/work/doors/"]').first.get_attribute("href"))
    page.goto(f"{building}?rung=untold")
    page.locator(".wz-door summary").nth(1).click()
    page.locator(".wz-doors").evaluate("list => list.scrollIntoView()")


SHOTS = (
    Shot("overview", "clerk", "/"),
    Shot("plan", "clerk", open_plan),
    Shot("names", "clerk", "/plans/1/names/"),
    Shot("preview", "clerk", "/plans/1/duties/"),
    Shot("import", "clerk", check_bad_rows),
    Shot("duties", "clerk", "/duties/"),
    Shot("coverage", "clerk", "/coverage/"),
    Shot("ledger", "clerk", "/ledger/"),
    Shot("mine", "liaison", "/duties/mine/"),
    Shot("reports", "clerk", "/reports/?month=2026-11"),
    Shot("doors", "worker", open_door, PHONE),
)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--home", type=Path, help="a demonstration that stands already")
    arguments.add_argument("--households", type=int, default=2000)
    arguments.add_argument("--only", default="", help="names of pictures, separated by commas")
    given = arguments.parse_args()
    chosen = set(filter(None, given.only.split(",")))
    with demonstration(given.home, given.households) as home:
        made = [*pages(home, chosen), *papers(home, chosen)]
    for path in made:
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1000:.0f} kB")
    return 0


@contextmanager
def demonstration(home: Path | None, households: int) -> Iterator[Path]:
    """The home of a demonstration: the one that is named, or one that is made and cleared away."""
    if home is not None:
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="wuzha-pictures-") as folder:
        made = Path(folder, "home")
        command = [str(WUZHA), "demo", "--no-serve", f"--households={households}"]
        subprocess.run(command, check=True, env=environment(made))
        yield made


def environment(home: Path) -> Mapping[str, str]:
    return {**os.environ, "WUZHA_HOME": str(home), "WUZHA_CLOCK": CLOCK, "WUZHA_LANG": "zh"}


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address at which a demonstration is served for the length of a block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(WUZHA), "serve", f"--port={port}", "--workers=1"]
    process = subprocess.Popen(command, env=environment(home), stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/login/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the address answers. Raises ``RuntimeError`` if the server ends first or takes two minutes."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise RuntimeError(f"nothing was served at {address}")


def pages(home: Path, chosen: set[str]) -> Iterator[Path]:
    """Take every page in every language."""
    shots = [shot for shot in SHOTS if not chosen or shot.name in chosen]
    if not shots:
        return
    with served(home) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for folder, language in LANGUAGES.items():
            for shot in shots:
                if folder == "en" and shot.name not in IN_BOTH:
                    continue
                yield taken(browser, address, shot, language, home, PICTURES / folder / f"{shot.name}.png")
        browser.close()


def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise RuntimeError("no Chromium here: make system")
    return found


def taken(browser: Browser, address: str, shot: Shot, language: str, home: Path, target: Path) -> Path:
    """One picture, with a log-in of its own."""
    context = logged_in(browser, address, shot, language)
    page = context.new_page()
    if callable(shot.way):
        shot.way(page, home)
    else:
        page.goto(shot.way)
    page.wait_for_load_state("networkidle")
    picture = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return kept(Image.open(io.BytesIO(picture)), target)


def logged_in(browser: Browser, address: str, shot: Shot, language: str) -> BrowserContext:
    screen = shot.screen
    context = browser.new_context(
        base_url=address,
        viewport={"width": screen.width, "height": screen.height},
        device_scale_factor=screen.dots,
        locale="zh-CN" if language == "zh-hans" else "en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/login/")
    page.fill("input[name=username]", shot.user)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    page.close()
    # The account's own language came with the log-in; this changes it for these pictures only.
    context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    return context


def papers(home: Path, chosen: set[str]) -> Iterator[Path]:
    """The first pages of the district's monthly report, as it prints."""
    if chosen and "report" not in chosen:
        return
    with tempfile.TemporaryDirectory(prefix="wuzha-paper-") as folder:
        printed = Path(folder, "report.pdf")
        document = home / "reports" / REPORT
        made = datetime.fromtimestamp(document.stat().st_mtime, UTC)
        printed.write_bytes(to_pdf(document.read_bytes(), made))
        command = ["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "2", str(printed), str(Path(folder, "page"))]
        subprocess.run(command, check=True)
        sheets = [Image.open(path) for path in sorted(Path(folder).glob("page*.png"))]
        yield kept(side_by_side(sheets), PICTURES / "zh" / "report.png")


def side_by_side(sheets: Sequence[Image.Image]) -> Image.Image:
    """Pages of a document next to each other on grey."""
    gap = 16
    width, height = sheets[0].size
    table = Image.new("RGB", (gap + len(sheets) * (width + gap), height + 2 * gap), "#d8dce2")
    for number, sheet in enumerate(sheets):
        table.paste(sheet, (gap + number * (width + gap), gap))
    return table


def kept(picture: Image.Image, target: Path) -> Path:
    """Save with a small palette: text stays sharp, the file small."""
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = picture.convert("RGB")
    whole.quantize(palette=palette(whole), dither=Image.Dither.NONE).save(target, optimize=True)
    return target


def palette(picture: Image.Image) -> Image.Image:
    """The most frequent colours exactly, so that no ground is tinted, and as many that cover the rest."""
    counted = picture.getcolors(picture.width * picture.height) or []
    exact = [
        part for _, colour in sorted(counted, reverse=True)[:COLOURS] for part in cast(tuple[int, int, int], colour)
    ]
    covering = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).getpalette() or []
    image = Image.new("P", (1, 1))
    image.putpalette([*exact, *covering])
    return image


if __name__ == "__main__":
    sys.exit(main())
