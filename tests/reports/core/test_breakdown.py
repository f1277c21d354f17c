import datetime as dt
import io

import openpyxl

from wuzha.plan.core.model import (
    Cadence,
    Focus,
    Measure,
    Organization,
    Period,
    Plan,
    Quota,
    QuotaKind,
)
from wuzha.reports.core.breakdown import (
    Share,
    breakdown_document,
    breakdown_table,
    cadence_words,
    demand_words,
    quota_words,
    responsibilities,
    responsibility_document,
    responsibility_table,
)
from wuzha.reports.core.document import plain, plain_lines
from wuzha.reports.core.table_book import BookFormat, from_table, write_table
from wuzha.terms import Channel, Per, Span

from .sample import MADE


def measure(clause: str, title: str, units: tuple[str, ...], assisting: tuple[str, ...] = ()) -> Measure:
    return Measure(
        id=clause,
        title=title,
        text=title,
        channels=(Channel.EVENT,),
        targets=(),
        units=units,
        assisting=assisting,
        quota=Quota(QuotaKind.RATIO, 0.8),
        cadence=Cadence(2, Per.WEEK),
        due=dt.date(2031, 4, 10) if clause == "四(一)" else None,
        source=Span(0, 1),
    )


PLAN = Plan(
    title="云溪区防范宣传工作方案",
    document_number=None,
    basis=(),
    period=Period(None, dt.date(2031, 12, 31)),
    goals=(),
    organization=Organization(),
    focus=Focus(),
    measures=(
        measure("四(一)", "入户宣传", ("梧桐科", "各社区"), ("柳荫所",)),
        measure("四(二)", "讲座", ("柳荫所",), ("柳荫所", "梧桐科")),
        measure("四(三)", "无主之事", ()),
    ),
    phases=(),
    reports=(),
    annexes=(),
)


def printed(rows: tuple[tuple[object, ...], ...]) -> list[list[str]]:
    return [[plain([cell]) for cell in row] for row in rows]  # type: ignore[list-item]


def test_each_measure_is_a_row_with_its_units_its_demand_and_its_day() -> None:
    assert printed(breakdown_table(PLAN).rows) == [
        ["1", "四（一）", "入户宣传", "梧桐科、各社区", "柳荫所", "80%以上、每周不少于2次", "2031年4月10日前"],
        [
            "2",
            "四（二）",
            "讲座",
            "柳荫所",
            "柳荫所、梧桐科",
            "80%以上、每周不少于2次",
            "2031年12月31日前\n（方案期限）",
        ],
        ["3", "四（三）", "无主之事", "未明确", "—", "80%以上、每周不少于2次", "2031年12月31日前\n（方案期限）"],
    ]


def test_demands_are_said_only_as_far_as_the_plan_says_them() -> None:
    assert [quota_words(q) for q in (None, Quota(QuotaKind.ALL), Quota(QuotaKind.COUNT, 10000))] == [
        "",
        "全部",
        "不少于10,000",
    ]
    assert cadence_words(Cadence(1, Per.QUARTER)) == "每季度不少于1次"
    blank = PLAN.measures[0].__class__(
        **{name: getattr(PLAN.measures[0], name) for name in PLAN.measures[0].__slots__}
        | {"quota": None, "cadence": None}
    )
    assert demand_words(blank) == "—"


def test_a_unit_has_each_measure_once_and_bound_names_are_its_units() -> None:
    found = responsibilities(PLAN, {"各社区": ("甲社区", "乙社区")})
    assert {unit: [(m.id, share) for m, share in entries] for unit, entries in found.items()} == {
        "梧桐科": [("四(一)", Share.ACCOUNTABLE), ("四(二)", Share.ASSISTING)],
        "甲社区": [("四(一)", Share.ACCOUNTABLE)],
        "乙社区": [("四(一)", Share.ACCOUNTABLE)],
        "柳荫所": [("四(一)", Share.ASSISTING), ("四(二)", Share.ACCOUNTABLE)],
    }


def test_both_lists_are_documents_across_the_sheet_and_workbooks() -> None:
    for document, table in (
        (breakdown_document(PLAN), breakdown_table(PLAN)),
        (responsibility_document(PLAN), responsibility_table(PLAN)),
    ):
        assert document.landscape
        assert any("四（一）" in line for line in plain_lines(document))
        columns, rows = from_table(table)
        sheet = openpyxl.load_workbook(io.BytesIO(write_table(columns, rows, BookFormat.XLSX, MADE))).active
        assert sheet is not None
        assert sheet.max_row == len(table.rows) + 1
