"""The district's bulletin (通报): how units stand, by unit and never by person, in the order of the unit tree."""

from __future__ import annotations

from wuzha.reports.core.document import (
    Attachment,
    Block,
    Heading,
    Inline,
    OfficialDocument,
    Paragraph,
    Signature,
    Text,
    day_span,
    label,
    paragraph,
    text,
)
from wuzha.reports.core.monthly import filing_note, filing_sentence, filing_table
from wuzha.reports.core.monthly_input import FilingState, MonthlyInput
from wuzha.reports.core.phrases import STATE_WORDS, duty_figures, duty_sentences, names, numbered, own_words


def bulletin(month: MonthlyInput) -> OfficialDocument:
    """The bulletin of a district's month; its requirements are what the office wrote itself."""
    period = month.period
    blocks: list[Block] = [
        Paragraph(opening_sentence(month)),
        Heading(1, label(1, 1), "月报报送情况"),
        *filing_paragraphs(month),
        Heading(1, label(1, 2), "任务完成情况"),
        Paragraph(duty_sentences(month.duties, month.rows)),
        *late_paragraphs(month),
    ]
    own = own_words(month.requirements)
    blocks += [Heading(1, label(1, 3), "下步要求"), *own] if own else []
    table = Attachment("各单位报送和任务完成情况表", (filing_table(month), filing_note(), order_note()))
    return OfficialDocument(
        title=f"关于{period.year}年{period.month}月\n{month.campaign}情况的通报",
        blocks=tuple(blocks),
        signature=Signature(month.unit, month.signed_on),
        addressee=month.addressee,
        number=month.number,
        attachments=(table,) if month.filings else (),
    )


def opening_sentence(month: MonthlyInput) -> Text:
    """Which days the bulletin speaks of."""
    period = month.period
    return text(f"现将{day_span(period.start, period.end)}（{period.rule}）{month.campaign}情况通报如下。")


def filing_paragraphs(month: MonthlyInput) -> list[Paragraph]:
    """How many reported in which way, then by name who did not, late, or empty."""
    if not month.filings:
        return [paragraph("本期没有应报送月报的单位。")]
    listed: list[Text] = []
    for state in (FilingState.MISSING, FilingState.LATE, FilingState.EMPTY):
        units = [filing.unit for filing in month.filings if filing.state is state]
        if units:
            listed.append(text(f"{STATE_WORDS[state]}：{names(units)}。"))
    return [Paragraph(filing_sentence(month)), *numbered(listed)]


def late_paragraphs(month: MonthlyInput) -> list[Paragraph]:
    """The units that hold duties past their day, in the order of the unit tree."""
    late = [filing for filing in month.filings if filing.duties.late]
    if not late:
        return [paragraph("各单位没有逾期未完成的任务。")] if month.filings else []
    parts: list[Inline] = ["有逾期未完成任务的单位："]
    for position, filing in enumerate(late):
        shown = duty_figures(filing.duties, filing.rows)["late"]
        parts += ["、" if position else "", filing.unit, shown.counted()]
    return [paragraph(parts, "。")]


def order_note() -> Paragraph:
    """Nobody is ranked."""
    return paragraph("单位按机构序列排列，不作排名。")
