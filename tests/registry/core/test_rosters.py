"""Checking rosters: what a careful clerk would accept is accepted, the rest is refused with its reason."""

import io
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuzha.problems import WuzhaError
from wuzha.registry.core.books import write_roster, write_template
from wuzha.registry.core.header import locate
from wuzha.registry.core.keys import place_detail
from wuzha.registry.core.layout import Layout, laid_out
from wuzha.registry.core.names import Lookup, area_names, unit_names, with_parents_by_code
from wuzha.registry.core.rosters import Bad, Good, row_fingerprint, tree_row, validate
from wuzha.registry.core.rows import Cell, SheetRow
from wuzha.registry.core.sheets import open_sheet
from wuzha.registry.core.templates import TEMPLATES, RosterKind
from wuzha.registry.core.tree import TreeRow, place
from wuzha.registry.core.unit_kinds import guess_kind
from wuzha.terms import UnitKind

AREAS = [
    TreeRow("D", "云杉区"),
    TreeRow("S", "松涛街道", "D"),
    TreeRow("C1", "桦林社区", "S"),
    TreeRow("C2", "枫桥社区", "S"),
    TreeRow("B1", "1号楼", "C1"),
    TreeRow("B2", "1号楼", "C2"),
]
UNITS = [
    (TreeRow("U1", "物业科"), ["物业管理科", "物管科"]),
    (TreeRow("U2", "锦绣物业", "U1"), ["锦绣"]),
    (TreeRow("U3", "青禾物业", "U1"), ["锦绣"]),
]
LOOKUP = Lookup(area_names(AREAS), unit_names(UNITS))
HOUSEHOLD = ["所在区域", "地址", "管理单位", "状态", "户编码"]
IDENTITY = "11010519491231002X"  # the example of GB 11643, of nobody


def check(kind: RosterKind, *rows: list[Cell], lookup: Lookup = LOOKUP) -> list[Good | Bad]:
    numbered: Iterable[SheetRow] = [SheetRow(number, row) for number, row in enumerate(rows, start=1)]
    return list(validate(locate(numbered, TEMPLATES[kind]), lookup))


def households(*rows: list[Cell]) -> list[Good | Bad]:
    return check(RosterKind.HOUSEHOLDS, list(HOUSEHOLD), *rows)


def good(result: Good | Bad) -> Good:
    assert isinstance(result, Good), result
    return result


def reasons(result: Good | Bad) -> list[tuple[str, str]]:
    assert isinstance(result, Bad), result
    return [(problem.place, problem.code) for problem in result.problems]


def test_a_household_row_comes_out_with_codes_and_a_key() -> None:
    [result] = households(["桦林社区/1号楼", " 1号楼２单元501室 ", "锦绣物业", "空置", None])
    assert good(result).values == {
        "area": "B1",
        "address": "1号楼2单元501室",
        "unit": "U2",
        "status": "vacant",
        "code": None,
        "valid_from": None,
        "valid_to": None,
    }
    assert good(result).key == "B1|1-2-501"


def test_a_door_keeps_its_key_however_it_is_spelled() -> None:
    one, two = (
        good(households([area, address, "U2"])[0])
        for area, address in (("B1", "1-2-501"), ("云杉区/松涛街道/桦林社区/1号楼", "1幢二单元501"))
    )
    assert one.key == two.key
    assert one.fingerprint != two.fingerprint


def test_a_given_code_is_the_key() -> None:
    assert good(households(["B1", "1-2-501", "U2", None, 7001.0])[0]).key == "7001"


def test_the_same_door_twice_is_refused_with_the_row_of_the_first() -> None:
    _, second = households(["B1", "1-2-501", "U2"], ["B1", "1号楼2单元501室", "U2"])
    assert reasons(second) == [("3", "REG135")]
    assert isinstance(second, Bad)
    assert second.problems[0].values == {"row": 2}


def test_every_fault_of_a_row_is_named_with_its_cell() -> None:
    [result] = households(["月亮", None, "物业", "也许", None])
    assert reasons(result) == [
        ("A2 所在区域", "REG132"),
        ("C2 管理单位", "REG131"),
        ("D2 状态", "REG113"),
        ("B2 地址", "REG111"),
    ]


def test_names_that_fit_two_nodes_are_not_guessed() -> None:
    assert reasons(households(["1号楼", "101", "锦绣"])[0]) == [("A2 所在区域", "REG134"), ("C2 管理单位", "REG133")]


def test_an_id_card_number_is_refused_and_not_repeated_in_the_message() -> None:
    results = [
        *households(["B1", f"1-2-501 {IDENTITY}", "U2"], ["B1", "102", "U2", IDENTITY]),
        *check(RosterKind.PEOPLE, ["单位", "岗位", "姓名", "电话"], ["U1", "联络员", "某某", IDENTITY]),
    ]
    for result in results:
        assert [code for _, code in reasons(result)] == ["REG120"]
        assert isinstance(result, Bad)
        assert IDENTITY not in result.problems[0].message() + str(result.problems[0].values)


