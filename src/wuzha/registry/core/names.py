"""What a roster may call an area or a unit: code, name, path, alias → code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from wuzha.registry.core.text import fold
from wuzha.registry.core.tree import TreeRow

# A name that several nodes share stands for none of them: its code is None.
Names: TypeAlias = Mapping[str, str | None]

_SEPARATORS = re.compile(r"\s*[/\\>›→]+\s*")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What rows may refer to: the names of existing areas and units (see ``area_names``, ``unit_names``)."""

    areas: Names = field(default_factory=dict)
    units: Names = field(default_factory=dict)


def name_key(written: str) -> str:
    """The key under which a name or path is looked up; separators, width, case and spaces make no difference."""
    return fold(_SEPARATORS.sub("/", written.strip())).strip("/")


def area_names(rows: Iterable[TreeRow]) -> dict[str, str | None]:
    """Code, full path and every tail of the path (``社区/小区/3号楼``, ``小区/3号楼``, ``3号楼``) → code.

    A code always wins over a name. A tail that fits two areas is ambiguous and gives ``None``.
    """
    nodes = {row.code: row for row in rows}
    names: dict[str, str | None] = {}
    for row in nodes.values():
        tail, at, seen = "", row, set[str]()
        while at.code not in seen:
            seen.add(at.code)
            tail = f"{at.name}/{tail}" if tail else at.name
            _note(names, tail, row.code)
            at = nodes.get(at.parent, at)
    return names | {name_key(code): code for code in nodes}


def unit_names(rows: Iterable[tuple[TreeRow, Iterable[str]]]) -> dict[str, str | None]:
    """Code, name and aliases of each unit → code. Codes win over names, names over aliases."""
    units = list(rows)
    by_alias: dict[str, str | None] = {}
    by_name: dict[str, str | None] = {}
    for row, aliases in units:
        _note(by_name, row.name, row.code)
        for alias in aliases:
            _note(by_alias, alias, row.code)
    return by_alias | by_name | {name_key(row.code): row.code for row, _ in units}


def with_parents_by_code(rows: Iterable[TreeRow], known: Names) -> list[TreeRow]:
    """Tree rows whose parent is given as a code, where a roster wrote its name or path instead.

    Looks among the rows themselves first, then in ``known``; what is found nowhere stays as written.
    """
    nodes = list(rows)
    codes = {row.code for row in nodes}
    names: dict[str, str | None] = {}
    for row in nodes:
        _note(names, row.name, row.code)
    return [
        row if not row.parent or row.parent in codes else row._replace(parent=_code_of(row.parent, names, known))
        for row in nodes
    ]


def _code_of(written: str, own: Names, known: Names) -> str:
    key = name_key(written)
    return own.get(key) or known.get(key) or written


def _note(names: dict[str, str | None], name: str, code: str) -> None:
    key = name_key(name)
    if names.setdefault(key, code) != code:
        names[key] = None
