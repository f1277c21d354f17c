"""The monthly report (月报) of one unit and of the district: figures choose the sentences, tables show the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from wuzha.reports.core.additions import addition_blocks, addition_sentence
from wuzha.reports.core.document import (
    Align,
    Attachment,
    Block,
    Column,
    Heading,
    Inline,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    Text,
    day_span,
    label,
    paragraph,
    text,
)
from wuzha.reports.core.figures import NOTHING, figure
from wuzha.reports.core.monthly_input import (
    FilingState,
    MeasureMonth,
    MonthlyInput,
    NextDuties,
    UnitWords,
    printed_clause,
)
from wuzha.reports.core.phrases import (
    STATE_WORDS,
    duty_figures,
    duty_sentences,
    ladder_headline,
    ladder_sentences,
    names,
    numbered,
    own_words,
    record_sentence,
)

DAYS_IN_TEXT = 10
"""Next month's due days are sentences up to this number, a table beyond."""

ACTIVITIES_SHOWN = 60


def monthly_report(month: MonthlyInput) -> OfficialDocument:
    """The report of one unit, or of the district with the state of every unit's own report."""
    period = month.period
    attachments = [Attachment("任务完成情况表", (duty_table(month),))] if month.measures else []
    if month.filings:
        attachments.append(Attachment("各单位报送情况表", (filing_table(month), filing_note())))
    if len(_due_days(month)) > DAYS_IN_TEXT:
        attachments.append(Attachment("下月任务安排表", (next_table(month),)))
    said = [words for words in month.words if words.any]
    if said:
        attachments.append(Attachment("各单位反映的情况", _words_blocks(said)))
    if month.activities:
        attachments.append(Attachment("工作记录表", activity_blocks(month)))
    if month.added:
        attachments.append(Attachment("补记工作记录表", addition_blocks(month)))
    return OfficialDocument(
        title=f"{month.unit}\n{period.year}年{period.month}月{month.campaign}月报",
        blocks=(
            *_overall(month),
            *_measures(month),
            Heading(1, label(1, 3), "存在的问题"),
            *problem_paragraphs(month),
            Heading(1, label(1, 4), "下月工作安排"),
            *next_paragraphs(month),
        ),
        signature=Signature(month.unit, month.signed_on),
        addressee=month.addressee,
        number=month.number,
        attachments=tuple(attachments),
    )


def _overall(month: MonthlyInput) -> list[Block]:
    sentences = (
        period_sentence(month),
        duty_sentences(month.duties, month.rows),
        record_sentence(month.records, month.audience, month.rows),
        addition_sentence(month) if month.added else (),
        coverage_sentence(month),
        filing_sentence(month) if month.filings else (),
    )
    said = [Paragraph(sentence) for sentence in sentences if sentence]
    return [Heading(1, label(1, 1), "总体情况"), *said, *own_words(month.narrative)]


def period_sentence(month: MonthlyInput) -> Text:
    """Which days the report counts, by which rule, and up to which day it knew."""
    period = month.period
    standing = "最终数" if period.final else "暂报数，以期满后的最终数为准"
    until = f"数据截至{period.data_until.month}月{period.data_until.day}日，为{standing}。"
    return text(f"本月报统计{day_span(period.start, period.end)}的工作（{period.rule}），{until}")


def coverage_sentence(month: MonthlyInput) -> Text:
    """How far households are covered, in two rates where a measure below says the rest; empty without households."""
    if month.ladder is None:
        return ()
    by_measure = any(measure.ladder for measure in month.measures)
    coverage = ladder_headline if by_measure else ladder_sentences
    return text("入户覆盖情况：", coverage(month.ladder, month.rows))


def filing_sentence(month: MonthlyInput) -> Text:
    """How many units were to report, and how many did in which way."""
    expected = len(month.filings)
    codes = {
        FilingState.FILED: ("按时报送", "reports.filed"),
        FilingState.LATE: ("迟报", "reports.late"),
        FilingState.EMPTY: ("空报", "reports.empty"),
        FilingState.MISSING: ("未报", "reports.missing"),
        FilingState.NOT_DUE: ("期限未到", "reports.not_due"),
    }
    parts: list[Inline] = ["应报送月报单位", figure("reports.expected", expected, month.rows).counted()]
    for state, (word, code) in codes.items():
        count = sum(filing.state is state for filing in month.filings)
        if count or state is FilingState.FILED:
            parts += [f"，{word}", figure(code, count, month.rows, expected).counted()]
    return text(parts, "。")