def test_eighteen_digits_that_fail_the_checksum_are_an_ordinary_code() -> None:
    assert good(households(["B1", "101", "U2", None, "110105194912310021"])[0]).key == "110105194912310021"


@pytest.mark.parametrize(
    ("cell", "code"),
    [(date(2026, 3, 2), "REG117"), (1.1010519491231e17, "REG118"), ("#REF!", "REG119"), ("x" * 161, "REG112")],
)
def test_addresses_that_the_spreadsheet_has_damaged_are_refused(cell: Cell, code: str) -> None:
    assert reasons(households(["B1", cell, "U2"])[0]) == [("B2 地址", code)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (13800000000.0, "13800000000"),
        ("１３８ 0000 0000", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("021-55550000", "021-55550000"),
        ("(0571) 8555 0000", "0571-85550000"),
        ("55550000-801", "55550000-801"),
        (96110.0, "96110"),
        (None, None),
    ],
)
def test_phones_are_kept_in_one_form(written: Cell, kept: str | None) -> None:
    [result] = check(RosterKind.PEOPLE, ["单位", "岗位", "姓名", "电话"], ["U1", "联络员", "某某", written])
    assert good(result).values["phone"] == kept


@pytest.mark.parametrize("written", ["1380000000", "23800000000", "无", "138000000000"])
def test_what_is_no_phone_is_refused_without_repeating_it(written: str) -> None:
    [result] = check(RosterKind.PEOPLE, ["单位", "岗位", "姓名", "电话"], ["U1", "联络员", "某某", written])
    assert reasons(result) == [("D2 电话", "REG116")]
    assert isinstance(result, Bad)
    assert not result.problems[0].values


@pytest.mark.parametrize(
    "written",
    [46096.0, date(2026, 3, 15), "2026-3-15", "2026年3月15日", "2026/03/15", "20260315", "２０２６．３．１５"],
)
def test_dates_in_any_usual_form(written: Cell) -> None:
    [result] = check(RosterKind.PEOPLE, ["单位", "岗位", "姓名", "启用日期"], ["U1", "联络员", "某某", written])
    assert good(result).values["valid_from"] == date(2026, 3, 15)


def test_dates_that_are_none_or_run_backwards_are_refused() -> None:
    header: list[Cell] = ["单位", "岗位", "姓名", "启用日期", "停用日期"]
    wrong, backwards = check(
        RosterKind.PEOPLE,
        header,
        ["U1", "联络员", "甲", "2026-02-30"],
        ["U1", "联络员", "乙", "2026-03-02", "2026-03-01"],
    )
    assert reasons(wrong) == [("D2 启用日期", "REG114")]
    assert reasons(backwards) == [("3", "REG136")]


def test_a_chat_group_needs_its_kind_and_its_detail_is_kept() -> None:
    header: list[Cell] = ["类别", "名称", "管理单位", "群类别", "发布人", "经度"]
    bare, full, far = check(
        RosterKind.PLACES,
        header,
        ["微信群", "一网格", "U1", None, None, None],
        ["微信群", "二网格", "U1", "网格工作群", "林晚舟", "121.5"],
        ["灯箱", "站前灯箱", "U1", None, None, 1210.0],
    )
    assert reasons(bare) == [("2", "REG137")]
    assert place_detail(good(full).values) == {"group_kind": "grid", "publisher": "林晚舟"}
    assert good(full).values["longitude"] == 121.5
    assert reasons(far) == [("F4 经度", "REG115")]


def test_the_header_is_found_below_notes_and_unknown_columns_are_reported() -> None:
    rows = [
        SheetRow(1, ["云杉区户册", "云杉区户册", "云杉区户册"]),
        SheetRow(2, ["填表人:", "林晚舟"]),
        SheetRow(5, ["序号", "*地址（必填）", "Area", "管理单位", "户主姓名"]),
        SheetRow(6, [1.0, "101", "B1", "U2", "不读"]),
        SheetRow(40, ["序号", "*地址（必填）", "Area", "管理单位", "户主姓名"]),
        SheetRow(41, [2.0, "102", "B1", "U2", "不读"]),
        SheetRow(42, [3.0]),
    ]
    table = locate(rows, TEMPLATES[RosterKind.HOUSEHOLDS])
    assert table.header_row == 5
    assert [problem.values["column"] for problem in table.unknown] == ["户主姓名"]
    results = list(validate(table, LOOKUP))
    assert [good(result).row_number for result in results] == [6, 41]
    assert "户主姓名" not in good(results[0]).values


