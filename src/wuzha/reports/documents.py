"""From figures to files: the monthly report as .docx, the ledger as .xlsx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from typing import Any, BinaryIO

from wuzha.database import statement
from wuzha.reports.core.ledger_book import Correction, LedgerRow, write_ledger
from wuzha.reports.core.monthly import monthly_report
from wuzha.reports.core.monthly_input import MonthlyInput
from wuzha.reports.core.official import write_official
from wuzha.reports.core.words import KIND_WORDS, OUTCOME_WORDS
from wuzha.terms import FactKind, Grade, Interval


def monthly_docx(month: MonthlyInput, created: datetime, base_url: str) -> bytes:
    """The monthly report in official layout; the same input and time give the same bytes."""
    return write_official(monthly_report(month), created, base_url)


def ledger_xlsx(
    target: BinaryIO,
    district_id: int,
    *,
    since: date,
    until: date,
    units: Interval,
    title: str,
    created: datetime,
) -> None:
    """Write the ledger of a stretch of days and units; streams, so that a year of a district fits in memory.

    Needs a transaction (a server-side cursor) under the reader's scope.
    """
    found = statement("wuzha.reports", "ledger_rows").stream(
        district=district_id, since=since, until=until, unit_lo=units.lo, unit_hi=units.hi
    )
    write_ledger(target, _rows(found, created.tzinfo), title, created)


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
