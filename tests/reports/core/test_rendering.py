import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from wuzha.problems import WuzhaError
from wuzha.reports.core import pdf
from wuzha.reports.core.document import OfficialDocument, paragraph
from wuzha.reports.core.monthly import monthly_report
from wuzha.reports.core.official import write_official

from .sample import BASE, DISTRICT_MONTH, MADE

# 28 characters on each of 22 lines fill a page; a paragraph's own indent takes two of the first line.
PAGE = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁"


def rendered_pages(document: OfficialDocument, folder: Path) -> list[str]:
    assert pdf.converter(), "this test needs LibreOffice: apt-get install libreoffice-writer poppler-utils"
    path = folder / "document.pdf"
    path.write_bytes(pdf.to_pdf(write_official(document, MADE, BASE), MADE))
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def test_rendered_documents_keep_the_grid_the_header_rows_and_the_page_numbers(tmp_path: Path) -> None:
    filler = paragraph(PAGE * 60)
    pages = rendered_pages(replace(monthly_report(DISTRICT_MONTH), blocks=(filler,)), tmp_path)
    body = [line.strip() for line in pages[1].splitlines() if line.strip()]
    assert [len(line) for line in body[:22]] == [28] * 22
    assert body[22:] == ["—2—"] or [line.replace(" ", "") for line in body[22:]] == ["—2—"]
    filings = [page for page in pages if "第 1 单位" in page or "第 40 单位" in page]
    assert len(filings) == 2
    assert all("单位" in page.split("第")[0] for page in filings)
    assert "云溪区防范办公室" in "".join(pages)
    assert "2031 年 3 月 28 日" in "".join(pages)


def test_without_libreoffice_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PROGRAMS", ("no-such-program",))
    with pytest.raises(WuzhaError) as caught:
        pdf.to_pdf(b"", MADE)
    assert [problem.code for problem in caught.value.problems] == ["RPT101"]


def test_a_converter_that_gives_nothing_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PROGRAMS", ("false",))
    with pytest.raises(WuzhaError) as caught:
        pdf.to_pdf(b"", MADE)
    assert [problem.code for problem in caught.value.problems] == ["RPT102"]


@pytest.mark.parametrize("lines", [17, 18, 19])
def test_the_signature_never_stands_alone_on_a_page(tmp_path: Path, lines: int) -> None:
    blocks = tuple(paragraph("天" * 26) for _ in range(lines))
    document = replace(monthly_report(DISTRICT_MONTH), title="月报", blocks=blocks)
    pages = rendered_pages(replace(document, attachments=()), tmp_path)
    signed = next(page for page in pages if "2031 年" in page)
    assert "天天" in signed
