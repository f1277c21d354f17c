"""The files of a locked report: made again from what was frozen with it, and held against their checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from wuzha.reports.core.document import plain_lines
from wuzha.reports.core.monthly_input import MonthlyInput, thaw
from wuzha.reports.core.papers import DOCUMENTS, FORMATS, FileFormat, PaperKind, composed, layout_of
from wuzha.reports.core.pdf import NO_WORDS, pdf_words
from wuzha.reports.documents import Making, paper_file
from wuzha.reports.models import Step
from wuzha.reports.templates import by_checksum

STEADY = (FileFormat.DOCX, FileFormat.XLSX)
"""The formats that are the same bytes wherever they are made. A PDF depends on the machine's fonts."""
SOFTWARE = ("wuzha", "python-docx", "docxtpl", "lxml", "XlsxWriter")
"""What writes the files. Kept beside the checksums: a file that differs may have been made by other versions."""


@dataclass(frozen=True, slots=True)
class Remade:
    """A file that was made again: of which paper, its bytes, and the checksum that was kept when it was frozen."""

    kind: PaperKind
    file_format: FileFormat
    content: bytes
    kept: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def same(self) -> bool:
        """Whether it is bit for bit what it was; without a kept checksum nobody can tell."""
        return self.kept == self.sha256


def frozen_files(content: Mapping[str, Any], making: Making) -> dict[str, Any]:
    """What is kept of the files of a report that is locked now: how they are made, and the checksum of each."""
    month = thaw(content)
    return {
        "making": {"created": making.created.isoformat(), "base_url": making.base_url},
        "templates": {
            layout: hashlib.sha256(making.templates[layout]).hexdigest()
            for layout in sorted({layout_of(kind, month) for kind in _kinds(month)} & set(making.templates))
        },
        "software": {name: version(name) for name in SOFTWARE},
        "sha256": {
            _key(kind, one): hashlib.sha256(paper_file(kind, month, one, making)).hexdigest()
            for kind, one in _steady_files(month)
        },
    }


def making_of(step: Step) -> Making:
    """How the files of a frozen step are made. One from before checksums were kept is dated by its step."""
    kept = step.detail.get("making")
    if kept is None:
        return Making(step.at)
    templates = by_checksum(step.district_id, step.detail.get("templates", {}))
    return Making(datetime.fromisoformat(kept["created"]), kept["base_url"], templates)


def templates_of(step: Step) -> Mapping[str, str]:
    """The checksums of the templates that made the files of a locked report, by paper; none: the built-in layout."""
    found: Mapping[str, str] = step.detail.get("templates", {})
    return found


def checksums(step: Step) -> Mapping[str, str]:
    """The kept checksums by file, as ``report.docx``; none where the report was locked before they were kept."""
    found: Mapping[str, str] = step.detail.get("sha256", {})
    return found


def remade(step: Step) -> Iterator[Remade]:
    """Every file of a locked report, made again. Compare with ``same``."""
    if step.snapshot is None:
        return
    month, making, kept = thaw(step.snapshot.content), making_of(step), checksums(step)
    for kind, one in _steady_files(month):
        yield Remade(kind, one, paper_file(kind, month, one, making), kept.get(_key(kind, one), ""))


def other_software(step: Step) -> Mapping[str, tuple[str, str]]:
    """What writes files now in another version than when the report was locked: then and now by name."""
    then: Mapping[str, str] = step.detail.get("software", {})
    now = {name: version(name) for name in then}
    return {name: (then[name], now[name]) for name in then if then[name] != now[name]}


def missing_words(kind: PaperKind, month: MonthlyInput, content: bytes) -> list[str]:
    """The lines and cells of a paper that its PDF does not print: how a PDF is verified without its bytes."""
    printed = pdf_words(content)
    pieces = (piece for line in plain_lines(composed(kind, month)) for piece in line.split("\t"))
    return [piece for piece in pieces if NO_WORDS.sub("", piece) not in printed]


def _steady_files(month: MonthlyInput) -> Iterator[tuple[PaperKind, FileFormat]]:
    for kind in _kinds(month):
        yield from ((kind, one) for one in FORMATS[kind] if one in STEADY)


def _kinds(month: MonthlyInput) -> tuple[PaperKind, ...]:
    return DOCUMENTS if month.district else (PaperKind.REPORT,)


def _key(kind: PaperKind, file_format: FileFormat) -> str:
    return f"{kind}.{file_format}"
