"""What a template of a paper may name: the one catalogue, from which the checker, the values and the lists come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from wuzha.reports.core.figures import DEFINITIONS
from wuzha.terms import N_


class Layout(StrEnum):
    """The papers that have a template of their own."""

    UNIT = "unit"  # 单位月报
    DISTRICT = "district"  # 全区月报
    BULLETIN = "bulletin"  # 通报
    BRIEF = "brief"  # 领导要点


class Shape(StrEnum):
    """What a field puts into the text: a word or sentence; several paragraphs; a counted number; rows of a loop."""

    TEXT = "text"
    PARAGRAPHS = "paragraphs"
    FIGURE = "figure"
    ROWS = "rows"


EVERY = frozenset(Layout)
REPORTS = frozenset({Layout.UNIT, Layout.DISTRICT})
WHOLE = EVERY - {Layout.UNIT}
TABLED = EVERY - {Layout.BRIEF}


@dataclass(frozen=True, slots=True)
class Field:
    """A name that a template may hold. ``columns`` are the names of a row, for a loop; ``code`` that of its figure."""

    name: str
    shape: Shape
    meaning: str
    layouts: frozenset[Layout] = EVERY
    columns: tuple[Field, ...] = ()
    code: str = ""


def _text(name: str, meaning: str, layouts: frozenset[Layout] = EVERY) -> Field:
    return Field(name, Shape.TEXT, meaning, layouts)


def _paragraphs(name: str, meaning: str, layouts: frozenset[Layout] = EVERY) -> Field:
    return Field(name, Shape.PARAGRAPHS, meaning, layouts)


def _figure(name: str, code: str, layouts: frozenset[Layout] = EVERY, meaning: str = "") -> Field:
    return Field(name, Shape.FIGURE, meaning or _COUNTS, layouts, code=code)


def _columns(*names: str) -> tuple[Field, ...]:
    return tuple(_text(name, "") for name in names)


_COUNTS = N_("a count with its counting word; its code says what is counted")
_RATE = N_("the share in per cent; its denominator is that of its code")

DUTY_COLUMNS = ("到期", "按期完成", "按期完成率", "逾期完成", "逾期未完成", "未到期", "不计")
DUTY_CODES = {
    "到期任务": "due",
    "按期完成": "done",
    "逾期完成": "done_late",
    "逾期未完成": "late",
    "未到期": "open",
    "不计": "not_counted",
}
LADDER_CODES = {
    "在册": "registered",
    "空户": "vacant",
    "非住宅": "nonresidential",
    "应访": "eligible",
    "到访": "visited",
    "见面": "met",
    "告知": "told",
    "复访": "refreshed",
    "拒访": "refused",
}
FILING_CODES = {
    "应报单位": "expected",
    "按时报送": "filed",
    "迟报": "late",
    "空报": "empty",
    "未报": "missing",
    "期限未到": "not_due",
}

FIELDS: tuple[Field, ...] = (
    _text("标题", N_("the title, broken into lines where it is long")),
    _text("单位", N_("whose paper it is")),
    _text("年", N_("the year of the report month")),
    _text("月", N_("the number of the report month")),
    _text("活动名称", N_("what the work is called in titles")),
    _text("统计期", N_("the first and the last day that are counted")),
    _text("统计期规则", N_("the rule of the period in words")),
    _text("数据截至", N_("the last day of which records had come in")),
    _text("数据性质", N_("whether the figures are final or provisional")),
    _text("落款单位", N_("who signs; right-aligned it is centred above the date")),
    _text("成文日期", N_("the date of the document")),
    _text("统计期句", N_("sentence: period, rule, data up to which day, final or provisional"), REPORTS),
    _text("引言句", N_("opening sentence of the bulletin or brief, with the period"), WHOLE - REPORTS),
    _text("任务句", N_("sentence: duties due, done in time, done late, late; open and not counted")),
    _text("台账句", N_("sentence: records in the ledger, and the people they reached")),
    _text("补记句", N_("sentence: records that came after their months were locked; empty if there are none")),
    _text("覆盖句", N_("sentence: coverage of households; empty without households")),
    _text("报送句", N_("sentence: how many units reported in time, late, empty, not"), WHOLE),
    _paragraphs("工作情况", N_("what the unit wrote about its work"), frozenset({Layout.UNIT})),
    _paragraphs("问题", N_("what the figures show to be wrong, numbered, then what the unit wrote"), REPORTS),
    _paragraphs("下月安排", N_("what is due in the next period, and what others must settle"), REPORTS),
    _paragraphs(
        "报送情况", N_("how units reported: the sentence, then the units by name"), frozenset({Layout.BULLETIN})
    ),
    _paragraphs("逾期单位", N_("the units that hold late duties, in their own order"), frozenset({Layout.BULLETIN})),
    _paragraphs("目前情况", N_("duties, households and reports, numbered"), frozenset({Layout.BRIEF})),
    _paragraphs("推动事项", N_("what is to be pushed, numbered and cut to what fits"), frozenset({Layout.BRIEF})),
    _text("下期任务", N_("sentence: the next due days"), frozenset({Layout.BRIEF})),
    _paragraphs("附件目录", N_("the list of attachments below the text; empty without any"), TABLED),
    *(_figure(name, f"duties.{code}") for name, code in DUTY_CODES.items()),
    _figure("按期完成率", "duties.done", meaning=_RATE),
    _figure("台账记录", "facts.count"),
    _figure("受众", "facts.audience"),
    _figure("补记", "facts.added"),
    *(_figure(name, f"ladder.{code}") for name, code in LADDER_CODES.items()),
    _figure("见面率", "ladder.met", meaning=_RATE),
    _figure("告知率", "ladder.told", meaning=_RATE),
    *(_figure(f"报送_{name}", f"reports.{code}", WHOLE) for name, code in FILING_CODES.items()),
    Field(
        "措施情况",
        Shape.ROWS,
        N_("one for each measure: its number, clause, title, units, paragraphs and counts"),
        REPORTS,
        (
            *_columns("编号", "条款", "名称", "责任单位"),
            _paragraphs("落实", N_("the paragraphs of the measure: duties, households, records")),
            *_columns(*DUTY_COLUMNS, "台账记录", "受众"),
        ),
    ),
    Field(
        "任务情况表",
        Shape.ROWS,
        N_("table: a row for each measure and one for the sum"),
        REPORTS,
        _columns("序号", "措施", *DUTY_COLUMNS),
    ),
    Field(
        "报送情况表",
        Shape.ROWS,
        N_("table: a row for each unit that owes a report"),
        frozenset({Layout.DISTRICT, Layout.BULLETIN}),
        _columns("序号", "单位", "报送情况", "报送日期", "到期任务", "按期完成", "按期完成率", "逾期未完成"),
    ),
    Field(
        "下月任务表",
        Shape.ROWS,
        N_("table: what is due in the next period; filled only where it is too long for the text"),
        REPORTS,
        _columns("到期日", "条款", "措施", "任务数", "备注"),
    ),
    Field(
        "各单位反映",
        Shape.ROWS,
        N_("one for each unit that wrote something: its number, name and paragraphs"),
        frozenset({Layout.DISTRICT}),
        (*_columns("编号", "单位"), _paragraphs("内容", N_("what the unit wrote"))),
    ),
    Field(
        "工作记录表",
        Shape.ROWS,
        N_("table: records of the period, the first sixty"),
        REPORTS,
        _columns("日期", "地点", "单位", "内容", "受众", "佐证等级"),
    ),
    _paragraphs("工作记录说明", N_("a note where there are more records than the table shows"), REPORTS),
    Field(
        "补记记录表",
        Shape.ROWS,
        N_("table: records that came after their months were locked"),
        REPORTS,
        _columns("日期", "登记日期", "地点", "单位", "内容", "性质"),
    ),
    _paragraphs("补记记录说明", N_("a note where there are more additions than the table shows"), REPORTS),
    *(
        _text(f"附件号_{name}", N_("the mark above this attachment: 附件, or 附件1 and so on"), layouts)
        for name, layouts in (
            ("任务情况", REPORTS),
            ("报送情况", frozenset({Layout.DISTRICT, Layout.BULLETIN})),
            ("下月任务", REPORTS),
            ("各单位反映", frozenset({Layout.DISTRICT})),
            ("工作记录", REPORTS),
            ("补记记录", REPORTS),
        )
    ),
)

OBLIGATORY: tuple[tuple[frozenset[Layout], tuple[frozenset[str], ...], str], ...] = (
    (EVERY, (frozenset({"统计期"}), frozenset({"统计期句"}), frozenset({"引言句"})), N_("which days are counted")),
    (
        REPORTS,
        (frozenset({"统计期句"}), frozenset({"数据截至", "数据性质"})),
        N_("up to which day data was there, and whether the figures are final"),
    ),
    (
        EVERY,
        (
            frozenset({"任务句"}),
            frozenset({"目前情况"}),
            frozenset({"任务情况表"}),
            frozenset({"到期任务", "按期完成", "逾期未完成"}),
        ),
        N_("duties due, done in time and late"),
    ),
    (REPORTS, (frozenset({"问题"}),), N_("what is wrong")),
    (REPORTS, (frozenset({"补记句"}), frozenset({"补记"})), N_("records that came after the lock")),
    (
        frozenset({Layout.DISTRICT, Layout.BULLETIN}),
        (frozenset({"报送句"}), frozenset({"报送情况"}), frozenset({"报送情况表"}), frozenset({"报送_未报"})),
        N_("which units have not reported"),
    ),
    (frozenset({Layout.BRIEF}), (frozenset({"推动事项"}),), N_("what is to be pushed")),
    (TABLED, (frozenset({"成文日期"}),), N_("the date of the document")),
)
"""What every template of these papers must say: one of the sets of fields, and what it is in words."""


def fields_of(layout: Layout) -> Mapping[str, Field]:
    """The fields of a paper by name, in the order of the catalogue."""
    return {field.name: field for field in FIELDS if layout in field.layouts}


def as_markdown() -> Iterator[str]:
    """The catalogue as the table of the reference documents, line by line."""
    yield "| field | shape | papers | meaning |"
    yield "|---|---|---|---|"
    for field in FIELDS:
        papers = " ".join(layout for layout in Layout if layout in field.layouts)
        code = f" (`{field.code}`, {DEFINITIONS[field.code].label})" if field.code else ""
        columns = " ".join(f"`.{column.name}`" for column in field.columns)
        said = f"{field.meaning}{code}{f': {columns}' if columns else ''}"
        yield f"| `{field.name}` | {field.shape} | {papers} | {said} |"
