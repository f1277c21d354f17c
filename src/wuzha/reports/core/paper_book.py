"""The tables of an official document as a workbook: a sheet each, figures as numbers with their codes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

from wuzha.reports.core.document import Block, Column, OfficialDocument, Table, marked_attachments
from wuzha.reports.core.table_book import Sheet, from_table, write_sheets


def write_paper_book(document: OfficialDocument, created: dt.datetime, base_url: str = "") -> bytes:
    """Every table of the document, in its order, as the bytes of an .xlsx file; the same input gives the same bytes.

    A document without a table gives one sheet that says so.
    """
    title = document.title.replace("\n", "")
    sheets = list(_sheets(document, title)) or [Sheet(title, *from_table(_nothing()), name="说明")]
    out = io.BytesIO()
    write_sheets(out, sheets, created, title, base_url)
    return out.getvalue()


def _sheets(document: OfficialDocument, title: str) -> Iterator[Sheet]:
    parts: list[tuple[str, tuple[Block, ...]]] = [(title, document.blocks)]
    parts += [(attachment.title, attachment.blocks) for _mark, attachment in marked_attachments(document)]
    for name, blocks in parts:
        tables = [block for block in blocks if isinstance(block, Table)]
        for number, table in enumerate(tables, 1):
            columns, rows = from_table(table)
            heading = table.caption or name
            yield Sheet(f"{title} {heading}", columns, rows, name=heading if len(tables) == 1 else f"{heading}{number}")


def _nothing() -> Table:
    return Table((Column("说明", 1),), (("本期没有列表。",),))
