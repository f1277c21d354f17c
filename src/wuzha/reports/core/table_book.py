"""Any list as a workbook (.xlsx) or as .csv: what a page shows, exported row by row.

Rows come from an iterator and are written as they come, so that the length of a list does not matter to memory.
Text is always written as text: a cell that begins like a formula stays what somebody typed.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wuzha.reports.core.document import Align, Table
from wuzha.reports.core.figures import Cite, Figure
from wuzha.reports.core.titles import width

Cell = str | int | float | bool | dt.date | dt.datetime | Figure | Cite | None

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Full-width signs too: a spreadsheet set to Chinese takes them for the others."""
SHEET_ROWS = 1_000_000
"""Rows of a sheet before the next one is begun (a sheet ends at 1,048,576)."""

SHEET_NAME = 31
UNNAMEABLE = re.compile(r"[\[\]:*?/\\']")
"""What the name of a sheet may not hold, and how long it may be."""

FONT = "宋体"
LINE_POINTS, ROOM_POINTS = 13.5, 4.0
ONE_LINE = LINE_POINTS + ROOM_POINTS
MOST_LINES = 30
"""No row is higher than a sheet allows (409 points)."""


class BookFormat(StrEnum):
    """The file formats of an exported list."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column: its header, its width in characters of half width (what a spreadsheet calls a character), and where
    its text stands."""

    header: str
    width: float = 14
    align: Align = Align.LEFT


def write_table(
    columns: Sequence[BookColumn],
    rows: Iterable[Sequence[Cell]],
    book_format: BookFormat,
    created: dt.datetime,
    title: str = "",
    base_url: str = "",
) -> bytes:
    """The list as the bytes of one file. Equal content and ``created`` give equal bytes."""
    if book_format is BookFormat.CSV:
        return b"".join(csv_lines(columns, rows))
    out = io.BytesIO()
    write_book(out, columns, rows, created, title, base_url)
    return out.getvalue()


def csv_lines(columns: Sequence[BookColumn], rows: Iterable[Sequence[Cell]], *, bom: bool = True) -> Iterator[bytes]:
    """The list as lines of CSV: UTF-8, with a byte order mark as spreadsheets in Chinese offices expect it."""
    yield (BOM if bom else "").encode() + _csv_line([column.header for column in columns])
    for row in rows:
        yield _csv_line([_csv_cell(cell) for cell in row])


