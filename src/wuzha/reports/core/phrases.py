"""Sentences that figures choose: official Chinese without an adjective that the figures do not carry.

Where there is no data the sentence says so. Every number in a sentence is a cited figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wuzha.reports.core.document import Inline, Paragraph, Text, paragraph, text
from wuzha.reports.core.figures import Figure, figure
from wuzha.reports.core.monthly_input import DutyCounts, FilingState, Ladder, Rows

STATE_WORDS = {
    FilingState.FILED: "已报",
    FilingState.LATE: "迟报",
    FilingState.EMPTY: "空报",
    FilingState.MISSING: "未报",
    FilingState.NOT_DUE: "期限未到",
}

NAMES_SHOWN = 30


def duty_figures(duties: DutyCounts, rows: Rows) -> dict[str, Figure]:
    """The figures of a set of duties by the last part of their code."""
    parts = {"done": duties.done, "done_late": duties.done_late, "late": duties.late}
    figures = {name: figure(f"duties.{name}", count, rows, duties.due) for name, count in parts.items()}
    figures["due"] = figure("duties.due", duties.due, rows)
    figures["open"] = figure("duties.open", duties.open, rows)
    figures["not_counted"] = figure("duties.not_counted", duties.not_counted, rows)
    return figures


def duty_sentences(duties: DutyCounts, rows: Rows) -> Text:
    """How the duties of a period stand."""
    shown = duty_figures(duties, rows)
    if not duties.any:
        return ("统计期内没有到期任务。",)
    parts: list[Inline] = []
    if duties.due == 0:
        parts.append("统计期内没有到期任务。")
    elif duties.done == duties.due:
        parts += ["到期任务", shown["due"].counted(), "，全部按期完成。"]
    else:
        parts += ["到期任务", shown["due"].counted(), "，按期完成", shown["done"].full()]
        parts += ["，逾期完成", shown["done_late"].counted()] if duties.done_late else []
        parts += ["，逾期未完成", shown["late"].counted()] if duties.late else []
        parts.append("。")
    if duties.open:
        parts += ["另有", shown["open"].counted(), "尚未到期。"]
    if duties.not_counted:
        parts += [shown["not_counted"].counted(), "因对象退出应完成范围不计入。"]
    return text(parts)


def ladder_figures(ladder: Ladder, rows: Rows) -> dict[str, Figure]:
    """The steps of the coverage ladder by name; visits and what follows are parts of 应访."""
    whole = {
        "registered": ladder.registered,
        "vacant": ladder.vacant,
        "nonresidential": ladder.nonresidential,
        "eligible": ladder.eligible,
    }
    figures = {name: figure(f"ladder.{name}", count, rows) for name, count in whole.items()}
    steps = {"visited": ladder.visited, "met": ladder.met, "refreshed": ladder.refreshed, "refused": ladder.refused}
    figures |= {name: figure(f"ladder.{name}", count, rows, ladder.eligible) for name, count in steps.items()}
    grades = ladder.told_grades or None
    figures["told"] = figure("ladder.told", ladder.told, rows, ladder.eligible, grades)
    return figures


def ladder_sentences(ladder: Ladder, rows: Rows) -> Text:
    """The coverage of households with its denominator and the grades of its evidence."""
    if not ladder.registered:
        return ("底册中没有住户。",)
    shown = ladder_figures(ladder, rows)
    parts: list[Inline] = ["在册", shown["registered"].counted()]
    taken = [(word, shown[key]) for word, key in (("空户", "vacant"), ("非住宅", "nonresidential"))]
    taken = [(word, number) for word, number in taken if number.value]
    for position, (word, number) in enumerate(taken):
        parts += ["、" if position else "，扣除", word, number.counted()]
    parts += ["，应访", shown["eligible"].counted(), "；"]
    if not ladder.visited:
        return text(parts, "尚无到访记录。")
    parts += ["到访", shown["visited"].full(), "，见面", shown["met"].full(), "，告知", shown["told"].full()]
    parts += ["，复访", shown["refreshed"].full(), "。"]
    if ladder.refused:
        parts += ["拒访", shown["refused"].counted(), "，计入应访。"]
    grades = shown["told"].grades()
    return text(parts, f"告知的证据等级为{grades}。" if grades else ())


def ladder_headline(ladder: Ladder, rows: Rows) -> Text:
    """The two rates of the ladder that stand for it: met and told."""
    if not ladder.registered:
        return ("底册中没有住户。",)
    shown = ladder_figures(ladder, rows)
    return text(
        "应访", shown["eligible"].counted(), "，见面", shown["met"].full(), "，告知", shown["told"].full(), "。"
    )


def record_sentence(records: int, audience: int, rows: Rows) -> Text:
    """How many ledger rows there are, and whom they reached."""
    if not records:
        return ("台账中没有统计期内的工作记录。",)
    parts: list[Inline] = ["台账记录工作", figure("facts.count", records, rows).counted()]
    if audience:
        parts += ["，受众", figure("facts.audience", audience, rows).counted()]
    return text(parts, "。")


def names(items: Sequence[str]) -> str:
    """Names joined, the first thirty of them, with the number of all where some are left out."""
    joined = "、".join(items[:NAMES_SHOWN])
    return f"{joined}等{len(items)}个" if len(items) > NAMES_SHOWN else joined


def own_words(words: str) -> list[Paragraph]:
    """What a person wrote, paragraph by paragraph, as written."""
    return [paragraph(line.strip()) for line in words.splitlines() if line.strip()]


def numbered(items: Iterable[Text]) -> list[Paragraph]:
    """Paragraphs numbered 1. 2. … where there are several; a single one stands without a number."""
    entries = list(items)
    if len(entries) == 1:
        return [Paragraph(entries[0])]
    return [paragraph(f"{number}. ", entry) for number, entry in enumerate(entries, 1)]
