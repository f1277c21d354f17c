"""Addresses that a roster gives in parts: columns for building, entrance and room become one address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice

from wuzha.registry.core.rows import Cell, SheetRow
from wuzha.registry.core.text import fold

SEARCHED_ROWS = 40
TITLE = "地址"
_PARTS: tuple[tuple[str, frozenset[str]], ...] = (
    ("号楼", frozenset({"楼号", "楼栋", "楼栋号", "幢号", "栋号", "幢", "栋", "楼幢号"})),
    ("单元", frozenset({"单元", "单元号", "门洞", "门洞号", "梯号"})),
    ("室", frozenset({"室号", "房号", "房间号", "室", "房间", "户室", "户室号"})),
)
_WHOLE = frozenset({TITLE, "门牌", "住址", "详细地址", "户址", "address"})
_ENDED = re.compile(r"[号楼栋幢单元门梯室房户]$")


def joined(rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
    """The rows with one more column where the header has rooms with buildings or entrances, and no address.

    The columns that are joined lose their titles: what they say stands in the address. Rows of any other sheet come
    out as they are.
    """
    stream = iter(rows)
    first = list(islice(stream, SEARCHED_ROWS))
    header = next((row for row in first if _parts(row)), None)
    if header is None:
        yield from chain(first, stream)
        return
    parts, width = _parts(header), len(header.cells)
    for row in chain(first, stream):
        if row.number < header.number:
            yield row
            continue
        cells = (row.cells + [None] * width)[:width]
        if row.number == header.number:
            yield SheetRow(row.number, [*(None if at in parts else cell for at, cell in enumerate(cells)), TITLE])
        else:
            yield SheetRow(row.number, [*cells, _address(cells, parts)])


def _parts(row: SheetRow) -> Mapping[int, str]:
    """Position of each part of the address, in its order, with what ends it; empty where the row is no such header."""
    titles = {at: fold(cell) for at, cell in enumerate(row.cells) if isinstance(cell, str)}
    if not _WHOLE.isdisjoint(titles.values()):
        return {}
    found = {}
    for ending, words in _PARTS:
        at = next((at for at, title in titles.items() if title in words), None)
        if at is not None:
            found[at] = ending
    return found if "室" in found.values() and len(found) > 1 else {}


def _address(cells: list[Cell], parts: Mapping[int, str]) -> Cell:
    """``3号楼1单元501室``; nothing without a room. A cell that the spreadsheet has made a date is given as it is."""
    said = ""
    for at, ending in parts.items():
        cell = cells[at]
        if isinstance(cell, date):
            return cell
        text = str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell or "").strip()
        if not text and ending == "室":
            return None
        said += text if not text or _ENDED.search(text) else f"{text}{ending}"
    return said
