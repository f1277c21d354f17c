"""PDF files that hold text: page heads, page numbers and line wraps are taken out. Scans are refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2  # type: ignore[import-untyped]  # ships no types

from wuzha.plan.core import problems
from wuzha.plan.core.source import LONGEST, Document
from wuzha.problems import Problem, WuzhaError

_PAGE_NUMBER = re.compile(r"[\s\-—–·.]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/,,]?\s*共?\s*\d{1,4}\s*页?)?)[\s\-—–·.]*")
_STARTS_CLAUSE = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}[、章条]|[((][一二三四五六七八九十\d]{1,3}[))]|\d{1,2}[.、.]|[①-⑳]|附件)"
)
_ENDS = "。;;::!?!?"
_EDGE = 2
_FEWEST_LETTERS = 10


def document_of(name: str, data: bytes) -> Document:
    """The document in the bytes of a PDF. Raises :class:`WuzhaError` for damaged, locked and scanned files."""
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise WuzhaError(Problem(problems.LOCKED_FILE if locked else problems.BROKEN_FILE, name)) from error
    try:
        pages = list(_pages(file))
    except pypdfium2.PdfiumError as error:
        raise WuzhaError(Problem(problems.BROKEN_FILE, name)) from error
    finally:
        file.close()
    letters = sum(len(line.strip()) for page in pages for line in page)
    if pages and letters < _FEWEST_LETTERS * len(pages):
        raise WuzhaError(Problem(problems.SCAN, name, {"pages": len(pages)}))
    return Document(name, "\n".join(_paragraphs(_without_heads(pages))))


def _pages(file: pypdfium2.PdfDocument) -> Iterator[list[str]]:
    """The lines of each page, as far as anything is read at all."""
    length = 0
    for page in file:
        text = page.get_textpage().get_text_range()
        yield text.splitlines()
        length += len(text)
        if length > 2 * LONGEST:
            return


def _without_heads(pages: Sequence[Sequence[str]]) -> list[str]:
    """The lines of all pages without page numbers and without what stands at the edge of most pages."""
    repeated = Counter(_shape(line) for page in pages for line in {*page[:_EDGE], *page[-_EDGE:]})
    lines: list[str] = []
    for page in pages:
        for index, line in enumerate(page):
            edge = index < _EDGE or index >= len(page) - _EDGE
            running = repeated[_shape(line)] > max(1, len(pages) / 2)
            if line.strip() and not (edge and (running or _PAGE_NUMBER.fullmatch(line))):
                lines.append(line.strip())
    return lines


def _shape(line: str) -> str:
    return re.sub(r"\d+|\s+", "", line)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines that fill the page's width go on in the next one, unless that opens a clause."""
    width = max((len(line) for line in lines), default=0)
    text = ""
    for index, line in enumerate(lines):
        text += line
        following = lines[index + 1] if index + 1 < len(lines) else ""
        full = len(line) >= 0.85 * width and line[-1] not in _ENDS
        if not full or _STARTS_CLAUSE.match(following):
            yield text
            text = ""
    if text:
        yield text
