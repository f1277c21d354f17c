"""The leader's brief: one page that says what stands, what is late and what to push next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wuzha.reports.core.document import (
    Heading,
    Inline,
    OfficialDocument,
    Paragraph,
    Text,
    day_span,
    label,
    paragraph,
    text,
)
from wuzha.reports.core.figures import figure
from wuzha.reports.core.monthly import filing_sentence
from wuzha.reports.core.monthly_input import Filing, FilingState, MonthlyInput, printed_clause
from wuzha.reports.core.phrases import duty_figures, duty_sentences, ladder_headline, numbered

NAMES_WIDTH = 22
"""Characters that a list of names may take; the rest is a number. Page and test hold this together."""
TITLE_WIDTH = 14
NEXT_SHOWN = 3


def leader_brief(month: MonthlyInput) -> OfficialDocument:
    """The brief of a district's month on one page: lists are cut to what fits, and say how many there are."""
    period = month.period
    return OfficialDocument(
        title=f"{period.year}年{period.month}月\n{month.campaign}要点",
        blocks=(
            Paragraph(made_sentence(month)),
            Heading(1, label(1, 1), "目前情况"),
            *state_paragraphs(month),
            Heading(1, label(1, 2), "需要推动的事项"),
            *pressing_paragraphs(month),
            Heading(1, label(1, 3), "下期任务"),
            coming(month),
        ),
    )


def made_sentence(month: MonthlyInput) -> Text:
    """Who made the brief when, of which days."""
    period = month.period
    standing = "最终数" if period.final else "暂报数"
    made = f"{month.unit}{month.signed_on.month}月{month.signed_on.day}日整理，"
    return text(made, f"统计期{day_span(period.start, period.end)}，{standing}。")


def state_paragraphs(month: MonthlyInput) -> list[Paragraph]:
    """Duties, households and reports as they stand, numbered."""
    duties = replace(month.duties, open=0, not_counted=0)
    state: list[Text] = [duty_sentences(duties, month.rows)]
    if month.ladder is not None:
        state.append(text("入户覆盖：", ladder_headline(month.ladder, month.rows)))
    if month.filings:
        state.append(filing_sentence(month))
    return numbered(state)


def pressing_paragraphs(month: MonthlyInput) -> list[Paragraph]:
    """What is to be pushed, numbered and cut to what fits."""
    return numbered(_pressing(month)) or [paragraph("按系统记录，没有逾期任务、未报单位和未明确责任的措施。")]


def _pressing(month: MonthlyInput) -> list[Text]:
    found: list[Text] = []
    late = sorted((m for m in month.measures if m.duties.late), key=lambda measure: -measure.duties.late)
    if late:
        shown = late[: _fitting([measure.title for measure in late])]
        rest = len(late) > len(shown)
        parts: list[Inline] = [f"逾期未完成任务涉及{len(late)}项措施：" if rest else "逾期未完成任务："]
        for position, measure in enumerate(shown):
            parts += ["、" if position else "", _clip(measure.title)]
            parts.append(duty_figures(measure.duties, measure.rows)["late"].counted())
        found.append(text(parts, "等。" if rest else "。"))
    holding = [filing for filing in month.filings if filing.duties.late]
    if holding:
        found.append(text(*_holding(holding)))
    missing = [filing.unit for filing in month.filings if filing.state is FilingState.MISSING]
    if missing:
        found.append(text(f"未报月报：{_few(missing)}。"))
    if month.unassigned:
        listed = [printed_clause(name) for name in month.unassigned]
        found.append(text(f"尚未明确责任单位：{_few(listed)}。"))
    return found


def _holding(late: Sequence[Filing]) -> list[Inline]:
    """The units that have duties past their day, in the order of the unit tree: nobody is ranked."""
    shown = late[: _fitting([filing.unit for filing in late])]
    rest = len(late) > len(shown)
    parts: list[Inline] = [f"有逾期任务的单位{len(late)}个：" if rest else "有逾期任务的单位："]
    for position, filing in enumerate(shown):
        parts += ["、" if position else "", _clip(filing.unit)]
        parts.append(duty_figures(filing.duties, filing.rows)["late"].counted())
    return [*parts, "等。" if rest else "。"]


def coming(month: MonthlyInput) -> Paragraph:
    """The next due days and how much falls due on each."""
    days = sorted({duty.due for duty in month.next_duties})
    if not days:
        return paragraph("下一统计期没有到期任务。")
    parts: list[Inline] = ["最近到期的任务："]
    for position, day in enumerate(days[:NEXT_SHOWN]):
        count = sum(duty.count for duty in month.next_duties if duty.due == day)
        rows = {**month.rows, "due": day.isoformat()}
        parts += ["、" if position else "", f"{day.month}月{day.day}日"]
        parts.append(figure("duties.next", count, rows).counted())
    return paragraph(parts, "等。" if len(days) > NEXT_SHOWN else "。")


def _few(items: Sequence[str]) -> str:
    shown = _fitting(items)
    joined = "、".join(_clip(item) for item in items[:shown])
    return f"{joined}等{len(items)}个" if len(items) > shown else joined


def _fitting(items: Sequence[str]) -> int:
    """How many names fit, one at least."""
    room = NAMES_WIDTH
    for count, item in enumerate(items):
        room -= len(_clip(item)) + 1
        if room < 0:
            return max(count, 1)
    return len(items)


def _clip(name: str) -> str:
    return name if len(name) <= TITLE_WIDTH else f"{name[: TITLE_WIDTH - 1]}…"
