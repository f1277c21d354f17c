"""Opening a spreadsheet whatever its format: .xlsx and .csv as streams, .xls and .ods through calamine.

The format is told by the content, never by the file's name.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO, Literal, Protocol
from xml.parsers import expat

import python_calamine as calamine

from wuzha.problems import Problem, WuzhaError
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.rows import MAX_COLUMNS, Cell, SheetRow
from wuzha.registry.core.xlsx import XlsxBook
from wuzha.registry.core.xlsx_parts import CHUNK, XlsxError


class Openable(Protocol):
    """What can be opened as a file as often as needed: a path, or a file that lies sealed."""

    def open(self, mode: Literal["rb"], /) -> io.BufferedReader: ...


Source = Openable | str | bytes
Rows = Callable[[], Iterator[SheetRow]]
Height = Callable[[], int | None]

_DAMAGE = (
    XlsxError,
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    calamine.CalamineError,
    csv.Error,
    ValueError,
    LookupError,
    EOFError,
    NotImplementedError,  # zipfile: a compression method it does not know
)
_OLE = b"\xd0\xcf\x11\xe0"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Sheet:
    """One sheet, ready to be read as often as needed; ``names`` are all visible sheets of the file.

    ``height`` gives about how many rows there are, for a progress bar; ``None`` where the file does not say.
    """

    name: str
    names: tuple[str, ...]
    rows: Rows
    height: Height

    def __iter__(self) -> Iterator[SheetRow]:
        """The rows that hold anything. Raises ``WuzhaError`` (REG101) where the file turns out damaged."""
        try:
            yield from self.rows()
        except _DAMAGE as error:
            raise _unreadable(error) from error


def open_sheet(source: Source, name: str | None = None) -> Sheet:
    """Open a file (path, or its bytes) at the named sheet, or at its first visible one.

    Raises ``WuzhaError``: REG101 damaged, REG102 not a spreadsheet, REG103 no such sheet, REG108 protected.
    """
    with _open(source) as stream:
        head = stream.read(4)
    try:
        if head.startswith(_OLE):
            books = _calamine_sheets(source)
        elif head.startswith(b"PK"):
            books = _zip_sheets(source)
        else:
            books = {"csv": (_csv_rows(source), lambda: _lines(source))}
    except calamine.PasswordError as error:
        raise WuzhaError(Problem(kinds.PROTECTED)) from error
    except _DAMAGE as error:
        if head.startswith(_OLE) and _encrypted(source):
            raise WuzhaError(Problem(kinds.PROTECTED)) from error
        raise _unreadable(error) from error
    chosen = name if name is not None else next(iter(books))
    if chosen not in books:
        raise WuzhaError(Problem(kinds.NO_SUCH_SHEET, "", {"name": chosen, "sheets": "、".join(books)}))
    return Sheet(chosen, tuple(books), *books[chosen])


def _zip_sheets(source: Source) -> dict[str, tuple[Rows, Height]]:
    with _open(source) as stream, zipfile.ZipFile(stream) as archive:
        members = set(archive.namelist())
    if "xl/workbook.xml" not in members:
        if "content.xml" in members or "xl/workbook.bin" in members:
            return _calamine_sheets(source)
        raise WuzhaError(Problem(kinds.UNKNOWN_FORMAT))
    with _open(source) as stream:
        names = XlsxBook(stream).names
    return {name: (_xlsx_rows(source, name), _xlsx_height(source, name)) for name in names}


def _xlsx_rows(source: Source, name: str) -> Rows:
    def rows() -> Iterator[SheetRow]:
        with _open(source) as stream:
            yield from XlsxBook(stream).rows(name)

    return rows


def _xlsx_height(source: Source, name: str) -> Height:
    def height() -> int | None:
        with _open(source) as stream:
            return XlsxBook(stream).height(name)

    return height


def _calamine_sheets(source: Source) -> dict[str, tuple[Rows, Height]]:
    """The old and the open formats, loaded whole (an .xls sheet ends at 65,536 rows anyway)."""
    with _open(source) as stream:
        book = calamine.load_workbook(stream)
    visible = [m.name for m in book.sheets_metadata if m.visible == calamine.SheetVisibleEnum.Visible]
    return {name: (_calamine_rows(book, name), _calamine_height(book, name)) for name in visible}


def _calamine_rows(book: calamine.CalamineWorkbook, name: str) -> Rows:
    def rows() -> Iterator[SheetRow]:
        sheet = book.get_sheet_by_name(name)
        left: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
        merged = _Merged(sheet.merged_cell_ranges or ())
        for number, values in enumerate(sheet.iter_rows(), start=1):
            cells = (left + [_plain(value) for value in values])[:MAX_COLUMNS]
            merged.fill(number - 1, cells)
            if any(cell is not None for cell in cells):
                yield SheetRow(number, cells)

    return rows


class _Merged:
    """The merged cells of a sheet, row after row: each has the value of its first, as in an .xlsx."""

    def __init__(self, ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        self._coming = sorted(ranges, reverse=True)
        self._open: list[tuple[int, range, Cell]] = []

    def fill(self, row: int, cells: list[Cell]) -> None:
        """Fill the cells of this row; rows come in their order."""
        self._open = [one for one in self._open if one[0] >= row]
        while self._coming and self._coming[-1][0][0] <= row:
            (_top, left), (bottom, right) = self._coming.pop()
            value = cells[left] if left < len(cells) else None
            self._open.append((bottom, range(left, min(right + 1, len(cells))), value))
        for _bottom, columns, value in self._open:
            for at in columns:
                cells[at] = value


def _calamine_height(book: calamine.CalamineWorkbook, name: str) -> Height:
    return lambda: book.get_sheet_by_name(name).total_height


def _plain(value: object) -> Cell:
    if isinstance(value, str | bool | float):
        return value if value != "" else None
    if isinstance(value, int):
        return float(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return None


def _csv_rows(source: Source) -> Rows:
    encoding = _encoding(source)

    def rows() -> Iterator[SheetRow]:
        with _open(source) as stream, io.TextIOWrapper(stream, encoding, errors="strict", newline="") as text:
            sample = text.read(4096)
            text.seek(0)
            delimiter = max(",\t;", key=sample.count)
            reader = csv.reader(text, delimiter=delimiter)
            for values in reader:
                cells: list[Cell] = [value if value.strip() else None for value in values[:MAX_COLUMNS]]
                if any(cell is not None for cell in cells):
                    yield SheetRow(reader.line_num, cells)

    return rows


def _lines(source: Source) -> int:
    with _open(source) as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(CHUNK), b""))


def _encoding(source: Source) -> str:
    """UTF-8 if the whole file is UTF-8, else GB18030, which is what Chinese Excel writes. Raises for binary."""
    with _open(source) as stream:
        head = stream.read(4)
        for mark, name in _BOMS:
            if head.startswith(mark):
                return name
        decoder = codecs.getincrementaldecoder("utf-8")()
        encoding, chunk = "utf-8", head
        while chunk:
            if b"\0" in chunk:
                raise WuzhaError(Problem(kinds.UNKNOWN_FORMAT))
            if encoding == "utf-8":
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    encoding = "gb18030"
            chunk = stream.read(CHUNK)
    return encoding


def _open(source: Source) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    return (Path(source) if isinstance(source, str) else source).open("rb")


def _encrypted(source: Source) -> bool:
    """Whether an OLE container holds a workbook under a password (MS-OFFCRYPTO); calamine says so of paths only."""
    with _open(source) as stream:
        return "EncryptedPackage".encode("utf-16-le") in stream.read()


def _unreadable(error: Exception) -> WuzhaError:
    return WuzhaError(Problem(kinds.UNREADABLE, "", {"reason": str(error)}))
