"""The papers of a month: their kinds, what each is called, and in which file formats it exists."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from wuzha.reports.core.brief import leader_brief
from wuzha.reports.core.bulletin import bulletin
from wuzha.reports.core.document import OfficialDocument
from wuzha.reports.core.monthly import monthly_report
from wuzha.reports.core.monthly_input import MonthlyInput
from wuzha.reports.core.template_fields import Layout


class PaperKind(StrEnum):
    """What a month can be written as. The ledger is rows, the others are documents made of a ``MonthlyInput``."""

    REPORT = "report"  # 月报: of a unit, or the consolidated one of the district
    BULLETIN = "bulletin"  # 通报
    BRIEF = "brief"  # 领导要点
    LEDGER = "ledger"  # 台账


class FileFormat(StrEnum):
    """The file formats. A workbook holds the tables of a document, one a sheet."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


DOCUMENTS = (PaperKind.REPORT, PaperKind.BULLETIN, PaperKind.BRIEF)
"""The kinds that are documents, with sentences and a layout of their own."""

FORMATS: Mapping[PaperKind, tuple[FileFormat, ...]] = {
    PaperKind.REPORT: (FileFormat.DOCX, FileFormat.PDF, FileFormat.XLSX),
    PaperKind.BULLETIN: (FileFormat.DOCX, FileFormat.PDF, FileFormat.XLSX),
    PaperKind.BRIEF: (FileFormat.DOCX, FileFormat.PDF),
    PaperKind.LEDGER: (FileFormat.XLSX, FileFormat.DOCX, FileFormat.PDF),
}
"""The formats in which each exists, the usual one first. The brief is one page without a table."""

LAYOUT_KINDS: Mapping[Layout, PaperKind] = {
    Layout.UNIT: PaperKind.REPORT,
    Layout.DISTRICT: PaperKind.REPORT,
    Layout.BULLETIN: PaperKind.BULLETIN,
    Layout.BRIEF: PaperKind.BRIEF,
}
"""The kind of each paper that has a template of its own."""

NAMES: Mapping[PaperKind, str] = {
    PaperKind.REPORT: "月报",
    PaperKind.BULLETIN: "通报",
    PaperKind.BRIEF: "工作要点",
    PaperKind.LEDGER: "台账",
}
"""What stands in the names of files, which are Chinese papers in any language."""

MEDIA: Mapping[FileFormat, str] = {
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def layout_of(kind: PaperKind, month: MonthlyInput) -> Layout:
    """The template of a document: that of a unit's report differs from that of the district's."""
    if kind is PaperKind.REPORT:
        return Layout.DISTRICT if month.district else Layout.UNIT
    return Layout(kind.value)


def composed(kind: PaperKind, month: MonthlyInput) -> OfficialDocument:
    """The document of a month. ``KeyError`` for the ledger, which is none."""
    makers = {PaperKind.REPORT: monthly_report, PaperKind.BULLETIN: bulletin, PaperKind.BRIEF: leader_brief}
    return makers[kind](month)
