"""Files of every kind become the same text; what cannot be read is refused with a reason."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from plan.core import golden, pdf_documents
from plan.core.word_documents import LEVELS, numbered, saved
from wuzha.plan.core import office, read
from wuzha.plan.core.documents import from_bytes, read_file
from wuzha.problems import WuzhaError

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
SENTENCE = "一、工作任务\n(一)入户宣传。逐户走访。(责任单位:各社区)"


def refused(name: str, data: bytes) -> str:
    with pytest.raises(WuzhaError) as caught:
        from_bytes(name, data)
    return caught.value.problems[0].code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    assert from_bytes("plan.txt", SENTENCE.encode(encoding)).text == SENTENCE


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("plan.xlsx", b"PK", "PLN903"),
        ("plan.docx", b"not a zip", "PLN904"),
        ("plan.docx", b"PK\x05\x06" + bytes(18), "PLN904"),
        ("plan.pdf", b"%PDF-1.5 broken", "PLN904"),
        ("plan.pdf", pdf_documents.scan(), "PLN907"),
        ("plan.txt", b" \n\t", "PLN905"),
        ("plan.txt", b"\xff\xff\xff\x81", "PLN906"),
        ("plan.txt", "方案\x00".encode(), "PLN906"),
        ("plan.txt", bytes(30_000_001), "PLN902"),
        ("plan.docx", saved(docx.Document()), "PLN905"),
        ("plan.docx", b"", "PLN905"),
        ("plan.docx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "PLN908"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(name: str, data: bytes, code: str) -> None:
    assert refused(name, data) == code


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WuzhaError) as caught:
        read_file(tmp_path / "none.txt")
    assert caught.value.problems[0].code == "PLN901"


def test_a_docx_without_its_document_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert refused("plan.docx", out.getvalue()) == "PLN904"


def test_word_numbers_are_printed_as_word_counts_them() -> None:
    document = docx.Document()
    item = numbered(
        document, [*LEVELS[:3], ("decimalEnclosedCircle", "%4"), ("upperLetter", "%5."), ("decimal", "%1.%6")]
    )
    for text, level in (
        ("甲", 0),
        ("乙", 1),
        ("丙", 1),
        ("丁", 2),
        ("戊", 3),
        ("己", 4),
        ("庚", 0),
        ("辛", 1),
        ("壬", 5),
    ):
        item(text, level)
    lines = from_bytes("plan.docx", saved(document)).text.split()
    assert lines == ["一、甲", "(一)乙", "(二)丙", "1.丁", "①戊", "A.己", "二、庚", "(一)辛", "二.1壬"]


def test_two_word_lists_count_apart() -> None:
    document = docx.Document()
    first, second = numbered(document), numbered(document)
    for item, text in ((first, "甲"), (second, "乙"), (first, "丙")):
        item(text, 0)
    assert from_bytes("plan.docx", saved(document)).text.split() == ["一、甲", "一、乙", "二、丙"]


def test_markdown_marks_are_not_part_of_the_text() -> None:
    document = from_bytes(
        "plan.md",
        "# 方案\n\n- **各社区**要见[网页](http://a)\n\n| 任务 | 责任单位 |\n|---|---|\n| 走访 | 物业科 |\n".encode(),
    )
    assert document.text.split() == ["方案", "各社区要见网页", "任务", "责任单位", "走访", "物业科"]
    assert [cell.of(document.text) for cell in document.tables[0].rows[1]] == ["走访", "物业科"]


def test_page_heads_numbers_and_line_breaks_of_a_pdf_are_gone() -> None:
    assert (
        golden.document("wangjiang-summer-fire.pdf").text.replace("望江街道办事处文件", "").strip()
        == pdf_documents.PLAN.strip()
    )


def test_old_formats_need_an_office_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert refused("plan.doc", b"\xd0\xcf\x11\xe0") == "PLN909"


@pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed")
def test_old_formats_are_read_through_libreoffice(tmp_path: Path) -> None:
    source = tmp_path / "plan.docx"
    source.write_bytes(golden.DOCUMENTS["qinglan-fire-safety.docx"]())
    program = shutil.which("soffice") or "libreoffice"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    plan = read(office.document_of("plan.doc", (tmp_path / "plan.doc").read_bytes()), golden.YEAR)
    assert [measure.id for measure in plan.measures] == ["二(一)", "二(二)1", "二(二)2", "二(三)"]
    assert plan.measures[0].units == ("各街道", "市公安局")
