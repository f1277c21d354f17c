"""The chapters of a plan's document: those of the measures where their clause paths say, the others around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby, takewhile

from wuzha.plan.core.model import Measure, Plan
from wuzha.reports.core import plan_sentences
from wuzha.reports.core.breakdown import cadence_words
from wuzha.reports.core.clause_paths import (
    chapter_label,
    chapter_of,
    is_title,
    label_after,
    labels_of,
    path_of,
    printed_label,
    row_of,
    table_of,
)
from wuzha.reports.core.document import Align, Block, Column, Heading, Paragraph, Table, label, long_date, paragraph


class Place(Enum):
    """Where the chapter on reports stands, so that reports keep their order with those in measures' texts."""

    BEFORE = "before the measures"
    ANYWHERE = "where a number is free"
    AFTER = "after the measures"


@dataclass(frozen=True, slots=True)
class Order:
    """Where the chapters stand that may stand in two places: reports, and who leads and what every unit sets up.

    ``woven`` are the sentences of both where what every unit sets up asks for a report among the other reports: one
    chapter then holds them in this order.
    """

    reports: Place = Place.ANYWHERE
    led_first: bool = True
    woven: tuple[str, ...] = ()


AS_USUAL = Order()
_SOME_WORK = "有关工作"


def chapters(plan: Plan, headings: Mapping[str, str], order: Order) -> Iterator[list[Block]]:
    """Chapters in the order of their numbers: those of the measures where their paths say, the others around them."""
    numbered, loose, floor = _grouped(plan.measures)
    style = next((labels[0] for measure in plan.measures if (labels := labels_of(measure.id))), "")
    before, after, reports = _others(plan, order)
    before += reports if order.reports is Place.BEFORE else []
    after += reports if order.reports is Place.ANYWHERE else []
    first = min(numbered, default=len(before) + 1)
    while after and len(before) < first - 1:
        before.append(after.pop(0))
    after += reports if order.reports is Place.AFTER else []
    number = 0
    while before or loose or after or numbered:
        number += 1
        content: _Content | None = numbered.pop(number, None)
        if content is None and before:
            content = before.pop(0)
        elif content is None and loose and number > floor:
            content, loose = loose, []
            # Behind a chapter of measures, one more by that name would turn 工作安排 into a chapter on phases.
            headings = {**headings, content[0].id: _SOME_WORK} if floor and row_of(content[0].id) else headings
        elif content is None and after and not (loose or numbered):
            content = after.pop(0)
        if content:
            yield _chapter(chapter_label(number, style), content, headings)


def _grouped(measures: Sequence[Measure]) -> tuple[dict[int, list[Measure]], list[Measure], int]:
    """Measures by the number of their chapter, those of no such chapter, and after which number these may stand.

    Rows of a table do not name their chapter: between two measures of one chapter, or of two with no number free
    between them, they stand in the chapter of the first.
    """
    numbers = [chapter_of(labels_of(measure.id)) for measure in measures]
    numbered: dict[int, list[Measure]] = {}
    loose: list[Measure] = []
    before = floor = 0
    for index, (measure, number) in enumerate(zip(measures, numbers, strict=True)):
        behind = next((later for later in numbers[index:] if later is not None), None)
        if number is None and before and behind in (before, before + 1) and row_of(measure.id):
            number = before
        if number is None:
            floor = floor if loose else before
            loose.append(measure)
        else:
            before = number
            numbered.setdefault(number, []).append(measure)
    return numbered, loose, floor


_Content = list[Measure] | tuple[str, list[str], str]
"""A chapter's content: measures, or a heading with its sentences and the text of the chapter itself."""


def _others(plan: Plan, order: Order) -> tuple[list[_Content], list[_Content], list[_Content]]:
    """The chapters that usually stand before the measures, those after, and that on reports; none that is empty."""
    phases = [plan_sentences.phase(phase) for phase in plan.phases]
    derived = bool(plan.phases) and _spanned(plan) == (plan.period.start, plan.period.end)
    whole = "" if derived or plan.period.end is None else plan_sentences.period(plan.period)
    led: _Content = ("组织领导", plan_sentences.organization(plan.organization), "")
    handed_in: _Content = ("信息报送", [plan_sentences.report(report) for report in plan.reports], "")
    if order.woven:
        leaders = plan_sentences.organization(replace(plan.organization, requirements=()))
        led, handed_in = [], ("组织领导和信息报送", [*leaders, *order.woven], "")
    before: list[_Content] = [
        ("工作目标", plan_sentences.goals(plan.goals), ""),
        *([led] if order.led_first else []),
        ("工作重点", plan_sentences.focus(plan.focus), ""),
    ]
    after: list[_Content] = [("实施步骤", phases, whole), *([] if order.led_first else [led])]
    return _with_content(before), _with_content(after), _with_content([handed_in])


def _with_content(contents: list[_Content]) -> list[_Content]:
    return [content for content in contents if content and (isinstance(content, list) or content[1] or content[2])]


