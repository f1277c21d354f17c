"""Finding the header row of a roster and what stands under it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from wuzha.problems import Problem, WuzhaError
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.joined import joined
from wuzha.registry.core.rows import Cell, SheetRow
from wuzha.registry.core.templates import Column, RosterKind, Template
from wuzha.registry.core.text import fold

SEARCHED_ROWS = 40
_NUMBERING = frozenset({"序号", "序", "行号", "no.", "no"})
_REMARK = re.compile(r"[(\[【*:].*$")


@dataclass(frozen=True)
class Found:
    """A column of the template as it stands in the file: its position from 0 and its header there."""

    column: Column
    index: int
    header: str


@dataclass(frozen=True)
class Table:
    """A sheet understood as a roster: where its columns are, what is not read (REG106), and the rows below."""

    template: Template
    header_row: int
    found: tuple[Found, ...]
    unknown: tuple[Problem, ...]
    rows: Iterator[SheetRow]


def locate(rows: Iterable[SheetRow], template: Template) -> Table:
    """Find the header among the first rows, below any notes, and say which column stands where.

    Raises ``WuzhaError``: REG104 no header, REG105 a required column is missing, REG107 two columns with one meaning.
    """
    stream = iter(whole_rows(rows, template))
    first = list(islice(stream, SEARCHED_ROWS))
    meanings = meanings_of(template)
    best = max(first, key=lambda row: len(_recognised(row, meanings)), default=None)
    if best is None or len(_recognised(best, meanings)) < min(2, len(template.columns)):
        titles = "、".join(column.zh for column in template.columns)
        raise WuzhaError(Problem(kinds.NO_HEADER, "", {"rows": SEARCHED_ROWS, "columns": titles}))
    found, unknown = _assign(best, meanings, template)
    below = (row for row in chain(first, stream) if row.number > best.number and not repeats(row, best, found))
    return Table(template, best.number, found, unknown, below)


def place_of(row: int, index: int, header: str) -> str:
    """A cell's place in the user's words: the spreadsheet's own reference and the header, ``B12 地址``."""
    return f"{letters(index)}{row} {header}"


def letters(index: int) -> str:
    """A column as the spreadsheet program calls it: 0 → A, 25 → Z, 26 → AA."""
    written, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        written = chr(65 + rest) + written
    return written


def header_key(written: str) -> str:
    """A header as it is compared: without marks and remarks, so that ``*地址(必填)`` is ``地址``."""
    return _REMARK.sub("", fold(written).lstrip("*").replace("_", ""))


def meanings_of(template: Template) -> dict[str, Column]:
    """What each header that the template knows stands for, by its key."""
    meanings: dict[str, Column] = {}
    for column in template.columns:
        for header in (column.zh, column.name, *column.also):
            meanings.setdefault(header_key(header), column)
    return meanings


def _recognised(row: SheetRow, meanings: Mapping[str, Column]) -> set[str]:
    columns = (meanings.get(header_key(cell)) for cell in row.cells if isinstance(cell, str))
    return {column.name for column in columns if column}


def _assign(
    header: SheetRow, meanings: Mapping[str, Column], template: Template
) -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    found: dict[str, Found] = {}
    unknown: list[Problem] = []
    wrong: list[Problem] = []
    titles = "、".join(column.zh for column in template.columns)
    for index, title in title_cells(header):
        column = meanings.get(header_key(title))
        place = place_of(header.number, index, title)
        if column is None and header_key(title) in _NUMBERING:
            continue
        if column is None:
            unknown.append(Problem(kinds.UNKNOWN_COLUMN, place, {"column": title, "columns": titles}))
        elif (other := found.get(column.name)) is not None:
            both = {"column": column.zh, "first": other.header, "second": title}
            wrong.append(Problem(kinds.DOUBLE_COLUMN, place, both))
        else:
            found[column.name] = Found(column, index, title)
    missing = missing_columns(template, found)
    wrong += [Problem(kinds.MISSING_COLUMN, str(header.number), {"column": column.zh}) for column in missing]
    if wrong:
        raise WuzhaError(*wrong)
    return tuple(found.values()), tuple(unknown)


def whole_rows(rows: Iterable[SheetRow], template: Template) -> Iterable[SheetRow]:
    """The rows of a sheet as the roster wants them: addresses of households in one piece."""
    return joined(rows) if template.kind is RosterKind.HOUSEHOLDS else rows


def missing_columns(template: Template, found: Container[str]) -> list[Column]:
    """The required columns that stand nowhere, and whose value no other column implies."""
    return [
        column
        for column in template.columns
        if column.required and column.name not in found and not any(name in found for name in column.implied)
    ]


def title_cells(header: SheetRow) -> Iterator[tuple[int, str]]:
    """The header's cells that say something; a merged header counts once, where it begins."""
    before: Cell = None
    for index, cell in enumerate(header.cells):
        if isinstance(cell, str) and cell.strip() and cell != before:
            yield index, cell.strip()
        before = cell


def repeats(row: SheetRow, header: SheetRow, found: tuple[Found, ...]) -> bool:
    """Whether a row is the header over again, as on every page of a printed list or in a header of two rows."""
    at = found[0].index
    if len(row.cells) <= at or row.cells[at] != header.cells[at]:
        return False
    return all(f.index < len(row.cells) and row.cells[f.index] == header.cells[f.index] for f in found)
