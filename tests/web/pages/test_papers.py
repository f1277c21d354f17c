"""The papers of the district's month: on pages, as files, for those who may read them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime

import docx
import openpyxl
import pytest
from django.test import Client
from pytest_django import Settings

from support.cast import Cast
from support.month_world import TODAY, file_month
from wuzha.reports.core import pdf
from wuzha.web import clock
from wuzha.web.models import User

Browser = Callable[[User | None], Client]
PEOPLE = ["clerk", "leader", "liaison", "community", "worker", "stranger"]
DISTRICT = "/reports/district/2026-03/"


@pytest.fixture
def cast(march_ground: Cast, db: None, settings: Settings) -> Iterator[Cast]:
    """The 28th of March: three units have reported, one of them late and one empty; two have not."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(TODAY):
        yield march_ground


def text_of(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page.split("wz-paper", 1)[1])


def test_who_may_read_the_papers_of_the_district(cast: Cast, visit: Browser) -> None:
    readers = (200, 200, 403, 403, 403, 200)
    paths = {
        **{f"{DISTRICT}{kind}/": readers for kind in ("report", "bulletin", "brief")},
        **{f"{DISTRICT}{kind}.docx": readers for kind in ("report", "bulletin", "brief")},
        f"{DISTRICT}bulletin.xlsx": readers,
        f"{DISTRICT}ledger.docx": (404, 404, 403, 403, 403, 404),
        f"{DISTRICT}ledger/": (404, 404, 403, 403, 403, 404),
        f"{DISTRICT}brief.xlsx": (404, 404, 403, 403, 403, 404),
        f"{DISTRICT}bulletin.exe": (404, 404, 403, 403, 403, 404),
        f"/reports/{cast.units['物业科']}/2026-03/report.xlsx": (200, 200, 200, 404, 403, 404),
        "/reports/ledger.docx?month=2026-03": (200, 200, 200, 200, 403, 200),
        f"/reports/ledger.docx?month=2026-03&unit={cast.units['物业科']}": (200, 200, 200, 404, 403, 404),
        "/reports/ledger.csv": (404, 404, 404, 404, 403, 404),
    }
    found = {path: tuple(visit(cast[who]).get(path).status_code for who in PEOPLE) for path in paths}
    assert found == paths


def test_the_bulletin_tells_of_units_in_their_own_order_and_of_no_person(cast: Cast, visit: Browser) -> None:
    said = text_of(visit(cast.leader).get(f"{DISTRICT}bulletin/").content.decode())
    assert "未报：明月物业、桦林社区居委会。" in said.replace("\n", "")
    assert "单位按机构序列排列，不作排名" in said
    assert not any(name in said for name in ("林晚舟", "周明远", "陈平", "赵青山"))


def test_the_report_of_the_district_holds_what_units_wrote(cast: Cast, visit: Browser) -> None:
    file_month(
        cast, "物业科", datetime(2026, 3, 28, 9, tzinfo=clock.ZONE), problems="夜间人手不够。", needs="请派志愿者。"
    )
    said = text_of(visit(cast.clerk).get(DISTRICT).content.decode())
    assert "1个单位在月报中反映了问题或需要协调解决的事项" in said
    assert "问题：夜间人手不够。" in said
    assert "需要协调解决：请派志愿者。" in said
    brief = text_of(visit(cast.clerk).get(f"{DISTRICT}brief/").content.decode())
    assert "夜间人手不够" not in brief


def test_a_paper_says_the_same_on_the_page_and_in_its_file(cast: Cast, visit: Browser) -> None:
    browser = visit(cast.clerk)
    for kind in ("report", "bulletin", "brief"):
        page = text_of(browser.get(f"{DISTRICT}{kind}/").content.decode())
        document = docx.Document(io.BytesIO(browser.get(f"{DISTRICT}{kind}.docx").content))
        lines = [line for paragraph in document.paragraphs for line in paragraph.text.split("\n") if len(line) > 12]
        assert len(lines) > 4
        assert [line for line in lines if line not in page] == []


def test_a_workbook_holds_the_tables_of_a_paper_with_figures_as_numbers(cast: Cast, visit: Browser) -> None:
    book = openpyxl.load_workbook(io.BytesIO(visit(cast.clerk).get(f"{DISTRICT}report.xlsx").content))
    assert book.sheetnames[:2] == ["任务完成情况表", "各单位报送情况表"]
    sheet = book["各单位报送情况表"]
    assert [cell.value for cell in sheet[2]][:4] == ["序号", "单位", "报送情况", "报送日期"]
    cell = sheet["E3"]
    assert isinstance(cell.value, int)
    assert "duties.due" in cell.comment.text
    assert "/f/duties.due?accountable=" in cell.comment.text


def test_a_pdf_of_each_paper_or_the_remedy_where_there_is_no_libreoffice(
    cast: Cast, visit: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pdf.converter(), "this test needs LibreOffice: apt-get install libreoffice-writer poppler-utils"
    browser = visit(cast.clerk)
    answer = browser.get(f"{DISTRICT}brief.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"
    monkeypatch.setattr(pdf, "PROGRAMS", ("no-such-program",))
    here = f"{DISTRICT}bulletin/"
    page = browser.get(f"{DISTRICT}bulletin.pdf", headers={"Referer": f"http://testserver{here}"}, follow=True)
    assert page.redirect_chain == [(here, 302)]
    assert "Install LibreOffice Writer" in page.content.decode()
    elsewhere = browser.get("/reports/ledger.pdf", headers={"Referer": "http://evil.example/reports/"})
    assert elsewhere.headers["Location"] == "/reports/"


def test_the_ledger_as_a_document_has_a_limit_that_says_what_to_do(
    cast: Cast, visit: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = visit(cast.clerk)
    document = docx.Document(io.BytesIO(b"".join(browser.get("/reports/ledger.docx?month=2026-03"))))  # type: ignore[call-overload]
    assert len(document.tables[0].rows) == 1 + 11
    monkeypatch.setattr("wuzha.reports.documents.MOST_ROWS", 10)
    page = browser.get("/reports/ledger.docx?month=2026-03", follow=True).content.decode()
    assert "more than 10 rows" in page
    assert "RPT104" in page
