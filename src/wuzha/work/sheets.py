"""Spreadsheets of work: the empty template, and a filled-in one as records to be sent."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

import xlsxwriter

from wuzha.database import statement
from wuzha.problems import Problem, Translate, WuzhaError
from wuzha.registry.core.sheets import Source, open_sheet
from wuzha.registry.core.words import main_words
from wuzha.terms import N_
from wuzha.work.core import problems as kinds
from wuzha.work.core.sheet import COLUMNS, SheetColumn, SheetEntry, read_rows

MOST_ROWS = 20_000
_SHEET = "工作记录"
_NOTES = "填写说明"
_NOTE_HEADERS = (N_("Column"), N_("Required"), N_("What to write"), N_("Example"))
_WIDE = {"target": 28, "content": 36, "material": 20, "note": 24, "id": 38}


@dataclass(slots=True)
class WorkSheet:
    """A sheet read: the records with the cells that they come from, and what stands against the other rows."""

    entries: list[SheetEntry] = field(default_factory=list)
    sent: list[Mapping[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    bad: int = 0

    def refuse(self, *problems: Problem) -> None:
        """Count a row that cannot be recorded, with its reasons."""
        self.bad += 1
        self.problems.extend(problems)


def read_sheet(district_id: int, source: Source, now: datetime) -> WorkSheet:
    """Understand a file of any spreadsheet format under the sender's scope; nothing is recorded.

    Raises ``WuzhaError`` where it cannot be read as a sheet of work at all (WRK201, WRK202, WRK206, REG101 ff.).
    """
    found = list(islice(read_rows(open_sheet(source), now.tzinfo), MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        raise WuzhaError(Problem(kinds.TOO_MANY_ROWS, values={"most": MOST_ROWS}))
    sheet = WorkSheet()
    seen: dict[str, int] = {}
    entries: list[SheetEntry] = []
    for one in found:
        if isinstance(one, list):
            sheet.refuse(*one)
        elif (first := seen.setdefault(one.sent["id"], one.number)) != one.number:
            sheet.refuse(Problem(kinds.SAME_ROW, str(one.number), {"row": first}))
        else:
            entries.append(one)
    _resolve(district_id, entries, sheet)
    return sheet


def _resolve(district_id: int, entries: Sequence[SheetEntry], sheet: WorkSheet) -> None:
    targets = _find(district_id, [(e.number, str(e.sent["target_kind"]), e.target, e.area) for e in entries])
    units = _find(district_id, [(e.number, "unit", e.unit, "") for e in entries if e.unit])
    for entry in entries:
        wrong = [
            _not_one(found.get(entry.number), entry.place(name), written)
            for name, written, found in (("target", entry.target, targets), ("unit", entry.unit, units))
            if written and found.get(entry.number, (0, 0))[0] != 1
        ]
        if wrong:
            sheet.refuse(*wrong)
            continue
        unit = {"unit_id": units[entry.number][1]} if entry.unit else {}
        sheet.entries.append(entry)
        sheet.sent.append({**entry.sent, "target_id": targets[entry.number][1], **unit})


def _find(district_id: int, wanted: Sequence[tuple[int, str, str, str]]) -> dict[int, tuple[int, int]]:
    """Of each row how many targets fit, and the number of one."""
    names = ("number", "kind", "name", "area")
    # A path such as 松涛街道/锦绣苑 is known by its last part.
    rows = [dict(zip(names, (*row[:3], row[3].split("/")[-1].strip()), strict=True)) for row in wanted]
    found = statement("wuzha.work", "find_targets").rows(
        district=district_id, wanted=json.dumps(rows, ensure_ascii=False)
    )
    return {row["number"]: (row["count"], row["id"]) for row in found}


def _not_one(found: tuple[int, int] | None, place: str, name: str) -> Problem:
    if found is None:
        return Problem(kinds.NOT_IN_REGISTRY, place, {"name": name})
    return Problem(kinds.SEVERAL_IN_REGISTRY, place, {"name": name, "count": found[0]})


def write_template(translate: Translate = str) -> bytes:
    """The empty workbook with drop-down lists; headers are Chinese, the notes speak the language of ``translate``."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet(_SHEET)
        plain = {"bold": True, "bottom": 1, "bg_color": "#E8EEF4"}
        optional, required = book.add_format(plain), book.add_format(plain | {"bg_color": "#FFE9C7"})
        text = book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(COLUMNS):
            sheet.set_column(index, index, _WIDE.get(column.name, 13), text)
            title = f"*{column.zh}" if column.required else column.zh
            sheet.write_string(0, index, title, required if column.required else optional)
            if column.words:
                # Other words are understood as well, so the list advises and does not forbid.
                listed = {"validate": "list", "source": _main(column), "error_type": "information"}
                sheet.data_validation(1, index, MOST_ROWS, index, listed)
        _write_notes(book, translate)
    return stream.getvalue()


def _main(column: SheetColumn) -> list[str]:
    """The first word for each value."""
    return list(main_words(column.words).values())[::-1]


def _write_notes(book: Any, translate: Translate) -> None:
    sheet = book.add_worksheet(_NOTES)
    bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, 2, 64, wrap)
    sheet.set_column(3, 3, 24)
    sheet.write_row(0, 0, [translate(header) for header in _NOTE_HEADERS], bold)
    for number, column in enumerate(COLUMNS, start=1):
        said = [translate(column.note) if column.note else "", "、".join(_main(column))]
        required = translate(N_("yes")) if column.required else ""
        sheet.write_row(number, 0, [column.zh, required, " ".join(part for part in said if part), column.example])