def _measures(month: MonthlyInput) -> list[Block]:
    blocks: list[Block] = [Heading(1, label(1, 2), "重点工作落实情况")]
    if not month.measures:
        return [*blocks, paragraph("统计期内没有已下达的措施。")]
    for number, measure in enumerate(month.measures, 1):
        blocks.append(Heading(2, label(2, number), measure.title))
        blocks.extend(Paragraph(sentence) for sentence in measure_sentences(measure))
    return blocks


def measure_sentences(measure: MeasureMonth) -> list[Text]:
    """A paragraph each: clause, units and duties; households where it goes to them; records."""
    clause = f"方案条款：{printed_clause(measure.clause)}。" if measure.clause else ""
    accountable = f"责任单位：{names(measure.units)}。" if measure.units else "责任单位：尚未明确。"
    said = [text(clause, accountable, duty_sentences(measure.duties, measure.rows))]
    if measure.ladder is not None:
        said.append(ladder_sentences(measure.ladder, measure.rows))
    if measure.records or measure.duties.any:
        said.append(record_sentence(measure.records, measure.audience, measure.rows))
    return said


def problem_paragraphs(month: MonthlyInput) -> list[Paragraph]:
    """What the figures show to be wrong, numbered, then what the unit itself wrote of it."""
    found: list[Text] = []
    late = [measure for measure in month.measures if measure.duties.late]
    if late:
        found.append(_late_sentence(month, late))
    if month.unassigned:
        listed = [printed_clause(name) for name in month.unassigned]
        found.append(text(f"尚未明确责任单位的措施：{names(listed)}。"))
    for state in (FilingState.MISSING, FilingState.LATE, FilingState.EMPTY):
        units = [filing.unit for filing in month.filings if filing.state is state]
        if units:
            found.append(text(f"{STATE_WORDS[state]}的单位：{names(units)}。"))
    for gap in month.gaps:
        named = f"：{names(gap.names)}" if gap.names else ""
        counted = replace(figure("gaps", gap.count, gap.rows or month.rows), unit_word=gap.unit_word).counted()
        found.append(text(gap.what, counted, f"{named}。"))
    telling = sum(bool(words.problems or words.needs) for words in month.words)
    if telling:
        found.append(text(f"{telling}个单位在月报中反映了问题或需要协调解决的事项，见附件。"))
    own = own_words(month.problems)
    nothing = paragraph("按系统记录，没有逾期未完成的任务，没有尚未明确责任单位的措施。")
    said = numbered(found) if found else [nothing]
    return [*said, paragraph("本单位反映："), *own] if own else said


def _late_sentence(month: MonthlyInput, late: list[MeasureMonth]) -> Text:
    parts: list[Inline] = ["逾期未完成任务", duty_figures(month.duties, month.rows)["late"].counted(), "："]
    for position, measure in enumerate(late):
        parts += ["、" if position else "", measure.name]
        parts.append(duty_figures(measure.duties, measure.rows)["late"].counted())
    return text(parts, "。")


def next_paragraphs(month: MonthlyInput) -> list[Paragraph]:
    """What is due in the next period, day by day or with its table, then what others must settle."""
    blocks: list[Paragraph] = []
    days = _due_days(month)
    total = sum(duty.count for duty in month.next_duties)
    span = f"（{day_span(*month.next_period)}）" if month.next_period else ""
    if not days:
        blocks.append(paragraph(f"下一统计期{span}没有到期任务。"))
    else:
        lead = paragraph(f"下一统计期{span}到期任务", figure("duties.next", total, month.rows).counted())
        tail = "，按到期日安排如下：" if len(days) <= DAYS_IN_TEXT else "，安排见附件。"
        blocks.append(Paragraph((*lead.text, tail)))
    if len(days) <= DAYS_IN_TEXT:
        blocks.extend(numbered(_day_sentence(day) for day in days))
    needs = own_words(month.needs)
    return [*blocks, paragraph("需要协调解决的事项："), *needs] if needs else blocks


def _due_days(month: MonthlyInput) -> list[list[NextDuties]]:
    ordered = sorted(month.next_duties, key=lambda duty: duty.due)
    return [list(group) for _, group in groupby(ordered, key=lambda duty: duty.due)]


def _day_sentence(duties: list[NextDuties]) -> Text:
    day = duties[0].due
    parts: list[Inline] = [f"{day.month}月{day.day}日前，完成"]
    for position, duty in enumerate(duties):
        parts += ["、" if position else "", duty.name, figure("duties.next", duty.count, duty.rows).counted()]
        if duty.nominal_due != duty.due:
            parts.append(f"（{_shifted(duty)}）")
    return text(parts, "。")


def _shifted(duty: NextDuties) -> str:
    return f"方案原定{duty.nominal_due.month}月{duty.nominal_due.day}日，逢节假日调整"


