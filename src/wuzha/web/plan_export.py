"""A plan as a file to take along: the official document, the task breakdown, the list of responsibilities by unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from wuzha.plan.core import Plan, headings_of
from wuzha.reports.core.breakdown import (
    Bindings,
    breakdown_document,
    breakdown_table,
    responsibility_document,
    responsibility_table,
)
from wuzha.reports.core.official import write_official
from wuzha.reports.core.plan_document import plan_document
from wuzha.reports.core.table_book import BookFormat, from_table, write_table


class Paper(StrEnum):
    """What a plan can be written as."""

    PLAN = "plan"
    BREAKDOWN = "breakdown"
    RESPONSIBILITY = "responsibility"


class PaperFormat(StrEnum):
    """The file formats. The plan itself is a document; tables are documents or sheets."""

    DOCX = "docx"
    XLSX = "xlsx"


NAMES: Mapping[Paper, str] = {Paper.PLAN: "", Paper.BREAKDOWN: "任务分解表", Paper.RESPONSIBILITY: "责任清单"}
"""What stands behind the plan's title in the names of the files, which are Chinese papers in any language."""

MEDIA = {
    PaperFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def can_be(paper: Paper, kind: PaperFormat) -> bool:
    """Whether a paper exists in a format."""
    return paper is not Paper.PLAN or kind is PaperFormat.DOCX


def file_name(plan: Plan, paper: Paper, kind: PaperFormat) -> str:
    """A name that every file system takes."""
    title = "".join("_" if sign in '/\\:*?"<>|' or sign < " " else sign for sign in plan.title)[:80] or "方案"
    return f"{title}{NAMES[paper] and '-'}{NAMES[paper]}.{kind}"


def written(
    plan: Plan, text: str, year: int, paper: Paper, kind: PaperFormat, created: datetime, bound: Bindings | None = None
) -> bytes:
    """The bytes of the file. ``text`` is what the plan was read from, ``bound`` whom its names mean.

    Raises ``ValueError`` for a paper that does not exist in this format.
    """
    if not can_be(paper, kind):
        raise ValueError(f"{paper} is not written as {kind}")
    if kind is PaperFormat.XLSX:
        table = breakdown_table(plan) if paper is Paper.BREAKDOWN else responsibility_table(plan, bound)
        return write_table(*from_table(table), BookFormat.XLSX, created, f"{plan.title} {NAMES[paper]}")
    if paper is Paper.PLAN:
        return write_official(plan_document(plan, year, headings_of(text)), created)
    document = breakdown_document(plan) if paper is Paper.BREAKDOWN else responsibility_document(plan, bound)
    return write_official(document, created)
