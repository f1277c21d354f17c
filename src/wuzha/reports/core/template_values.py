"""The values of a template's fields: the same sentences, figures and tables as the built-in papers print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wuzha.reports.core.additions import addition_blocks, addition_sentence
from wuzha.reports.core.brief import coming, made_sentence, pressing_paragraphs, state_paragraphs
from wuzha.reports.core.bulletin import filing_paragraphs, late_paragraphs, opening_sentence
from wuzha.reports.core.document import (
    Block,
    Inline,
    OfficialDocument,
    Paragraph,
    Table,
    Text,
    attachment_note,
    day_span,
    label,
    long_date,
    marked_attachments,
)
from wuzha.reports.core.figures import figure
from wuzha.reports.core.monthly import (
    activity_blocks,
    coverage_sentence,
    duty_table,
    filing_sentence,
    filing_table,
    measure_sentences,
    next_paragraphs,
    next_table,
    period_sentence,
    problem_paragraphs,
    told_by_unit,
)
from wuzha.reports.core.monthly_input import FilingState, MeasureMonth, MonthlyInput, Rows, printed_clause
from wuzha.reports.core.phrases import (
    duty_figures,
    duty_sentences,
    ladder_figures,
    names,
    own_words,
    record_sentence,
)
from wuzha.reports.core.template_fields import (
    DUTY_CODES,
    FILING_CODES,
    LADDER_CODES,
    Layout,
    Shape,
    fields_of,
)
from wuzha.reports.core.titles import title_lines

Value = Text | Sequence[Text]
"""A text, or several paragraphs."""
Values = Mapping[str, Value | Sequence[Mapping[str, Value]]]
"""What each field holds: a text, paragraphs, or the rows of a loop."""

ATTACHED = {
    "任务情况": "任务完成情况表",
    "报送情况": "各单位报送情况表",
    "下月任务": "下月任务安排表",
    "各单位反映": "各单位反映的情况",
    "工作记录": "工作记录表",
    "补记记录": "补记工作记录表",
}
"""The attachments by the name of their mark, with the title that they have."""
_BULLETIN_TABLE = "各单位报送和任务完成情况表"


def values_of(layout: Layout, month: MonthlyInput, built: OfficialDocument) -> Values:
    """The value of every field of a paper; ``built`` is the built-in paper of the same month."""
    titles = {attachment.title: mark for mark, attachment in marked_attachments(built)}
    everything: dict[str, Value | Sequence[Mapping[str, Value]]] = {
        **_head(month, built),
        **_sentences(layout, month, built),
        **_counts(month),
        **_tables(month, titles),
        **{f"附件号_{name}": (titles.get(title, ""),) for name, title in ATTACHED.items()},
    }
    if layout is Layout.BULLETIN:
        everything["附件号_报送情况"] = (titles.get(_BULLETIN_TABLE, ""),)
        everything["报送情况表"] = _rows(filing_table(month)) if month.filings else ()
    return {name: everything[name] for name in fields_of(layout)}


def _head(month: MonthlyInput, built: OfficialDocument) -> dict[str, Value]:
    period = month.period
    return {
        "标题": ("\n".join(title_lines(built.title)),),
        "单位": (month.unit,),
        "年": (str(period.year),),
        "月": (str(period.month),),
        "活动名称": (month.campaign,),
        "统计期": (day_span(period.start, period.end),),
        "统计期规则": (period.rule,),
        "数据截至": (long_date(period.data_until),),
        "数据性质": ("最终数" if period.final else "暂报数",),
        "落款单位": (month.unit,),
        "成文日期": (long_date(month.signed_on),),
    }


def _sentences(layout: Layout, month: MonthlyInput, built: OfficialDocument) -> dict[str, Value]:
    return {
        "统计期句": period_sentence(month),
        "引言句": opening_sentence(month) if layout is Layout.BULLETIN else made_sentence(month),
        "任务句": duty_sentences(month.duties, month.rows),
        "台账句": record_sentence(month.records, month.audience, month.rows),
        "补记句": addition_sentence(month) if month.added else (),
        "覆盖句": coverage_sentence(month),
        "报送句": filing_sentence(month) if month.filings else (),
        "工作情况": _texts(own_words(month.narrative)),
        "问题": _texts(problem_paragraphs(month)),
        "下月安排": _texts(next_paragraphs(month)),
        "报送情况": _texts(filing_paragraphs(month)),
        "逾期单位": _texts(late_paragraphs(month)),
        "目前情况": _texts(state_paragraphs(month)),
        "推动事项": _texts(pressing_paragraphs(month)),
        "下期任务": coming(month).text,
        "附件目录": [(line,) for line in attachment_note(built)],
    }


def _counts(month: MonthlyInput) -> dict[str, Value]:
    duties, rows = duty_figures(month.duties, month.rows), month.rows
    found: dict[str, Value] = {name: (duties[code].counted(),) for name, code in DUTY_CODES.items()}
    found["按期完成率"] = (duties["done"].share(),)
    found |= {
        "台账记录": (figure("facts.count", month.records, rows).counted(),),
        "受众": (figure("facts.audience", month.audience, rows).counted(),),
        "补记": (figure("facts.added", month.added, rows).counted(),),
    }
    steps = ladder_figures(month.ladder, rows) if month.ladder else {}
    found |= {name: (steps[code].counted(),) if steps else () for name, code in LADDER_CODES.items()}
    found |= {f"{name}率": (steps[LADDER_CODES[name]].share(),) if steps else () for name in ("见面", "告知")}
    for name, code in FILING_CODES.items():
        whole = len(month.filings)
        count = whole if code == "expected" else sum(one.state is FilingState(code) for one in month.filings)
        found[f"报送_{name}"] = (figure(f"reports.{code}", count, rows, whole).counted(),)
    return found


def _tables(month: MonthlyInput, titles: Mapping[str, str]) -> dict[str, Value | Sequence[Mapping[str, Value]]]:
    """Every table as rows; those that the built-in paper does not attach have none."""
    activities, added = activity_blocks(month), addition_blocks(month)
    said = [words for words in month.words if words.any]
    told: list[Mapping[str, Value]] = [
        {"编号": (label(2, number),), "单位": (words.unit,), "内容": _texts(told_by_unit(words))}
        for number, words in enumerate(said, 1)
    ]
    return {
        "措施情况": [_measure(number, one) for number, one in enumerate(month.measures, 1)],
        "任务情况表": _rows(duty_table(month)) if month.measures else (),
        "报送情况表": _rows(filing_table(month)) if month.filings else (),
        "下月任务表": _rows(next_table(month)) if ATTACHED["下月任务"] in titles else (),
        "各单位反映": told,
        "工作记录表": _rows(activities[0]) if month.activities else (),
        "工作记录说明": _texts(activities[1:]),
        "补记记录表": _rows(added[0]) if month.added else (),
        "补记记录说明": _texts(added[1:]),
    }


def _measure(number: int, measure: MeasureMonth) -> dict[str, Value]:
    shown = duty_figures(measure.duties, measure.rows)
    cells: list[Inline] = [shown["due"].plain(), shown["done"].plain(), shown["done"].share()]
    cells += [shown[code].plain() for code in ("done_late", "late", "open", "not_counted")]
    columns = {column.name: column for column in fields_of(Layout.UNIT)["措施情况"].columns}
    counts = [name for name, column in columns.items() if column.shape is Shape.TEXT][4 : 4 + len(cells)]
    return {
        "编号": (label(2, number),),
        "条款": (printed_clause(measure.clause),),
        "名称": (measure.title,),
        "责任单位": (names(measure.units),),
        "落实": measure_sentences(measure),
        **{name: (cell,) for name, cell in zip(counts, cells, strict=True)},
        **_records(measure.records, measure.audience, measure.rows),
    }


def _records(records: int, audience: int, rows: Rows) -> dict[str, Value]:
    return {
        "台账记录": (figure("facts.count", records, rows).counted(),),
        "受众": (figure("facts.audience", audience, rows).counted(),),
    }


def _rows(table: Block) -> Sequence[Mapping[str, Value]]:
    """The rows of a table by the headers of its columns."""
    assert isinstance(table, Table)
    headers = [column.header for column in table.columns]
    return [{name: (cell,) for name, cell in zip(headers, row, strict=True)} for row in table.rows]


def _texts(blocks: Iterable[Block]) -> list[Text]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]
