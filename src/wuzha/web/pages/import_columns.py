"""Somebody's own columns: the first rows of the sheet, and a place for each wanted value to which a column goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from wuzha.problems import Problem, WuzhaError
from wuzha.registry import columns, contacts
from wuzha.registry.columns import Head
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.header import letters, missing_columns
from wuzha.registry.core.layout import Columns, Layout, headers_of
from wuzha.registry.core.rows import Cell, SheetRow
from wuzha.registry.core.templates import Column, RosterKind, Template
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.importing import uploads
from wuzha.web.lists import as_text
from wuzha.web.pages.imports import start, steps
from wuzha.web.pages.registry_frame import ROSTERS

SHOWN = 12  # rows of the sheet
WIDEST = 40  # columns
LONGEST = 24  # characters of a cell


@dataclass(frozen=True, slots=True)
class Own:
    """A column of the file: its position, the spreadsheet program's letter, its title, and what stands under it."""

    index: int
    letter: str
    title: str
    sample: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value that the roster wants, and the column (its position as text) that holds it; empty for none."""

    column: Column
    chosen: str


@allow(OFFICE)
def import_columns(request: HttpRequest, token: str) -> HttpResponseBase:
    """Say which column holds what; the answer is remembered for the next file with this header."""
    user, now = user_of(request), clock.now()
    waiting = uploads().find(token, user.id, now)
    if waiting is None or waiting.kind not in list(RosterKind):
        messages.warning(request, gettext("This upload is imported already or too old. Choose the file again."))
        return redirect("import")
    kind, path = RosterKind(waiting.kind), uploads().path(waiting)
    template = contacts.template(user.district_id, kind)
    asked = request.POST if request.method == "POST" else request.GET
    sheet, number = asked.get("sheet") or None, asked.get("header", "")
    try:
        head = columns.head_of(user.district_id, kind, path, sheet, int(number) if number.isdigit() else None)
    except WuzhaError as error:
        return render(
            request, "registry/columns.html", {"waiting": waiting, "found": error.problems, "steps": steps(1)}
        )
    chosen: Columns = head.columns
    found: Sequence[Problem] = ()
    if request.method == "POST" and head.header is not None:
        chosen = _chosen(request, template)
        missing = missing_columns(template, chosen)
        if not missing:
            columns.remember(user.district_id, kind, head.header, chosen, user.name, now)
            return start(user, waiting, Layout(head.sheet, head.header.number, chosen))
        place = str(head.header.number)
        found = [Problem(kinds.MISSING_COLUMN, place, {"column": column.zh}) for column in missing]
    context = _context(template, head, chosen) | {
        "waiting": waiting,
        "roster": ROSTERS[kind],
        "found": found,
        "steps": steps(1, reverse("import")),
    }
    return render(request, "registry/columns.html", context)


def _chosen(request: HttpRequest, template: Template) -> dict[str, int]:
    given = {column.name: request.POST.get(f"column-{column.name}", "") for column in template.columns}
    return {name: int(index) for name, index in given.items() if index.isdigit()}


def _context(template: Template, head: Head, chosen: Columns) -> dict[str, object]:
    width = min(max((len(row.cells) for row in head.rows), default=0), WIDEST)
    titles = headers_of(head.header) if head.header else []
    below = [row for row in head.rows if head.header is None or row.number > head.header.number]
    own = [
        Own(index, letters(index), titles[index] if index < len(titles) else "", _sample(below, index))
        for index in range(width)
    ]
    return {
        "head": head,
        "own": own,
        "rows": [(row, [_short(_at(row.cells, index)) for index in range(width)]) for row in head.rows[:SHOWN]],
        "numbers": [row.number for row in head.rows],
        "wanted": [Wanted(column, str(chosen.get(column.name, ""))) for column in template.columns],
    }


def _at(cells: Sequence[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else None


def _sample(rows: Sequence[SheetRow], index: int) -> str:
    return next((_short(cell) for row in rows if (cell := _at(row.cells, index)) is not None), "")


def _short(cell: Cell) -> str:
    if cell is None:
        return ""
    written = str(int(cell)) if isinstance(cell, float) and cell == int(cell) else as_text(cell)
    return written if len(written) <= LONGEST else written[: LONGEST - 1] + "…"
