"""Checking rosters row by row: every row comes out ``Good`` with its key and fingerprint, or ``Bad`` with reasons.

table = locate(open_sheet(path), TEMPLATES[RosterKind.HOUSEHOLDS])
for result in validate(table, lookup): ...
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from wuzha.privacy.core.words import masked_name, without_numbers
from wuzha.problems import Kind, Problem
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.cells import RefusalError, Value
from wuzha.registry.core.header import Found, Table, place_of
from wuzha.registry.core.keys import complete
from wuzha.registry.core.names import Lookup, Names, name_key
from wuzha.registry.core.rows import Cell, SheetRow
from wuzha.registry.core.templates import RosterKind, Values
from wuzha.registry.core.text import fold
from wuzha.registry.core.tree import TreeRow
from wuzha.registry.core.words import GROUP_KINDS, main_words
from wuzha.terms import PlaceClass

_FOOT = re.compile(
    "(?:本页|本表|全区)?(?:合计|总计|小计|累计|共计)[:：]?.*|(?:制表|填表|审核|填报|复核|负责)(?:人|单位|日期)?[:：].*|(?:备注|说明|注)[:：].*"
)


@dataclass(frozen=True, slots=True)
class Good:
    """A row that can be imported.

    ``key`` is its natural key: the same door, place, post or node has the same key in every file.
    ``values`` are the template's columns by name (references are codes, choices stored values, dates ``date``,
    empty cells ``None``); ``fingerprint`` changes when any of them does. What private columns hold stands in
    ``private`` alone: neither key nor fingerprint, which are kept in the clear, tells of it.
    """

    row_number: int
    key: str
    values: dict[str, Value]
    fingerprint: bytes
    private: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that is refused; ``problems`` names every reason, each with its cell (``B12 地址``)."""

    row_number: int
    problems: tuple[Problem, ...]


def validate(
    table: Table, lookup: Lookup, seen: dict[bytes, int] | None = None, after: int = 0
) -> Iterator[Good | Bad]:
    """Check the rows of a table as they are read; memory grows only by 16 bytes of key and a row number a row.

    A key that stood in an earlier row is refused (REG135). To go on where an earlier reading ended, ``after`` names the
    last row that it read and ``seen`` its keys (``key_digest``) with their rows. Raises ``WuzhaError`` where the file
    is damaged.
    """
    reader = _Reader(table, lookup)
    seen = {} if seen is None else seen
    for row in table.rows:
        if row.number <= after:
            continue
        result = reader.read(row)
        if isinstance(result, Good):
            first = seen.setdefault(key_digest(result.key), row.number)
            if first != row.number:
                result = Bad(row.number, (Problem(kinds.DUPLICATE, str(row.number), {"row": first}),))
        if result is not None:
            yield result


def row_fingerprint(values: Values) -> bytes:
    """16 bytes that stand for the content of a row; columns with no value count for nothing, so that a template
    may gain a column without making every row look changed."""
    content = "\x1e".join(f"{name}\x1f{value}" for name, value in sorted(values.items()) if value is not None)
    return blake2b(content.encode(), digest_size=16).digest()


def tree_row(good: Good) -> TreeRow:
    """A good row of areas or units as the tree wants it (see ``names.with_parents_by_code``)."""
    values = good.values
    return TreeRow(good.key, str(values["name"]), str(values.get("parent") or ""), good.row_number)


