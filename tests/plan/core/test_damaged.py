"""Documents that are damaged, built to harm, or endless: a coded problem or a plan, never anything else."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

import pytest
from docx.oxml.ns import nsdecls

from plan.core import golden
from plan.core.word_documents import drug_tasks, fire_safety
from wuzha.plan.core import problems, read
from wuzha.plan.core.documents import from_bytes
from wuzha.plan.core.source import LONGEST
from wuzha.problems import WuzhaError

BODY = "word/document.xml"


def outcome(name: str, data: bytes) -> str:
    """The code of the problem, or ``read``."""
    try:
        read(from_bytes(name, data), 2026)
    except WuzhaError as error:
        return error.problems[0].code
    return "read"


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """A .docx with one of its parts changed or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(old.read(name)) if name == part else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def body(inside: str, before: str = "") -> bytes:
    xml = f"{before}<w:document {nsdecls('w')}><w:body>{inside}</w:body></w:document>"
    return with_part(fire_safety(), BODY, lambda _: xml.encode())


@pytest.mark.parametrize("name", sorted(golden.DOCUMENTS))
def test_a_file_with_bytes_lost_or_changed_is_read_or_refused(name: str) -> None:
    chance = random.Random(name)
    whole = golden.DOCUMENTS[name]()
    for _ in range(6):
        cut = whole[: chance.randrange(len(whole))]
        changed = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        for data in (cut, bytes(changed)):
            assert outcome(name, data) == "read" or outcome(name, data).startswith("PLN9")


@pytest.mark.parametrize("part", ["word/numbering.xml", "word/styles.xml", BODY, "[Content_Types].xml"])
@pytest.mark.parametrize("value", ['w:val=""', 'w:val="99999999999"', 'w:val="x"', 'w:val="-3"', ""])
def test_a_part_with_senseless_values_is_read_or_refused(part: str, value: str) -> None:
    for made in (fire_safety, drug_tasks):
        data = with_part(made(), part, lambda xml: re.sub(rb'w:(?:val|ilvl|numId)="[^"]*"', value.encode(), xml))
        assert outcome("a.docx", data) in ("read", "PLN904", "PLN905")
        assert outcome("a.docx", with_part(made(), part, lambda _: None)) in ("read", "PLN904")


def test_a_list_that_begins_with_a_huge_number_fills_nothing() -> None:
    def roman(xml: bytes) -> bytes:
        return xml.replace(b'w:start w:val="1"', b'w:start w:val="99999999999"').replace(b"decimal", b"lowerRoman")

    document = from_bytes("a.docx", with_part(fire_safety(), "word/numbering.xml", roman))
    assert len(document.text) < LONGEST


WIDE = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY all SYSTEM "file:///etc/passwd">]>'
ROW, END = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("inside", "before", "expected"),
    [
        (WIDE, "", "PLN905"),
        ("<w:p><w:r><w:t>&all;</w:t></w:r></w:p>", OUTSIDE, "PLN905"),
        (ROW * 300 + "<w:p/>" + END * 300, "", "PLN904"),
        (ROW * 60 + "<w:p><w:r><w:t>方案</w:t></w:r></w:p>" + END * 60, "", "read"),
    ],
    ids=["a cell over all columns", "a file behind an entity", "tables without end", "tables in tables"],
)
def test_xml_that_is_built_to_harm(inside: str, before: str, expected: str) -> None:
    assert outcome("a.docx", body(inside, before)) == expected


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused_unread() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts, parts.open(BODY, "w", force_zip64=True) as part:
        for _ in range(21):
            part.write(b" " * 10_000_000)
    assert outcome("a.docx", out.getvalue()) == problems.TOO_LARGE.code


@pytest.mark.parametrize(
    "text",
    [
        "(" * 210_000,
        "1" * 210_000,
        "（责任单位：" * 40_000,
        "_" * 210_000,
        "\ufdfa" * 210_000,
    ],
    ids=["brackets", "digits", "labels", "blanks", "ligatures"],
)
def test_an_endless_text_is_read_as_far_as_the_bound_and_says_so(text: str) -> None:
    plan = read(text, 2026)
    assert problems.TOO_LONG in [problem.kind for problem in plan.problems]
    assert all(problem.source.end <= LONGEST for problem in plan.problems if problem.source)


def test_nulls_lone_surrogates_and_marks_of_order_are_read_like_nothing() -> None:
    plan = read("\ufeff\x00一、工作任务\x00\n(一)各社区\ud800要张贴海报。\udfff", 2026)
    assert [measure.id for measure in plan.measures] == ["一(一)"]
