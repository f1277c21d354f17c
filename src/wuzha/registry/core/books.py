"""Writing rosters as .xlsx: an empty template with drop-down lists and notes, or a roster full of rows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from wuzha.problems import Translate
from wuzha.registry.core import cells
from wuzha.registry.core.rows import Cell
from wuzha.registry.core.templates import Column, RosterKind, template_of
from wuzha.registry.core.words import main_words
from wuzha.terms import N_

LAST_ROW = 1_048_575
_NOTES_SHEET = "填写说明"
_NOTE_HEADERS = (N_("Column"), N_("Required"), N_("What to write"), N_("Example"))
_WIDE = {"address": 36, "area": 30, "name": 24, "parent": 24, "unit": 20, "aliases": 30}


def write_template(kind: RosterKind, translate: Translate = str, *, contacts: bool = False) -> bytes:
    """The empty template of a roster; ``translate`` gives the notes their language, headers are Chinese.

    ``contacts``: with the columns for contacts of households.
    """
    stream = io.BytesIO()
    write_roster(kind, (), stream, translate, contacts=contacts)
    return stream.getvalue()


def write_roster(
    kind: RosterKind,
    rows: Iterable[Mapping[str, Cell]],
    target: Path | BinaryIO,
    translate: Translate = str,
    *,
    contacts: bool = False,
) -> int:
    """Write rows (column name → cell, in the roster's own words) and return how many there were.

    Rows are written as they come, so memory stays flat. Text columns are formatted as text, so that a
    spreadsheet program does not make dates of house numbers. A sheet ends after 1,048,575 rows; a longer
    roster raises ``ValueError``.
    """
    template = template_of(kind, contacts=contacts)
    written = 0
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(template.zh)
        _prepare(book, sheet, template.columns)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for written, row in enumerate(rows, start=1):
            if written > LAST_ROW:
                raise ValueError("a sheet holds at most 1,048,575 rows below its header")
            for index, column in enumerate(template.columns):
                cell = row.get(column.name)
                if isinstance(cell, date):
                    sheet.write_datetime(written, index, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(written, index, cell)
                elif cell is not None:
                    sheet.write_number(written, index, cell)
        _write_notes(book, template.columns, translate)
    return written


def _prepare(book: Any, sheet: Any, columns: tuple[Column, ...]) -> None:
    """Header, formats, widths and drop-down lists."""
    plain = {"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "num_format": "@"}
    optional, required = book.add_format(plain), book.add_format(plain | {"bg_color": "#FFE9C7"})
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, _WIDE.get(column.name, 14), day if column.parse is cells.day else text)
        title = f"*{column.zh}" if column.required else column.zh
        sheet.write_string(0, index, title, required if column.required else optional)
        if column.choices:
            words = list(main_words(column.choices).values())
            # Other words are understood as well, so the list advises and does not forbid.
            sheet.data_validation(
                1, index, LAST_ROW, index, {"validate": "list", "source": words, "error_type": "information"}
            )


def _write_notes(book: Any, columns: tuple[Column, ...], translate: Translate) -> None:
    sheet = book.add_worksheet(_NOTES_SHEET)
    bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, 2, 60, wrap)
    sheet.set_column(3, 3, 28)
    sheet.write_row(0, 0, [translate(header) for header in _NOTE_HEADERS], bold)
    for number, column in enumerate(columns, start=1):
        words = "、".join(main_words(column.choices).values())
        note = " ".join(part for part in (translate(column.note) if column.note else "", words) if part)
        required = translate(N_("yes")) if column.required else ""
        sheet.write_row(number, 0, [column.zh, required, note, column.example])