class _Reader:
    """One table's rows to values: the columns are resolved once, repeated references are looked up once."""

    def __init__(self, table: Table, lookup: Lookup) -> None:
        self._kind = table.template.kind
        self._lookup = lookup
        self._private = [column.name for column in table.template.columns if column.private]
        self._cells = [(f, f.column.name, f.index, self._reading(f)) for f in table.found]
        self._required = [f for f in table.found if f.column.required]
        self._implied = _implied(table)
        self._absent: dict[str, Value] = dict.fromkeys(
            column.name for column in table.template.columns if column.name not in {f.column.name for f in table.found}
        )

    def read(self, row: SheetRow) -> Good | Bad | None:
        """``None`` for a row whose known columns are all empty."""
        values: dict[str, Value] = {}
        wrong: list[Problem] = []
        cells = row.cells
        width = len(cells)
        for found, name, index, parse in self._cells:
            cell = cells[index] if index < width else None
            values[name] = None
            if cell is None:
                continue
            try:
                values[name] = parse(cell)
            except RefusalError as refusal:
                told = self._masked(refusal.values, found.column.private)
                wrong.append(Problem(refusal.kind, place_of(row.number, index, found.header), told))
        if not wrong and not any(values.values()):
            return None
        if _foots(cells) and any(values[f.column.name] is None for f in self._required):
            return None
        refused = {problem.place for problem in wrong}
        for found in self._required:
            place = place_of(row.number, found.index, found.header) if values[found.column.name] is None else None
            if place is not None and place not in refused:
                wrong.append(Problem(kinds.EMPTY, place))
        wrong += _row_problems(self._kind, values, row.number)
        if wrong:
            return Bad(row.number, tuple(wrong))
        values.update(self._absent)
        values.update(self._implied)
        private = {name: values.pop(name) for name in self._private}
        key = complete(self._kind, values, self._lookup)
        return Good(row.number, key, values, row_fingerprint(values), private)

    def _masked(self, told: Mapping[str, object], private: bool) -> Mapping[str, object]:
        """What a refusal repeats of a row that has a contact: of the contact nothing, elsewhere no number (columns that
        slipped by one put it there)."""
        if not self._private:
            return told
        hide = masked_name if private else without_numbers
        return {name: hide(str(value)) if name == "value" else value for name, value in told.items()}

    def _reading(self, found: Found) -> Callable[[Cell], Value]:
        parse = found.column.parse
        if found.column.refers == "unit":
            return _reference(parse, self._lookup.units, kinds.UNKNOWN_UNIT, kinds.AMBIGUOUS_UNIT)
        if found.column.refers == "area":
            return _reference(parse, self._lookup.areas, kinds.UNKNOWN_AREA, kinds.AMBIGUOUS_AREA)
        return parse


def _reference(parse: Callable[[Cell], Value], names: Names, unknown: Kind, ambiguous: Kind) -> Callable[[Cell], Value]:
    known: dict[Cell, Value] = {}

    def find(cell: Cell) -> Value:
        code = known.get(cell)
        if code is None and (written := parse(cell)) is not None:
            key = name_key(str(written))
            if key not in names:
                raise RefusalError(unknown, value=written)
            if (code := names[key]) is None:
                raise RefusalError(ambiguous, value=written)
            known[cell] = code
        return code

    return find


def _implied(table: Table) -> dict[str, Value]:
    """Values that a column which is there implies for one that is not: groups have kinds, vehicles plates."""
    there = [found.column.name for found in table.found]
    absent = [column for column in table.template.columns if column.name not in there]
    return {column.name: column.implied[name] for column in absent for name in there if name in column.implied}


def _foots(cells: Sequence[Cell]) -> bool:
    """Whether a row sums up or signs the rows above it, and lists nothing itself."""
    first = next((cell for cell in cells if isinstance(cell, str) and cell.strip()), "")
    return _FOOT.fullmatch(fold(first)) is not None


def _row_problems(kind: RosterKind, values: Mapping[str, Value], number: int) -> Iterator[Problem]:
    first, last = values.get("valid_from"), values.get("valid_to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield Problem(kinds.ENDS_BEFORE_START, str(number), {"first": first.isoformat(), "last": last.isoformat()})
    if (
        kind is RosterKind.PLACES
        and values.get("place_class") == PlaceClass.CHAT_GROUP
        and not values.get("group_kind")
    ):
        choices = "、".join(main_words(GROUP_KINDS).values())
        yield Problem(kinds.GROUP_KIND_MISSING, str(number), {"choices": choices})


def key_digest(key: str) -> bytes:
    """16 bytes that stand for a natural key."""
    return blake2b(key.encode(), digest_size=16).digest()
