"""The ledger (台账) as a document across the sheet, for printing and signing; a long one is a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from wuzha.reports.core.document import Align, Column, OfficialDocument, Signature, Table, day_span, paragraph
from wuzha.reports.core.figures import NOTHING
from wuzha.reports.core.ledger_book import CORRECTION_WORDS, LedgerRow

MOST_ROWS = 2000
"""Rows that a document takes: some 150 sheets of paper. More of them are read in a workbook."""


def ledger_paper(
    unit: str, since: dt.date, until: dt.date, rows: Sequence[LedgerRow], signed_on: dt.date
) -> OfficialDocument:
    """The rows as a table: who did what, where and when, for whom, with what, on what evidence."""
    columns = (
        Column("序号", 34, Align.CENTER),
        Column("时间", 58, Align.CENTER),
        Column("地点", 104),
        Column("责任单位", 78),
        Column("责任人", 56, Align.CENTER),
        Column("内容", 130),
        Column("受众", 34, Align.RIGHT),
        Column("材料", 70),
        Column("佐证等级", 30, Align.CENTER),
        Column("备注", 44),
    )
    cells = tuple(_cells(ordinal, row) for ordinal, row in enumerate(rows, 1))
    body = Table(columns, cells) if cells else paragraph("统计期内没有台账记录。")
    title = f"{unit}\n工作台账（{day_span(since, until)}）"
    return OfficialDocument(title, (body,), Signature(unit, signed_on), landscape=True)


def _cells(ordinal: int, row: LedgerRow) -> tuple[str, ...]:
    note = "；".join(part for part in (row.note, CORRECTION_WORDS[row.correction]) if part)
    return (
        str(ordinal),
        f"{row.at:%m-%d %H:%M}",
        row.place,
        row.unit,
        row.person,
        row.content,
        f"{row.audience:,}" if row.audience else NOTHING,
        row.material,
        row.grade,
        note,
    )
