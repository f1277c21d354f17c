"""The ledger (台账) as a workbook: one row an action, from an iterator of any length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from wuzha.reports.core.table_book import BookColumn, Cell, write_book
from wuzha.terms import Grade


class Correction(StrEnum):
    """Whether a row stands, was corrected or withdrawn by a newer one, or corrects or withdraws an older one."""

    NONE = "none"
    CORRECTED = "corrected"
    CORRECTS = "corrects"
    WITHDRAWS = "withdraws"


CORRECTION_WORDS = {
    Correction.NONE: "",
    Correction.CORRECTED: "已被更正或撤回",
    Correction.CORRECTS: "更正前条",
    Correction.WITHDRAWS: "撤回前条",
}

COLUMNS = (
    BookColumn("序号", 7),
    BookColumn("时间", 17),
    BookColumn("地点", 24),
    BookColumn("责任单位", 20),
    BookColumn("责任人", 10),
    BookColumn("内容", 36),
    BookColumn("受众（人次）", 10),
    BookColumn("材料", 18),
    BookColumn("佐证等级", 9),
    BookColumn("备注", 22),
    BookColumn("更正", 10),
    BookColumn("记录编号", 38),
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One action as the ledger prints it. ``at`` is local time; ``record`` the fact's id."""

    at: dt.datetime
    place: str
    unit: str
    person: str
    content: str
    audience: int
    material: str
    grade: Grade
    note: str
    record: str
    correction: Correction = Correction.NONE


def write_ledger(target: BinaryIO, rows: Iterable[LedgerRow], title: str, created: dt.datetime) -> None:
    """Write the ledger into ``target`` as .xlsx. The ordinal counts the rows in the order they come."""
    numbered = (_cells(ordinal, row) for ordinal, row in enumerate(rows, 1))
    write_book(target, COLUMNS, numbered, created, title)


def _cells(ordinal: int, row: LedgerRow) -> list[Cell]:
    return [
        ordinal,
        row.at,
        row.place,
        row.unit,
        row.person,
        row.content,
        row.audience or None,
        row.material,
        str(row.grade),
        row.note,
        CORRECTION_WORDS[row.correction],
        row.record,
    ]
