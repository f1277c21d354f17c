"""Which column of somebody's own spreadsheet holds what: told by the template, remembered, or asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from wuzha.privacy.core.words import without_numbers
from wuzha.problems import WuzhaError
from wuzha.registry import contacts
from wuzha.registry.core.header import SEARCHED_ROWS, locate, whole_rows
from wuzha.registry.core.layout import Columns, Layout, fingerprint, headers_of, recognise, suggest
from wuzha.registry.core.rows import SheetRow
from wuzha.registry.core.sheets import Source, open_sheet
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.models import ColumnMap


@dataclass(frozen=True, slots=True)
class Arranged:
    """How a file would be read. ``sure`` where every column is known; ``layout`` is ``None`` where the template's own
    headers stand in the first sheet, or where somebody must say."""

    sure: bool
    layout: Layout | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a sheet: its rows, the row that is probably the header, and what its columns probably hold."""

    sheet: str
    sheets: Sequence[str]
    rows: Sequence[SheetRow]
    header: SheetRow | None
    columns: Columns


def arrange(district_id: int, kind: RosterKind, source: Source) -> Arranged:
    """Find the sheet and header by which a file can be read unasked. Raises ``WuzhaError`` for no spreadsheet."""
    known, template = _known(district_id, kind), contacts.template(district_id, kind)
    names = open_sheet(source).names
    heads = {name: list(islice(whole_rows(open_sheet(source, name), template), SEARCHED_ROWS)) for name in names}
    for name, rows in heads.items():
        if found := recognise(rows, known):
            return Arranged(True, Layout(name, *found))
    for name, rows in heads.items():
        try:
            table = locate(rows, template)
        except WuzhaError:
            continue
        if not table.unknown:
            columns = {found.column.name: found.index for found in table.found}
            return Arranged(True, None if name == names[0] else Layout(name, table.header_row, columns))
    return Arranged(False)


def head_of(
    district_id: int, kind: RosterKind, source: Source, sheet: str | None = None, header_row: int | None = None
) -> Head:
    """The beginning of a sheet with what its columns probably hold: as remembered, else as the names suggest.

    Without a choice: the sheet and the row whose titles say most. Raises ``WuzhaError`` where there is no such sheet.
    """
    names, known = open_sheet(source).names, _known(district_id, kind)
    template = contacts.template(district_id, kind)
    best: Head | None = None
    for name in [sheet] if sheet else names:
        rows = list(islice(whole_rows(open_sheet(source, name), template), SEARCHED_ROWS))
        for row in rows:
            if header_row is not None and row.number != header_row:
                continue
            columns = known.get(fingerprint(row)) or suggest(row, template)
            head = Head(name, names, rows, row, columns)
            if best is None or _says(head) > _says(best):
                best = head
    if best is not None:
        return best
    name = sheet or names[0]
    return Head(name, names, list(islice(open_sheet(source, name), SEARCHED_ROWS)), None, {})


def remember(district_id: int, kind: RosterKind, header: SheetRow, columns: Columns, by: str, at: datetime) -> None:
    """The next file with this header is read the same way."""
    ColumnMap.objects.update_or_create(
        district_id=district_id,
        roster=kind,
        fingerprint=fingerprint(header),
        defaults={
            "headers": [without_numbers(title)[:200] for title in headers_of(header)],
            "columns": dict(columns),
            "made_by": by,
            "made_at": at,
        },
    )


def remembered(district_id: int) -> list[ColumnMap]:
    """Every header that is remembered, the newest first."""
    return list(ColumnMap.objects.filter(district_id=district_id).order_by("-made_at", "-id"))


def forget(district_id: int, map_id: int) -> bool:
    """Forget one of them; whether there was one."""
    return bool(ColumnMap.objects.filter(district_id=district_id, id=map_id).delete()[0])


def _known(district_id: int, kind: RosterKind) -> dict[str, Columns]:
    maps = ColumnMap.objects.filter(district_id=district_id, roster=kind)
    return dict(maps.values_list("fingerprint", "columns"))


def _says(head: Head) -> tuple[int, int]:
    """How much a header says: known columns, then different titles; an earlier one wins a tie."""
    return len(head.columns), len({title for title in headers_of(head.header) if title} if head.header else ())
