"""What every reader of spreadsheets gives: numbered rows of plain cells."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, TypeAlias

Cell: TypeAlias = str | float | bool | date | None

MAX_COLUMNS = 256


class SheetRow(NamedTuple):
    """One row that holds anything; ``number`` counts from 1 as the spreadsheet program shows it."""

    number: int
    cells: list[Cell]
