import csv
import datetime as dt
import gc
import io
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest

from wuzha.reports.core import table_book
from wuzha.reports.core.figures import figure
from wuzha.reports.core.ledger_book import COLUMNS, Correction, LedgerRow, write_ledger
from wuzha.reports.core.monthly import duty_table
from wuzha.reports.core.table_book import BookColumn, BookFormat, Cell, from_table, write_table
from wuzha.terms import Grade

from .sample import BASE, MADE, UNIT_MONTH

HOSTILE = ("=1+1", "+86", "-cmd", "@SUM(A1)", "\t=1", "http://wuzha.example", "00123")


def rows(count: int) -> Iterator[LedgerRow]:
    for n in range(count):
        yield LedgerRow(
            dt.datetime(2031, 3, 1, 9, 30, tzinfo=dt.UTC) + dt.timedelta(minutes=n),
            "柳荫广场",
            "梧桐科",
            "张某",
            HOSTILE[n % len(HOSTILE)],
            n % 3,
            "折页",
            Grade.C,
            "",
            f"0195-{n}",
            list(Correction)[n % 3],
        )


def ledger(count: int) -> bytes:
    out = io.BytesIO()
    write_ledger(out, rows(count), "云溪区台账", MADE)
    return out.getvalue()


def test_the_ledger_is_one_row_an_action_ready_to_filter_and_to_print() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(ledger(20))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == [column.header for column in COLUMNS]
    assert sheet.max_row == 22
    assert sheet["B3"].value == dt.datetime(2031, 3, 1, 9, 30, tzinfo=dt.UTC).replace(tzinfo=None)
    assert sheet["K4"].value == "已被更正或撤回"
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:L22"
    assert sheet.print_title_rows == "$1:$2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_cells_that_begin_like_formulas_stay_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(ledger(len(HOSTILE)))).active
    assert sheet is not None
    cells = [sheet.cell(row + 3, 6) for row in range(len(HOSTILE))]
    assert [cell.value for cell in cells] == list(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(io.BytesIO(ledger(len(HOSTILE)))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_same_ledger_gives_the_same_bytes() -> None:
    assert ledger(50) == ledger(50)


def test_memory_hardly_grows_with_the_rows() -> None:
    def peak(count: int) -> int:
        with tempfile.TemporaryFile() as out:
            gc.collect()
            tracemalloc.start()
            write_ledger(out, rows(count), "台账", MADE)
            top = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return top

    peak(10)
    # Of a row nothing is kept but its height where that is not the usual one; a whole row would be over 1000 bytes.
    assert peak(5000) - peak(1000) < 4000 * 200


def test_a_full_sheet_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_book, "SHEET_ROWS", 11)
    book = openpyxl.load_workbook(io.BytesIO(ledger(25)))
    assert [sheet.max_row - 2 for sheet in book.worksheets] == [10, 10, 5]


MIDNIGHT = dt.datetime(2031, 3, 5, tzinfo=dt.UTC).replace(tzinfo=None)
MOMENT = MIDNIGHT.replace(hour=8, minute=1)
CELLS: list[list[Cell]] = [[text, 1204, 0.5, dt.date(2031, 3, 5), MOMENT, True, None] for text in HOSTILE]
NAMES = [BookColumn(name) for name in ("甲", "乙", "丙", "丁", "戊", "己", "庚")]


def test_csv_has_a_byte_order_mark_and_disarms_formulas() -> None:
    content = write_table(NAMES, CELLS, BookFormat.CSV, MADE)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read[0] == [column.header for column in NAMES]
    assert [row[0] for row in read[1:]] == ["'=1+1", "'+86", "'-cmd", "'@SUM(A1)", "'\t=1", *HOSTILE[5:]]
    assert read[1][1:] == ["1204", "0.5", "2031-03-05", "2031-03-05 08:01", "是", ""]


def test_a_workbook_keeps_the_kinds_of_its_cells() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_table(NAMES, CELLS, BookFormat.XLSX, MADE))).active
    assert sheet is not None
    first = [cell.value for cell in sheet[2]]
    assert first == ["=1+1", 1204, 0.5, MIDNIGHT, MOMENT, "是", None]
    assert sheet["D2"].number_format == "yyyy-mm-dd"


def test_figures_in_a_workbook_are_numbers_with_their_code_and_address() -> None:
    met = figure("ladder.met", 9999, {"unit": "7"}, 10000)
    content = write_table(NAMES[:3], [[met, met.share(), met.full()]], BookFormat.XLSX, MADE, base_url=BASE)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == [9999, 0.999, "9,999/10,000户（99.9%）"]
    comment = sheet["A2"].comment
    assert comment is not None
    assert comment.text.endswith("见面 ladder.met\n9999/10000\nhttp://wuzha.example/f/ladder.met?unit=7")


def test_a_documents_table_is_the_same_in_a_workbook() -> None:
    columns, cells = from_table(duty_table(UNIT_MONTH))
    sheet = openpyxl.load_workbook(io.BytesIO(write_table(columns, cells, BookFormat.XLSX, MADE, "任务"))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[3]] == ["1", "四（一）入户宣传", 316, 290, 0.918, 10, 16, 0, 5]


def test_a_row_is_as_high_as_its_longest_text() -> None:
    columns = [BookColumn("序号", 6), BookColumn("责任单位", 21)]
    rows = [["1", "短"], ["2", "宣传科、" * 15], ["3", "两行\n各一"], ["4", "长" * 5000]]
    content = write_table(columns, rows, BookFormat.XLSX, MADE, "标题")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    single, many, two, most = (sheet.row_dimensions[row].height for row in (3, 4, 5, 6))
    assert single < two < many < most <= 409