def _spanned(plan: Plan) -> tuple[object, object]:
    """The period that the phases tell by themselves."""
    starts = [phase.start for phase in plan.phases]
    ends = [phase.end for phase in plan.phases if phase.end]
    return None if None in starts else min(day for day in starts if day), max(ends, default=None)


def _chapter(own: str, content: _Content, headings: Mapping[str, str]) -> list[Block]:
    if isinstance(content, list):
        return _measures(own, content, headings)
    title, sentences, text = content
    blocks: list[Block] = [Heading(1, own, title)]
    blocks += [paragraph(text)] if text else []
    return blocks + [Heading(2, label(2, n), "", sentence) for n, sentence in enumerate(sentences, 1)]


def _measures(own: str, measures: Sequence[Measure], headings: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = []
    opened: set[tuple[str, ...]] = set()
    first = labels_of(measures[0].id)
    titled = any(is_title(label) for label in first[:1])
    if not titled and (len(first) > 1 or chapter_of(first) is None):
        blocks.append(Heading(1, own, headings.get(path_of(first[:1]), "工作措施")))
    done: list[Measure] = []
    for table, group in groupby(measures, key=lambda measure: table_of(measure.id)):
        run = list(group)
        if table:
            blocks += [*_above_rows(done, measures[len(done) + len(run) :], headings), _rows(run)]
        else:
            blocks += _clauses(run, opened, headings, titled=titled)
        done += run
    return blocks


def _clauses(
    measures: Sequence[Measure], opened: set[tuple[str, ...]], headings: Mapping[str, str], *, titled: bool
) -> list[Block]:
    """Measures as clauses, below the headings that are not ``opened`` yet."""
    blocks: list[Block] = []
    for measure in measures:
        labels = labels_of(measure.id)
        for depth in range(1 if titled else 2, len(labels)):
            if labels[:depth] not in opened:
                opened.add(labels[:depth])
                blocks.append(_above(labels[:depth], headings))
        opened.add(labels)
        blocks += _measure(measure, labels)
    return blocks


def _above_rows(done: Sequence[Measure], coming: Sequence[Measure], headings: Mapping[str, str]) -> list[Heading]:
    """The heading of the clause that a table stands in: the number that is left out between those around it."""
    if not done or table_of(done[-1].id):
        return []
    left, right = labels_of(done[-1].id), labels_of(coming[0].id) if coming else ()
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False))))
    depth = shared if right else 1
    own = label_after(left[depth]) if depth < len(left) else ""
    if not own or right[depth : depth + 1] == (own,):
        return []
    return [_above((*left[:depth], own), headings)]


def _above(labels: tuple[str, ...], headings: Mapping[str, str]) -> Heading:
    """The heading of a clause that holds measures."""
    level = min(len(labels), 4)
    if is_title(labels[-1]):
        return Heading(level, "", labels[-1])
    return Heading(level, printed_label(labels[-1]), headings.get(path_of(labels), _SOME_WORK))


def _rows(measures: Sequence[Measure]) -> Table:
    """Measures that were rows of a table, as rows of a table."""
    columns = (
        Column("序号", 5, Align.CENTER),
        Column("工作任务", 20),
        Column("具体内容", 25),
        Column("责任单位", 20),
        Column("配合单位", 15),
        Column("完成时限", 15, Align.CENTER),
    )
    return Table(columns, tuple(_row(measure) for measure in measures))


def _row(measure: Measure) -> tuple[str, ...]:
    rest = measure.text.removeprefix(measure.title)
    task, detail = (measure.text, "") if rest == measure.text else (measure.title, rest.lstrip())
    units, assisting = "、".join(measure.units), "、".join(measure.assisting)
    return row_of(measure.id) or "", task, detail, units, assisting, _by_when(measure)


def _measure(measure: Measure, labels: tuple[str, ...]) -> list[Block]:
    """The clause: its title as a line of its own, or running on into the text, as the text was read."""
    own = printed_label(labels[-1]) if labels else ""
    level = min(len(labels) or 1, 4)
    rest = measure.text.removeprefix(measure.title)
    statement = _statement(measure)
    if rest == measure.text or rest[:1] in (",", "，"):
        return [Heading(level, own, "", measure.text + statement)]
    if rest.startswith(" ") or not (own or rest.startswith((":", "："))):
        return [Heading(level, own, measure.title), Paragraph((rest.lstrip() + statement,))]
    return [Heading(level, own, measure.title, rest + statement)]


def _statement(measure: Measure) -> str:
    parts = [f"责任单位：{'、'.join(measure.units)}"] if measure.units else []
    parts += [f"配合单位：{'、'.join(measure.assisting)}"] if measure.assisting else []
    when = _by_when(measure)
    parts += [f"完成时限：{when}"] if when else []
    return f"（{'；'.join(parts)}）" if parts else ""


def _by_when(measure: Measure) -> str:
    """The deadline, and how often where the measure's text does not say so."""
    words = [cadence_words(measure.cadence), f"{long_date(measure.due)}前" if measure.due else ""]
    return "，".join(filter(None, words))
