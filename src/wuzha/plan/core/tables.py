"""Tables of tasks (任务分解表): which column says what, and each row as a task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wuzha.plan.core.source import Document, Table
from wuzha.plan.core.units import Responsibility, split_names
from wuzha.plan.core.view import View
from wuzha.plan.core.vocabulary import Vocabulary

_HEAD_ROWS = 3
_MOST_COLUMNS = 40  # what is wider is a register, no table of tasks

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of a table of tasks: its id, the cells that say what to do, and who does it until when."""

    id: str
    start: int
    end: int
    texts: tuple[Stretch, ...]
    statement: Responsibility


def table_stretches(document: Document, view: View) -> tuple[Stretch, ...]:
    """Where the document's tables stand, as positions of the view."""
    return tuple((view.position(table.span.start), view.position(table.span.end)) for table in document.tables)


def task_rows(document: Document, view: View, vocabulary: Vocabulary) -> tuple[TaskRow, ...]:
    """The rows of every table whose head names a task and who or until when, in order."""
    rows: list[TaskRow] = []
    for number, table in enumerate(document.tables, start=1):
        rows += _rows(number, table, view, vocabulary)
    return tuple(rows)


def _rows(number: int, table: Table, view: View, vocabulary: Vocabulary) -> Iterator[TaskRow]:
    cells = [
        [(view.position(cell.start), view.position(cell.end)) for cell in row[:_MOST_COLUMNS]] for row in table.rows
    ]
    heads = [_columns([view.norm[start:end] for start, end in row], vocabulary) for row in cells[:_HEAD_ROWS]]
    head = next((index for index, columns in enumerate(heads) if columns), None)
    if head is None:
        return
    labels: set[str] = set()
    floor = 0
    for count, row in enumerate(cells[head + 1 :], start=1):
        cell_of = _Row(row, heads[head])
        # What is merged from above stands before the floor and is no part of this row's own stretch.
        own = [cell for cell in row if cell[0] >= floor and cell[0] < cell[1]]
        floor = max([floor, *(end for _, end in row)])
        if cell_of.all("task", "detail") and own:
            label = _label(f"表{number}-", view.norm[slice(*cell_of.first("number"))] or str(count), labels)
            yield TaskRow(
                label, own[0][0], own[-1][1], cell_of.all("task", "detail"), cell_of.statement(view, vocabulary)
            )


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row by what their columns say."""

    cells: Sequence[Stretch]
    columns: Mapping[int, str]

    def all(self, *kinds: str) -> tuple[Stretch, ...]:
        found = [self.cells[index] for index, kind in self.columns.items() if kind in kinds and index < len(self.cells)]
        return tuple(cell for cell in dict.fromkeys(found) if cell[0] < cell[1])

    def first(self, kind: str) -> Stretch:
        return next(iter(self.all(kind)), (0, 0))

    def statement(self, view: View, vocabulary: Vocabulary) -> Responsibility:
        """Who is responsible by the row's cells."""
        start, end = self.all("task", "detail")[0]
        made = Responsibility(start, end)
        for kind, names in (("lead", made.lead), ("assisting", made.assisting), ("person", made.person)):
            for cell in self.all(kind):
                names += split_names(view, vocabulary, *cell)
        due = self.first("due")
        made.due = due if due[0] < due[1] else None
        return made


def _label(prefix: str, printed: str, labels: set[str]) -> str:
    """``表1-3`` by the printed number; a number that is printed twice gets a mark."""
    label = prefix + (printed if re.fullmatch(r"\d{1,3}", printed) else str(len(labels) + 1))
    while label in labels:
        label += "'"
    labels.add(label)
    return label


def _columns(heads: Sequence[str], vocabulary: Vocabulary) -> Mapping[int, str]:
    """Column → what it says; empty where the row is not the head of a table of tasks."""
    columns = {index: kind for index, head in enumerate(heads) if (kind := vocabulary.column(head))}
    kinds = set(columns.values())
    return columns if "task" in kinds and kinds & {"lead", "assisting", "due"} else {}
