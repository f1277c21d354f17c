"""Somebody's own columns: which sheet, which row is the header, which column holds what. A header tells them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, islice
from typing import Any

from wuzha.problems import Problem, WuzhaError
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.header import (
    SEARCHED_ROWS,
    Found,
    Table,
    header_key,
    meanings_of,
    missing_columns,
    repeats,
    title_cells,
    whole_rows,
)
from wuzha.registry.core.rows import Cell, SheetRow
from wuzha.registry.core.templates import Template

Columns = Mapping[str, int]
"""Name of a template's column → position in the sheet, from 0."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet's values stand. ``header_row`` is the number that the spreadsheet program shows."""

    sheet: str
    header_row: int
    columns: Columns

    def as_dict(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "header_row": self.header_row, "columns": dict(self.columns)}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Layout | None:
        """What ``as_dict`` stored; ``None`` for nothing."""
        return cls(stored["sheet"], stored["header_row"], stored["columns"]) if stored else None


def headers_of(row: SheetRow) -> list[str]:
    """The header's titles by position; empty where a column has none."""
    written = [cell.strip() if isinstance(cell, str) else "" for cell in row.cells]
    while written and not written[-1]:
        written.pop()
    return written


def fingerprint(row: SheetRow) -> str:
    """32 characters that stand for a header: width, case, marks and remarks of its titles make no difference."""
    keys = "\x1f".join(header_key(title) for title in headers_of(row))
    return blake2b(keys.encode(), digest_size=16).hexdigest()


def recognise(rows: Iterable[SheetRow], known: Mapping[str, Columns]) -> tuple[int, Columns] | None:
    """The number of the row whose header is remembered (``known``: fingerprint → columns), and its columns."""
    for row in islice(rows, SEARCHED_ROWS):
        if len([title for title in headers_of(row) if title]) >= 2 and (columns := known.get(fingerprint(row))):
            return row.number, columns
    return None


def suggest(row: SheetRow, template: Template) -> dict[str, int]:
    """Which column of a header probably holds what: the names it knows, then names that hold one another."""
    meanings = meanings_of(template)
    found: dict[str, int] = {}
    rest: list[tuple[int, str]] = []
    for index, title in title_cells(row):
        column = meanings.get(key := header_key(title))
        if column is None:
            rest.append((index, key))
        else:
            found.setdefault(column.name, index)
    for index, key in rest:
        fitting = {c.name for known, c in meanings.items() if len(known) > 1 and (known in key or key in known)}
        fitting -= found.keys()
        if len(key) > 1 and len(fitting) == 1:
            found[fitting.pop()] = index
    return found


def laid_out(rows: Iterable[SheetRow], template: Template, layout: Layout) -> Table:
    """The table below the header, its columns as somebody laid them out.

    Raises ``WuzhaError``: REG104 the header row is not there, REG105 a required column has no place.
    """
    stream = iter(whole_rows(rows, template))
    first = list(islice(stream, SEARCHED_ROWS))
    header = next((row for row in first if row.number == layout.header_row), None)
    if header is None:
        names = "、".join(column.zh for column in template.columns)
        raise WuzhaError(Problem(kinds.NO_HEADER, "", {"rows": SEARCHED_ROWS, "columns": names}))
    found = tuple(_found(template, layout.columns, header.cells))
    placed = {one.column.name for one in found}
    missing = missing_columns(template, placed)
    if missing:
        place = str(header.number)
        raise WuzhaError(*(Problem(kinds.MISSING_COLUMN, place, {"column": column.zh}) for column in missing))
    rest = chain(first, stream)
    below = (row for row in rest if row.number > header.number and not repeats(row, header, found))
    return Table(template, header.number, found, (), below)


def _found(template: Template, columns: Columns, cells: Sequence[Cell]) -> Iterator[Found]:
    for column in template.columns:
        index = columns.get(column.name)
        if index is not None:
            title = cells[index] if index < len(cells) else None
            # Whoever took a row of data for the header shall not read a person's name in every message.
            yield Found(column, index, column.zh if column.private else str(title or column.zh))
