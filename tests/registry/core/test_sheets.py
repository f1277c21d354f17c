"""Opening spreadsheets as offices have them."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from wuzha.problems import WuzhaError
from wuzha.registry.core.rows import Cell, SheetRow
from wuzha.registry.core.sheets import open_sheet

DATA = Path(__file__).parent / "data"
ROWS: list[list[Cell]] = [["名称", "编码", "日期"], ["桦林社区", "００１", date(2026, 3, 15)], ["松涛街道", 12.0, None]]


def xlsx(rows: list[list[Cell]], *, constant_memory: bool = False, name: str = "Sheet1") -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": constant_memory}) as book:
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        for number, row in enumerate(rows):
            for index, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, index, cell, day)
                elif cell is not None:
                    sheet.write(number, index, cell)
    return stream.getvalue()


def repacked(content: bytes, part: str, change: tuple[bytes, bytes]) -> bytes:
    """The same workbook with some bytes of one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                assert change[0] in data
                data = data.replace(*change)
            new.writestr(name, data)
    return out.getvalue()


def cells(source: Path | bytes, name: str | None = None) -> list[list[Cell]]:
    return [row.cells for row in open_sheet(source, name)]


@pytest.mark.parametrize("constant_memory", [False, True], ids=["shared strings", "inline strings"])
def test_an_xlsx_gives_texts_numbers_and_dates(constant_memory: bool) -> None:
    found = cells(xlsx(ROWS, constant_memory=constant_memory))
    assert found == [ROWS[0], ROWS[1], ROWS[2][:2]]


def test_a_workbook_of_another_writer_reads_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["名称", None, "真"])
    sheet.append([])
    sheet.append([datetime.fromisoformat("2026-03-15T08:30"), 3.5, True])
    sheet["D3"] = "=A1&B1"
    book.save(tmp_path / "roster.xlsx")
    rows = list(open_sheet(tmp_path / "roster.xlsx"))
    assert rows == [SheetRow(1, ["名称", None, "真"]), SheetRow(3, [date(2026, 3, 15), 3.5, True])]


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(
            st.none()
            | st.integers(-(10**9), 10**9).map(float)
            | st.text("<&>\"'\n村 Ａ_x0041_", min_size=1).filter(str.strip),
            max_size=5,
        ),
        max_size=5,
    )
)
def test_what_was_written_is_read(rows: list[list[Cell]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([None if cell is None else cell for cell in row])
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    stream = io.BytesIO()
    book.save(stream)
    stripped = [row[: 1 + max((i for i, cell in enumerate(row) if cell is not None), default=-1)] for row in rows]
    assert cells(stream.getvalue()) == [row for row in stripped if row]


def test_merged_cells_have_the_value_of_their_first() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["小区", "楼", "室"])
        sheet.merge_range("A2:A4", "锦绣苑")
        sheet.merge_range("B2:C2", "全部")
        sheet.write_row(2, 1, ["2", "201"])
        sheet.write_row(3, 1, ["2", "202"])
    assert cells(stream.getvalue()) == [
        ["小区", "楼", "室"],
        ["锦绣苑", "全部", "全部"],
        ["锦绣苑", "2", "201"],
        ["锦绣苑", "2", "202"],
    ]


def test_rich_text_is_read_without_its_phonetic_guide() -> None:
    content = xlsx([["placeholder"]])
    rich = b"<si><r><t>\xe6\xa1\xa6</t></r><r><t>\xe6\x9e\x97</t></r><rPh sb='0' eb='1'><t>hua</t></rPh></si>"
    assert cells(repacked(content, "xl/sharedStrings.xml", (b"<si><t>placeholder</t></si>", rich))) == [["桦林"]]


def test_dates_of_a_1904_workbook_are_read(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"date_1904": True}) as book:
        book.add_worksheet().write_datetime(0, 0, date(2026, 3, 15), book.add_format({"num_format": 14}))
    assert cells(stream.getvalue()) == [[date(2026, 3, 15)]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_the_encodings_of_chinese_offices(encoding: str, delimiter: str) -> None:
    lines = [["名称", "地址"], ["桦林社区", "松涛路1号"], ["", ""], ["甲", ""]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    assert list(open_sheet(content)) == [
        SheetRow(1, ["名称", "地址"]),
        SheetRow(2, ["桦林社区", "松涛路1号"]),
        SheetRow(4, ["甲", None]),
    ]


def test_a_sheet_is_chosen_by_name_and_a_hidden_one_is_not_offered() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name in ("说明", "户", "内部"):
            book.add_worksheet(name).write(0, 0, name)
        book.get_worksheet_by_name("内部").hide()
    content = stream.getvalue()
    assert open_sheet(content).names == ("说明", "户")
    assert cells(content, "户") == [["户"]]
    with pytest.raises(WuzhaError, match="REG103"):
        open_sheet(content, "内部")


def test_a_sheet_can_be_read_twice() -> None:
    sheet = open_sheet(xlsx(ROWS))
    assert list(sheet) == list(sheet)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 cut short", "REG101"),
        (b"\xd0\xcf\x11\xe0 not an old workbook", "REG101"),
        (b"\x00\x01\x02\x03 binary", "REG102"),
    ],
)
def test_what_is_not_a_spreadsheet_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(WuzhaError, match=code):
        cells(content)


def test_another_zip_file_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(WuzhaError, match="REG102"):
        open_sheet(stream.getvalue())


def test_a_workbook_with_entities_is_refused() -> None:
    bomb = (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet')
    with pytest.raises(WuzhaError, match="REG101"):
        cells(repacked(xlsx(ROWS), "xl/worksheets/sheet1.xml", bomb))


def test_a_damaged_sheet_is_refused_while_it_is_read() -> None:
    with pytest.raises(WuzhaError, match="REG101"):
        cells(repacked(xlsx(ROWS), "xl/worksheets/sheet1.xml", (b"</row>", b"</raw>")))


def test_a_merge_over_the_whole_sheet_stays_bounded() -> None:
    merge = (b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    found = cells(repacked(xlsx(ROWS), "xl/worksheets/sheet1.xml", merge))
    assert [len(row) for row in found] == [256] * 3


@pytest.mark.parametrize("name", ["units.xls", "units.ods"])
@pytest.mark.parametrize("as_bytes", [False, True], ids=["path", "bytes"])
def test_the_old_and_the_open_format_give_the_same_cells_in_the_same_columns(name: str, as_bytes: bool) -> None:
    path = DATA / name
    sheet = open_sheet(path.read_bytes() if as_bytes else path)
    assert sheet.names == ("单位",)
    assert list(sheet) == [
        SheetRow(2, [None, "单位名称", "编码", "启用日期"]),
        SheetRow(3, [None, "物业科", 12.0, date(2026, 3, 15)]),
    ]


def test_a_workbook_with_a_password_is_refused_with_what_to_do() -> None:
    with pytest.raises(WuzhaError, match="REG108"):
        open_sheet(DATA / "locked.xlsx")
