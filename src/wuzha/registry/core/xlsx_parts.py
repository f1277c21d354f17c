"""The parts of an .xlsx workbook as event streams: shared strings, rows and cells, merged ranges.

Source of the format: ECMA-376 part 1, SpreadsheetML (18.3 sheets, 18.4 shared strings).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import IO
from xml.parsers import expat

from wuzha.registry.core.rows import MAX_COLUMNS, Cell, SheetRow

CHUNK = 1 << 16
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGE = re.compile(rb'mergeCell [^>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
_MERGE_MARGIN = 256

Attributes = Mapping[str, str]


class XlsxError(Exception):
    """The parts of the workbook do not fit together; the message says which."""


def parser() -> expat.XMLParserType:
    """A parser that refuses document types, and with them every entity trick."""
    new = expat.ParserCreate()
    new.buffer_text = True
    new.buffer_size = CHUNK
    new.StartDoctypeDeclHandler = _refuse_doctype
    return new


def _refuse_doctype(*_: object) -> None:
    raise XlsxError("it holds a document type declaration")


def feed(xml: expat.XMLParserType, stream: IO[bytes]) -> Iterator[None]:
    """Feed the stream in chunks; a pause after each lets the caller take what was parsed."""
    while chunk := stream.read(CHUNK):
        xml.Parse(chunk, False)
        yield
    xml.Parse(b"", True)
    yield


class _Text:
    """Collects the characters of the present item, without formulas and phonetic readings."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._kept = 0

    def mark(self) -> None:
        self._kept = len(self.pieces)

    def cut(self) -> None:
        del self.pieces[self._kept :]

    def take(self) -> str:
        text = "".join(self.pieces)
        self.pieces.clear()
        return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class StringReader:
    """Reads the shared strings (``si`` items, plain or in runs)."""

    def __init__(self) -> None:
        self._text = _Text()
        self._items: list[str] = []

    def read(self, stream: IO[bytes]) -> Iterator[str]:
        xml = parser()
        xml.StartElementHandler = self._start
        xml.EndElementHandler = self._end
        xml.CharacterDataHandler = self._text.pieces.append
        for _ in feed(xml, stream):
            yield from self._items
            self._items.clear()

    def _start(self, name: str, _attributes: Attributes) -> None:
        tag = name.rpartition(":")[2]
        if tag == "si":
            self._text.pieces.clear()
        elif tag == "rPh":
            self._text.mark()

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "si":
            self._items.append(self._text.take())
        elif tag == "rPh":
            self._text.cut()


class RowReader:
    """Reads ``row`` and ``c`` elements. Names are compared with the prefix that the root element uses."""

    def __init__(self, strings: list[str], date_styles: frozenset[str], epoch: date) -> None:
        self._strings = strings
        self._date_styles = date_styles
        self._epoch = epoch
        self._columns: dict[str, int] = {}
        self._text = _Text()
        self._rows: list[SheetRow] = []
        self._cells: list[Cell] = []
        self._cell: Attributes = {}
        self._number = 0
        self._in_data = False

    def read(self, stream: IO[bytes]) -> Iterator[list[SheetRow]]:
        """Lists of rows as the file goes by."""
        self._xml = parser()
        self._xml.StartElementHandler = self._root
        for _ in feed(self._xml, stream):
            rows, self._rows = self._rows, []
            yield rows

    def _root(self, name: str, _attributes: Attributes) -> None:
        prefix = name.removesuffix("worksheet")
        self._row, self._c, self._f, self._rph = (prefix + tag for tag in ("row", "c", "f", "rPh"))
        self._xml.StartElementHandler = self._start
        self._xml.EndElementHandler = self._end
        self._xml.CharacterDataHandler = self._text.pieces.append

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == self._c:
            self._cell = attributes
            self._text.pieces.clear()
        elif name == self._row:
            self._number = int(attributes.get("r", self._number + 1))
            self._cells = []
        elif name == self._rph:
            self._text.mark()

    def _end(self, name: str) -> None:
        if name == self._c:
            self._take_cell()
        elif name == self._f:
            self._text.pieces.clear()
        elif name == self._row:
            if any(cell is not None for cell in self._cells):
                self._rows.append(SheetRow(self._number, self._cells))
        elif name == self._rph:
            self._text.cut()

    def _take_cell(self) -> None:
        cells = self._cells
        reference = self._cell.get("r")
        if reference:
            letters = reference.rstrip("0123456789")
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = column_number(letters)
        else:
            column = len(cells)
        text = self._text.take()
        if column >= MAX_COLUMNS or not text:
            return
        while len(cells) <= column:
            cells.append(None)
        cells[column] = self._value(self._cell.get("t", "n"), text)

    def _value(self, kind: str, text: str) -> Cell:
        if kind == "s":
            return self._strings[int(text)] or None
        if kind == "n":
            number = float(text)
            if self._cell.get("s") in self._date_styles and 1 <= number < 2_958_466:
                return self._epoch + timedelta(days=int(number))
            return number
        if kind == "b":
            return text.strip() == "1"
        if kind == "d":
            return date.fromisoformat(text.strip()[:10])
        return text if text.strip() else None


class Merges:
    """Gives every cell of a merged range the value of its top left cell."""

    def __init__(self, ranges: list[tuple[int, int, int, int]]) -> None:
        self._waiting = sorted(ranges, reverse=True)
        self._open: list[tuple[int, int, int, Cell]] = []

    def fill(self, row: SheetRow) -> None:
        while self._waiting and self._waiting[-1][0] <= row.number:
            top, left, bottom, right = self._waiting.pop()
            if top == row.number and left < len(row.cells):
                self._open.append((bottom, left, right, row.cells[left]))
        if not self._open:
            return
        self._open = [merge for merge in self._open if merge[0] >= row.number]
        for _, left, right, value in self._open:
            while len(row.cells) <= right:
                row.cells.append(None)
            row.cells[left : right + 1] = [value] * (right + 1 - left)


def column_number(letters: str) -> int:
    """The number from 0 of a column: A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def merged_ranges(stream: IO[bytes]) -> list[tuple[int, int, int, int]]:
    """(top row from 1, left column from 0, bottom, right). They stand behind the rows, so this looks ahead."""
    ranges: dict[tuple[int, int, int, int], None] = {}
    tail = b""
    while chunk := stream.read(CHUNK):
        window = tail + chunk
        if b"mergeCell " in window:
            for left, top, right, bottom in (match.groups() for match in _MERGE.finditer(window)):
                last = min(column_number(right.decode()), MAX_COLUMNS - 1)
                ranges[int(top), column_number(left.decode()), int(bottom), last] = None
        tail = window[-_MERGE_MARGIN:]
    return list(ranges)
