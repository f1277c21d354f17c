"""One row of a roster, written in a form instead of a spreadsheet: the same columns, the same checks."""

from __future__ import annotations

from collections.abc import Mapping

from wuzha.problems import Problem
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.header import Found, Table, place_of
from wuzha.registry.core.names import Lookup
from wuzha.registry.core.rosters import Bad, Good, validate
from wuzha.registry.core.rows import SheetRow
from wuzha.registry.core.templates import TEMPLATES, Column, RosterKind

_FIXED = frozenset({"code", "parent", "level"})
"""What makes a row the one it is: never corrected."""


def columns(kind: RosterKind) -> list[Column]:
    """The columns of a roster that can be corrected row by row."""
    return [column for column in TEMPLATES[kind].columns if column.name not in _FIXED]


def read(kind: RosterKind, written: Mapping[str, str], lookup: Lookup) -> Good | list[tuple[str, Problem]]:
    """Check a row written by column name. Refused, it gives the reasons, each with its column's name (or ``""``)."""
    fields = columns(kind)
    found = tuple(Found(column, index, column.zh) for index, column in enumerate(fields))
    row = SheetRow(1, [written.get(column.name) or None for column in fields])
    places = {place_of(1, one.index, one.header): one.column.name for one in found}
    for result in validate(Table(TEMPLATES[kind], 0, found, (), iter([row])), lookup):
        if isinstance(result, Bad):
            return [(places.get(problem.place, ""), problem) for problem in result.problems]
        return result
    return [(column.name, Problem(kinds.EMPTY, column.zh)) for column in fields if column.required]
