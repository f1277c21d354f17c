"""From figures to files: the papers of a month, and the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from itertools import islice
from typing import Any, BinaryIO

from wuzha.database import statement
from wuzha.problems import Problem, WuzhaError
from wuzha.reports.core.ledger_book import Correction, LedgerRow, write_ledger
from wuzha.reports.core.ledger_paper import MOST_ROWS, ledger_paper
from wuzha.reports.core.monthly_input import MonthlyInput
from wuzha.reports.core.official import write_official
from wuzha.reports.core.paper_book import write_paper_book
from wuzha.reports.core.papers import FORMATS, FileFormat, PaperKind, composed, layout_of
from wuzha.reports.core.pdf import to_pdf
from wuzha.reports.core.problems import LEDGER_TOO_LONG, NO_SUCH_FORMAT
from wuzha.reports.core.template_fields import Layout
from wuzha.reports.core.template_render import render_template
from wuzha.reports.core.wordml import steady_archive
from wuzha.reports.core.words import KIND_WORDS, OUTCOME_WORDS
from wuzha.terms import FactKind, Grade, Interval


@dataclass(frozen=True, slots=True)
class Making:
    """How a file is made: when (the date in its properties), under which address its figures lead to their rows, and
    by which templates; a paper without one has the built-in layout."""

    created: datetime
    base_url: str = ""
    templates: Mapping[Layout, bytes] = field(default_factory=dict)


def paper_file(kind: PaperKind, month: MonthlyInput, file_format: FileFormat, making: Making) -> bytes:
    """A document of a month as a file; .docx and .xlsx of the same input and making are the same bytes.

    Raises ``WuzhaError``: RPT103 for a format in which the kind does not exist, RPT101 and RPT102 where a PDF cannot
    be made, RPT150 where its template gives no document.
    """
    check_format(kind, file_format)
    document = composed(kind, month)
    if file_format is FileFormat.XLSX:
        return steady_archive(write_paper_book(document, making.created, making.base_url), packed=False)
    layout = layout_of(kind, month)
    if template := making.templates.get(layout):
        written = render_template(template, layout, month, document, making.created, making.base_url)
    else:
        written = steady_archive(write_official(document, making.created, making.base_url), packed=False)
    return to_pdf(written, making.created) if file_format is FileFormat.PDF else written


def check_format(kind: PaperKind, file_format: FileFormat) -> None:
    """Raises ``WuzhaError`` RPT103 for a format in which the kind does not exist."""
    if file_format not in FORMATS[kind]:
        known = "、".join(FORMATS[kind])
        raise WuzhaError(Problem(NO_SUCH_FORMAT, values={"kind": kind, "format": file_format, "known": known}))


@dataclass(frozen=True, slots=True)
class LedgerSpan:
    """Which part of the ledger: of whom (with the stretch of units that are theirs), from when until when."""

    district_id: int
    unit: str
    units: Interval
    since: date
    until: date


def ledger_file(target: BinaryIO, span: LedgerSpan, file_format: FileFormat, created: datetime) -> None:
    """Write a part of the ledger into ``target``. Needs a transaction (a server-side cursor) under the reader's scope.

    An .xlsx streams, so that a year of a district fits in memory, and begins another sheet where one is full. A
    document raises ``WuzhaError`` RPT104 where it would hold more than ``MOST_ROWS`` rows.
    """
    check_format(PaperKind.LEDGER, file_format)
    found = statement("wuzha.reports", "ledger_rows").stream(
        district=span.district_id,
        since=span.since,
        until=span.until,
        unit_lo=span.units.lo,
        unit_hi=span.units.hi,
    )
    rows = _rows(found, created.tzinfo)
    if file_format is FileFormat.XLSX:
        write_ledger(target, rows, f"{span.unit}台账", created)
        return
    few = list(islice(rows, MOST_ROWS + 1))
    if len(few) > MOST_ROWS:
        raise WuzhaError(Problem(LEDGER_TOO_LONG, values={"most": f"{MOST_ROWS:,}"}))
    written = write_official(ledger_paper(span.unit, span.since, span.until, few, created.date()), created)
    target.write(to_pdf(written, created) if file_format is FileFormat.PDF else written)


def monthly_docx(month: MonthlyInput, created: datetime, base_url: str) -> bytes:
    """The monthly report in official layout; the same input and time give the same bytes."""
    return paper_file(PaperKind.REPORT, month, FileFormat.DOCX, Making(created, base_url))


def _rows(found: Iterator[Mapping[str, Any]], zone: tzinfo | None) -> Iterator[LedgerRow]:
    for row in found:
        said = [KIND_WORDS[row["kind"]], OUTCOME_WORDS.get(row["outcome"], ""), row["content"]]
        yield LedgerRow(
            at=row["occurred_at"].astimezone(zone),
            place=row["place"],
            unit=row["unit"],
            person=row["actor_name"],
            content="：".join(part for part in said if part),
            audience=row["audience"],
            material=row["material"],
            grade=Grade(row["grade"]),
            note=row["note"],
            record=str(row["id"]),
            correction=_correction(row),
        )


def _correction(row: Mapping[str, Any]) -> Correction:
    if row["corrected_by"]:
        return Correction.CORRECTED
    if row["kind"] == FactKind.WITHDRAWAL:
        return Correction.WITHDRAWS
    return Correction.CORRECTS if row["supersedes"] else Correction.NONE