def _csv_line(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue().encode()


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return _yes(cell)
        case Figure():
            return str(cell.value)
        case Cite():
            return cell.text
        case dt.datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case str():
            # A quotation mark before it keeps a spreadsheet from computing what a person typed.
            return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
        case _:
            return str(cell)


def write_book(
    target: BinaryIO,
    columns: Sequence[BookColumn],
    rows: Iterable[Sequence[Cell]],
    created: dt.datetime,
    title: str = "",
    base_url: str = "",
) -> None:
    """Write the list into ``target`` as .xlsx, a row at a time.

    Title row, header with filters, frozen above the rows and repeated on every printed page, A4 across. Figures
    are numbers with their code (and, with ``base_url``, the address of their rows) in a comment.
    """
    write_sheets(target, [Sheet(title, columns, rows)], created, title, base_url)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as a sheet: the title above it, its columns and rows, and the name on its tab (else the program's own)."""

    title: str
    columns: Sequence[BookColumn]
    rows: Iterable[Sequence[Cell]]
    name: str = ""


def write_sheets(
    target: BinaryIO, sheets: Iterable[Sheet], created: dt.datetime, title: str = "", base_url: str = ""
) -> None:
    """Write several lists into ``target`` as one .xlsx, each as ``write_book`` writes one."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
    formats = _Formats(book)
    for sheet in sheets:
        writer = _SheetWriter(book, formats, sheet, base_url)
        for row in sheet.rows:
            writer.row(row)
        writer.close()
    book.close()


def from_table(table: Table) -> tuple[list[BookColumn], list[Sequence[Cell]]]:
    """The columns and rows of a document's table for ``write_table``."""
    total = sum(column.width for column in table.columns)
    columns = [
        BookColumn(column.header, max(6.0, 120 * column.width / total), column.align) for column in table.columns
    ]
    return columns, [list(row) for row in table.rows]


class _Formats:
    """How cells of each kind look; one set serves every sheet of a book."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        body = {"font_name": FONT, "font_size": 10, "border": 1, "valign": "vcenter"}
        self.text: dict[Align, Format] = {
            align: book.add_format({**body, "text_wrap": True, "align": str(align)}) for align in Align
        }
        self.day: Format = book.add_format({**body, "num_format": "yyyy-mm-dd", "align": "center"})
        self.moment: Format = book.add_format({**body, "num_format": "yyyy-mm-dd hh:mm", "align": "center"})
        self.count: Format = book.add_format({**body, "num_format": "#,##0"})
        self.decimal: Format = book.add_format({**body, "num_format": "#,##0.0##"})
        self.rate: Format = book.add_format({**body, "num_format": "0.0%"})
        self.head: Format = book.add_format(
            {**body, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#EDEDED"}
        )
        self.heading: Format = book.add_format({"font_name": FONT, "font_size": 16, "bold": True, "align": "center"})


class _SheetWriter:
    """Writes rows downward and begins the next sheet when one is full."""

    def __init__(self, book: xlsxwriter.Workbook, formats: _Formats, of: Sheet, base_url: str) -> None:
        self.book, self.formats, self.base_url = book, formats, base_url
        self.columns, self.title, self.name = of.columns, of.title, UNNAMEABLE.sub("", of.name)
        self.sheets = 0
        self._new_sheet()

    def _new_sheet(self) -> None:
        self.sheets += 1
        mark = "" if self.sheets == 1 else f"（{self.sheets}）"
        name = f"{self.name[: SHEET_NAME - len(mark)]}{mark}" if self.name else ""
        self.sheet: Worksheet = self.book.add_worksheet(name)
        self.sheet.set_default_row(ONE_LINE)
        for index, column in enumerate(self.columns):
            self.sheet.set_column(index, index, column.width)
        self.header_row = 1 if self.title else 0
        if self.title:
            self.sheet.merge_range(0, 0, 0, max(1, len(self.columns) - 1), self.title, self.formats.heading)
        self.sheet.set_row(self.header_row, self._height([column.header for column in self.columns]))
        for index, column in enumerate(self.columns):
            self.sheet.write_string(self.header_row, index, column.header, self.formats.head)
        self.sheet.freeze_panes(self.header_row + 1, 0)
        self.sheet.repeat_rows(0, self.header_row)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C— &P —")
        self.next_row = self.header_row + 1

    def row(self, cells: Sequence[Cell]) -> None:
        if self.next_row > SHEET_ROWS:
            self.close()
            self._new_sheet()
        height = self._height(cells)
        if height > ONE_LINE:
            # Only these: the library keeps the height of every row that is given one.
            self.sheet.set_row(self.next_row, height)
        for index, cell in enumerate(cells):
            self._cell(index, cell)
        self.next_row += 1

    def _height(self, cells: Sequence[Cell]) -> float:
        """Points that hold the longest text: not every program fits the rows of a file that it opens."""
        lines = [
            sum(math.ceil((2 * width(line) or 1) / max(column.width - 1, 2)) for line in cell.split("\n"))
            for column, cell in zip(self.columns, cells, strict=False)
            if isinstance(cell, str) and (2 * len(cell) >= column.width or "\n" in cell)
        ]
        return LINE_POINTS * min(max(lines, default=1), MOST_LINES) + ROOM_POINTS

    def close(self) -> None:
        last = max(self.next_row - 1, self.header_row)
        self.sheet.autofilter(self.header_row, 0, last, len(self.columns) - 1)

    def _cell(self, index: int, cell: Cell) -> None:
        place = (self.next_row, index)
        match cell:
            case None:
                self.sheet.write_blank(*place, None, self.formats.text[self.columns[index].align])
            case bool():
                self.sheet.write_string(*place, _yes(cell), self.formats.text[self.columns[index].align])
            case int():
                self.sheet.write_number(*place, cell, self.formats.count)
            case float():
                self.sheet.write_number(*place, cell, self.formats.decimal)
            case dt.datetime():
                self.sheet.write_datetime(*place, cell, self.formats.moment)
            case dt.date():
                self.sheet.write_datetime(*place, cell, self.formats.day)
            case Figure():
                self.sheet.write_number(*place, cell.value, self.formats.count)
                self._note(index, cell)
            case Cite():
                self._cite(index, cell)
            case str():
                self.sheet.write_string(*place, cell, self.formats.text[self.columns[index].align])

    def _cite(self, index: int, cite: Cite) -> None:
        # What is printed is what is exported: a rate keeps the rounding that it has in the report.
        printed = cite.text.replace(",", "")
        if printed.isascii() and printed.endswith("%"):
            self.sheet.write_number(self.next_row, index, int(printed[:-1].replace(".", "")) / 1000, self.formats.rate)
        elif printed.isascii() and printed.isdigit():
            self.sheet.write_number(self.next_row, index, int(printed), self.formats.count)
        else:
            self.sheet.write_string(self.next_row, index, cite.text, self.formats.text[self.columns[index].align])
        self._note(index, cite.figure)

    def _note(self, index: int, figure: Figure) -> None:
        lines = [f"{figure.label} {figure.code}"]
        if figure.denominator is not None:
            lines.append(f"{figure.value}/{figure.denominator}")
        if self.base_url:
            lines.append(figure.address(self.base_url))
        self.sheet.write_comment(self.next_row, index, "\n".join(lines))


def _yes(flag: bool) -> str:
    return "是" if flag else "否"
