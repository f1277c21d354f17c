"""Spreadsheets as clerks have them: notes and titles above, cells merged, headers twice, totals below, signatures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wuzha.registry.core.header import locate
from wuzha.registry.core.joined import joined
from wuzha.registry.core.names import Lookup, area_names, unit_names
from wuzha.registry.core.rosters import Bad, Good, validate
from wuzha.registry.core.rows import SheetRow
from wuzha.registry.core.sheets import open_sheet
from wuzha.registry.core.templates import TEMPLATES, RosterKind
from wuzha.registry.core.tree import TreeRow

DATA = Path(__file__).parent / "data" / "untidy"
AREAS = area_names([TreeRow("Q", "云杉区", "", 1), TreeRow("J", "锦绣苑", "Q", 2)])
UNITS = unit_names([(TreeRow("锦绣物业", "锦绣物业", "", 1), ()), (TreeRow("物业科", "物业科", "", 2), ())])


def read(name: str, kind: RosterKind, sheet: str | None = None) -> tuple[list[Good], list[Bad]]:
    table = locate(open_sheet(DATA / name, sheet), TEMPLATES[kind])
    found = list(validate(table, Lookup(AREAS, UNITS)))
    return [one for one in found if isinstance(one, Good)], [one for one in found if isinstance(one, Bad)]


@pytest.mark.parametrize("name", ["merged.xlsx", "merged.xls"])
def test_titles_notes_merged_cells_totals_and_signatures(name: str) -> None:
    good, bad = read(name, RosterKind.HOUSEHOLDS)
    assert [
        (one.values["area"], one.values["address"], one.values["status"]) for one in good if one.values["area"]
    ] == [
        ("J", "1号楼101室", "occupied"),
        ("J", "1号楼 102室", "vacant"),
        ("J", "1号楼201", "occupied"),
    ]
    assert bad == []


def test_a_header_of_two_rows_dates_as_cells_and_texts_and_what_is_hidden() -> None:
    good, bad = read("two-headers.xlsx", RosterKind.PLACES)
    assert [(one.values["name"], one.values["valid_from"], one.values["valid_to"]) for one in good] == [
        ("东门大屏", date(2026, 1, 1), date(2026, 5, 31)),
        ("隐藏行灯箱", date(2026, 3, 1), None),
    ]
    assert [[problem.code for problem in one.problems] for one in bad] == [["REG137"]], "a group must say its kind"


def test_an_old_csv_with_semicolons_and_a_subtotal() -> None:
    good, bad = read("semicolons-gb18030.csv", RosterKind.HOUSEHOLDS)
    assert [one.values["address"] for one in good] == ["2号楼101", "2号楼102"]
    assert bad == []


def test_pages_as_printed_with_their_headers_and_sums() -> None:
    good, bad = read("printed-pages.xlsx", RosterKind.HOUSEHOLDS)
    assert [one.row_number for one in good] == [2, 5]
    assert bad == []


def test_building_entrance_and_room_are_one_address_and_nothing_is_filled_down_by_guess() -> None:
    good, bad = read("split-address.xlsx", RosterKind.HOUSEHOLDS)
    assert [one.values["address"] for one in good] == ["3号楼1单元501室"]
    assert [[problem.place for problem in one.problems] for one in bad] == [["A3 小区"]]


def test_a_list_of_groups_needs_no_column_that_says_group() -> None:
    good, bad = read("groups.xlsx", RosterKind.PLACES)
    assert {one.values["place_class"] for one in good} == {"chat_group"}
    assert [one.values["group_kind"] for one in good] == ["village", "parents"]
    assert bad == []


def test_a_part_that_became_a_date_is_refused_not_printed() -> None:
    rows = [
        SheetRow(1, ["小区", "幢号", "室号", "物业"]),
        SheetRow(2, ["锦绣苑", date(2026, 3, 2), "501", "锦绣物业"]),
        SheetRow(3, ["锦绣苑", 3.0, None, "锦绣物业"]),
    ]
    table = locate(iter(rows), TEMPLATES[RosterKind.HOUSEHOLDS])
    found = [one for one in validate(table, Lookup(AREAS, UNITS)) if isinstance(one, Bad)]
    assert [[problem.place for problem in one.problems] for one in found] == [["E2 地址"], ["E3 地址"]]


def test_joining_twice_is_joining_once() -> None:
    rows = [SheetRow(1, ["楼号", "室号"]), SheetRow(2, [3.0, "501室"])]
    once = list(joined(rows))
    assert once[1].cells == [3.0, "501室", "3号楼501室"]
    assert list(joined(once)) == once
    plain = [SheetRow(1, ["楼号", "地址"]), SheetRow(2, [3.0, "501室"])]
    assert list(joined(plain)) == plain