def duty_table(month: MonthlyInput) -> Table:
    """任务完成情况表: one row a measure, and the sum."""
    rows: list[tuple[Inline, ...]] = []
    named = [(str(n), m.name, m.duties, m.rows) for n, m in enumerate(month.measures, 1)]
    for ordinal, name, duties, selected in [*named, ("", "合计", month.duties, month.rows)]:
        shown = duty_figures(duties, selected)
        rate = shown["done"].share()
        counts = [shown[key].plain() for key in ("due", "done")]
        rest = [shown[key].plain() for key in ("done_late", "late", "open", "not_counted")]
        rows.append((ordinal, name, *counts, rate, *rest))
    widths = {"到期": 40, "按期完成": 40, "按期完成率": 48, "逾期完成": 40, "逾期未完成": 46, "未到期": 40, "不计": 36}
    counts_shown = (Column(header, width, Align.RIGHT) for header, width in widths.items())
    columns = (Column("序号", 34, Align.CENTER), Column("措施", 118), *counts_shown)
    return Table(columns, tuple(rows))


def filing_table(month: MonthlyInput) -> Table:
    """各单位报送情况表: the state of each unit's report, in the order of the unit tree."""
    rows: list[tuple[Inline, ...]] = []
    for number, filing in enumerate(month.filings, 1):
        shown = duty_figures(filing.duties, filing.rows)
        came = f"{filing.filed_on.month}月{filing.filed_on.day}日" if filing.filed_on else NOTHING
        counts = (shown["due"].plain(), shown["done"].plain(), shown["done"].share(), shown["late"].plain())
        rows.append((str(number), filing.unit, STATE_WORDS[filing.state], came, *counts))
    columns = (
        Column("序号", 34, Align.CENTER),
        Column("单位", 92),
        Column("报送情况", 52, Align.CENTER),
        Column("报送日期", 64, Align.CENTER),
        *(Column(header, 50, Align.RIGHT) for header in ("到期任务", "按期完成", "按期完成率", "逾期未完成")),
    )
    return Table(columns, tuple(rows))


def filing_note() -> Paragraph:
    """What the three states mean, below their table."""
    words = "注：未报为期限已过、没有报送；迟报为期限以后报送；空报为已报送，但没有台账记录也没有文字。"
    return paragraph(words)


def next_table(month: MonthlyInput) -> Table:
    """下月任务安排表: one row a measure and due day."""
    rows: list[tuple[Inline, ...]] = []
    for duty in (duty for day in _due_days(month) for duty in day):
        note = _shifted(duty) if duty.nominal_due != duty.due else ""
        count = figure("duties.next", duty.count, duty.rows).plain()
        rows.append((f"{duty.due.month}月{duty.due.day}日", printed_clause(duty.clause), duty.title, count, note))
    columns = (
        Column("到期日", 2.5, Align.CENTER),
        Column("条款", 2.3, Align.CENTER),
        Column("措施", 5.2),
        Column("任务数", 1.5, Align.RIGHT),
        Column("备注", 4),
    )
    return Table(columns, tuple(rows))


def _words_blocks(said: Sequence[UnitWords]) -> tuple[Block, ...]:
    """What units wrote, unit by unit in the order of the unit tree, as written."""
    blocks: list[Block] = []
    for number, words in enumerate(said, 1):
        blocks += [Heading(2, label(2, number), words.unit), *told_by_unit(words)]
    return tuple(blocks)


def told_by_unit(words: UnitWords) -> list[Paragraph]:
    """What a unit wrote, as written: what was done, problems, what others must settle."""
    told: list[Paragraph] = []
    for what, own in (("工作情况", words.narrative), ("问题", words.problems), ("需要协调解决", words.needs)):
        lines = own_words(own)
        if lines:
            told += [paragraph(f"{what}：", lines[0].text), *lines[1:]]
    return told


def activity_blocks(month: MonthlyInput) -> tuple[Block, ...]:
    """工作记录表: the first records of the period, and a note where there are more."""
    shown = month.activities[:ACTIVITIES_SHOWN]
    rows = tuple(
        (
            f"{a.day.month}月{a.day.day}日",
            a.place,
            a.unit,
            a.content,
            f"{a.audience:,}" if a.audience else NOTHING,
            a.grade,
        )
        for a in shown
    )
    columns = (
        Column("日期", 2.7, Align.CENTER),
        Column("地点", 3.5),
        Column("单位", 3),
        Column("内容", 5),
        Column("受众", 1.4, Align.RIGHT),
        Column("佐证等级", 1.4, Align.CENTER),
    )
    table = Table(columns, rows)
    if len(month.activities) <= ACTIVITIES_SHOWN:
        return (table,)
    return table, paragraph(f"注：本表列{ACTIVITIES_SHOWN}条，其余见台账。")