def test_a_clerks_own_columns_are_read_where_they_were_put() -> None:
    rows = [
        SheetRow(1, ["登记表"]),
        SheetRow(2, ["门", "哪栋", "谁管", "地址"]),
        SheetRow(3, ["101", "B1", "U2", "没用"]),
    ]
    layout = Layout("", 2, {"address": 0, "area": 1, "unit": 2})
    table = laid_out(rows, TEMPLATES[RosterKind.HOUSEHOLDS], layout)
    assert good(next(validate(table, LOOKUP))).values["address"] == "101"
    assert not table.unknown


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (["姓名", "年龄"], "REG104"),
        (["地址", "户编码"], "REG105"),
        (["所在区域", "地址", "管理单位", "住址"], "REG107"),
    ],
)
def test_a_sheet_without_the_needed_columns_is_refused_at_once(header: list[Cell], code: str) -> None:
    with pytest.raises(WuzhaError, match=code):
        locate([SheetRow(1, header)], TEMPLATES[RosterKind.HOUSEHOLDS])


def test_an_empty_sheet_is_refused() -> None:
    with pytest.raises(WuzhaError, match="REG104"):
        locate([], TEMPLATES[RosterKind.AREAS])


def test_areas_without_codes_grow_a_tree_by_their_paths() -> None:
    header: list[Cell] = ["名称", "层级", "上级区域"]
    results = check(
        RosterKind.AREAS,
        header,
        ["1号楼", "楼栋", "云杉区/松涛街道"],
        ["松涛街道", "街道", "云杉区"],
        ["云杉区", "区", None],
        lookup=Lookup(),
    )
    planting = place({}, with_parents_by_code(map(tree_row, map(good, results)), {}))
    assert [node.row.code for node in planting.placed] == ["云杉区", "云杉区/松涛街道", "云杉区/松涛街道/1号楼"]


def test_units_written_by_name_find_their_parent_and_their_old_code() -> None:
    results = check(
        RosterKind.UNITS,
        ["单位名称", "上级单位", "别名"],
        ["物业管理科", None, None],
        ["晨光物业", "物管科", "晨光；晨光公司\n晨光"],
    )
    first, second = map(good, results)
    assert first.key == "U1"
    assert second.values["aliases"] == ("晨光", "晨光公司")
    assert second.values["kind"] == "property_firm"
    rows = with_parents_by_code([tree_row(first), tree_row(second)], LOOKUP.units)
    assert [row.parent for row in rows] == ["", "U1"]


@given(st.dictionaries(st.sampled_from("abcd"), st.none() | st.text(max_size=3) | st.dates(), max_size=4), st.data())
def test_a_fingerprint_follows_the_content_alone(values: dict[str, str | date | None], data: st.DataObject) -> None:
    shuffled = dict(data.draw(st.permutations(list(values.items()))))
    assert row_fingerprint(shuffled | {"new column": None}) == row_fingerprint(values)
    assert row_fingerprint(values | {"a": "changed!"}) != row_fingerprint(values)


@pytest.mark.parametrize("kind", RosterKind)
def test_a_template_opens_as_the_roster_it_is_for(kind: RosterKind) -> None:
    sheet = open_sheet(write_template(kind))
    table = locate(sheet, TEMPLATES[kind])
    assert len(table.found) == len(TEMPLATES[kind].columns)
    assert not table.unknown
    assert not list(table.rows)
    assert sheet.names[1] == "填写说明"


@pytest.mark.parametrize("kind", RosterKind)
def test_the_examples_of_the_notes_are_accepted(kind: RosterKind) -> None:
    template = TEMPLATES[kind]
    example: dict[str, Cell] = {column.name: column.example for column in template.columns if column.example}
    stream = io.BytesIO()
    assert write_roster(kind, [example], stream) == 1
    areas = [TreeRow("C1", "桦林社区"), TreeRow("X", "锦绣苑", "C1"), TreeRow("B3", "3号楼", "X")]
    lookup = Lookup(area_names(areas), unit_names([*UNITS, (TreeRow("C", "桦林社区"), ())]))
    [result] = validate(locate(open_sheet(stream.getvalue()), template), lookup)
    assert good(result).values.keys() == {column.name for column in template.columns}


def test_headers_of_a_template_mean_one_column_each() -> None:
    for template in TEMPLATES.values():
        headers = [header for column in template.columns for header in (column.zh, column.name, *column.also)]
        assert len(headers) == len(set(headers))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("物业科", UnitKind.DEPARTMENT),
        ("黄杨派出所", UnitKind.POLICE),
        ("市监分局", UnitKind.DEPARTMENT),
        ("国际学校", UnitKind.SCHOOL),
        ("住宅中心", UnitKind.CENTRE),
        ("锦绣物业服务有限公司", UnitKind.PROPERTY_FIRM),
        ("各村（社区）", UnitKind.COMMUNITY),
        ("区扫黑办", UnitKind.OFFICE),
        ("办公室", UnitKind.DEPARTMENT),
        ("团委", UnitKind.DEPARTMENT),
        ("交通运输", UnitKind.OTHER),
        ("农商行松涛支行", UnitKind.BANK),
    ],
)
def test_a_units_kind_is_guessed_from_its_name(name: str, kind: UnitKind) -> None:
    assert guess_kind(name) is kind
