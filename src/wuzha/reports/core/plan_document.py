"""A typed plan written back as an official document that reads as the same typed plan.

Measures keep their text and the clause path they were read with; goals, organisation, focus, phases and reports are
said in plain sentences. The draft is read back once, and what its texts do not say of themselves (a deadline, an
assisting unit, a report) is added to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from enum import Enum

from wuzha.plan.core import read
from wuzha.plan.core.model import Annex, Goal, Measure, Phase, Plan, Report
from wuzha.plan.core.vocabulary import DEFAULT, Vocabulary
from wuzha.reports.core import plan_sentences
from wuzha.reports.core.clause_paths import chapter_label, chapter_of, depth_of, labels_of, printed_label
from wuzha.reports.core.document import (
    Attachment,
    Block,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    label,
    long_date,
    paragraph,
    plain_lines,
)
from wuzha.terms import Span

NOWHERE = Span(0, 0)
LONGEST_TITLE_LINE = 40
STOPS = "。;:!?；：！？"
HALF_WIDTH = str.maketrans("（）．", "().")
_HEADING = re.compile(r"\s*(?P<words>[^\n。；;：:，,(（]{2,40})")
_ANNEX = re.compile(r"附件(?P<number>\d*)(?: (?P<title>.+))?")


def plan_document(
    plan: Plan,
    year: int,
    headings: Mapping[str, str] | None = None,
    signature: Signature | None = None,
    vocabulary: Vocabulary = DEFAULT,
) -> OfficialDocument:
    """The plan as a document. ``year`` is the plan's year (its texts may leave the year out).

    ``headings`` names clauses that hold measures but are none (path → words, see ``headings_of``); a typed plan does
    not keep them.
    """
    silent = replace(
        plan, reports=(), annexes=(), measures=tuple(replace(m, assisting=(), due=None) for m in plan.measures)
    )
    draft = _compose(silent, headings or {}, signature)
    heard = read("\n".join(plain_lines(draft)), year, vocabulary)
    said = {measure.id: measure for measure in heard.measures}
    unsaid = replace(
        plan,
        measures=tuple(_unsaid(measure, said.get(measure.id)) for measure in plan.measures),
        reports=tuple(asked for asked in plan.reports if _bare(asked) not in map(_bare, heard.reports)),
    )
    spoken = {annex.name for annex in heard.annexes}
    return _compose(unsaid, headings or {}, signature, spoken, _place(plan.reports, unsaid.reports))


def headings_of(plan: Plan, text: str) -> dict[str, str]:
    """Clause path → heading, for the clauses above the measures: what stands behind their label in the plan's text."""
    flat = text.translate(HALF_WIDTH)
    found: dict[str, str] = {}
    for measure in plan.measures:
        labels = labels_of(measure.id)
        for depth in range(1, len(labels)):
            mark = printed_label(labels[depth - 1]).translate(HALF_WIDTH).rstrip()
            at = flat.rfind(mark, 0, measure.source.start)
            words = _HEADING.match(text, at + len(mark)) if at >= 0 else None
            if words:
                found.setdefault("".join(labels[:depth]), "".join(words["words"].split()))
    return found


def differences(plan: Plan, again: Plan) -> tuple[str, ...]:
    """The fields in which two typed plans differ, spans and problems aside: ``period``, ``measures[四(一)].quota``.

    Empty for a plan and its document read back, unless somebody corrected a field against the text of its measure:
    a document can only say what its text says.
    """
    parts = [part.name for part in fields(Plan) if part.name not in ("problems", "measures")]
    found = [name for name in parts if _bare(getattr(plan, name)) != _bare(getattr(again, name))]
    if [measure.id for measure in plan.measures] != [measure.id for measure in again.measures]:
        return (*found, "measures")
    names = [part.name for part in fields(Measure) if part.name != "source"]
    for one, other in zip(plan.measures, again.measures, strict=True):
        found += [f"measures[{one.id}].{name}" for name in names if getattr(one, name) != getattr(other, name)]
    return tuple(found)


def _bare(value: object) -> object:
    """A value of the plan without its spans."""
    if isinstance(value, tuple):
        return tuple(_bare(item) for item in value)
    return replace(value, source=NOWHERE) if isinstance(value, Goal | Phase | Report | Annex) else value


def _unsaid(measure: Measure, said: Measure | None) -> Measure:
    """The measure without what its text says of itself."""
    if said is None:
        return measure
    assisting = tuple(unit for unit in measure.assisting if unit not in said.assisting)
    if assisting + tuple(unit for unit in said.assisting if unit not in assisting) != measure.assisting:
        assisting = measure.assisting
    return replace(measure, assisting=assisting, due=None if said.due == measure.due else measure.due)


class _Place(Enum):
    """Where the chapter on reports stands, so that reports keep their order with those in measures' texts."""

    BEFORE = "before the measures"
    ANYWHERE = "where a number is free"
    AFTER = "after the measures"


def _place(reports: Sequence[Report], unsaid: Sequence[Report]) -> _Place:
    if len(unsaid) == len(reports):
        return _Place.ANYWHERE
    return _Place.BEFORE if reports[0] in unsaid else _Place.AFTER


def _compose(
    plan: Plan,
    headings: Mapping[str, str],
    signature: Signature | None,
    annexes_said: Collection[str] = (),
    place: _Place = _Place.ANYWHERE,
) -> OfficialDocument:
    opening = plan_sentences.preamble(plan.basis)
    for annex in plan.annexes:
        number, title = _annex(annex)
        if not title and annex.name not in annexes_said:
            opening += f"（见附件{number}）"
    blocks: list[Block] = [paragraph(opening)] if opening else []
    for chapter in _chapters(plan, headings, place):
        blocks += chapter
    titled = [(number, title) for number, title in map(_annex, plan.annexes) if title]
    return OfficialDocument(
        title=plan.title,
        blocks=tuple(blocks),
        signature=signature,
        number=plan.document_number or "",
        attachments=tuple(
            Attachment(title, (paragraph("（内容见原件。）"),), mark=f"附件{number}")
            for annex in plan.annexes
            for number, title in [_annex(annex)]
            if annex.attached
        ),
        attachment_list=tuple(f"{number}. {title}" if number else title for number, title in titled),
    )


def _annex(annex: Annex) -> tuple[str, str]:
    hit = _ANNEX.fullmatch(annex.name)
    return (hit["number"], hit["title"] or "") if hit else ("", annex.name)


def _chapters(plan: Plan, headings: Mapping[str, str], place: _Place) -> Iterator[list[Block]]:
    """Chapters in the order of their numbers: those of the measures where their paths say, the others around them."""
    groups: dict[int | None, list[Measure]] = {}
    for measure in plan.measures:
        groups.setdefault(chapter_of(labels_of(measure.id)), []).append(measure)
    style = next((labels_of(measure.id)[0] for measure in plan.measures if labels_of(measure.id)), "")
    before, after, reports = _others(plan)
    numbered = {number: group for number, group in groups.items() if number is not None}
    before += reports if place is _Place.BEFORE else []
    after += reports if place is _Place.ANYWHERE else []
    first = min(numbered, default=len(before) + 1)
    while after and len(before) < first - 1:
        before.append(after.pop(0))
    after += reports if place is _Place.AFTER else []
    loose = groups.get(None)
    early = [*before, *([loose] if loose else [])]
    number = 0
    while early or after or numbered:
        number += 1
        open_to = early or (after if not numbered else [])
        content = numbered.pop(number, None) or (open_to.pop(0) if open_to else None)
        if content:
            yield _chapter(chapter_label(number, style), content, headings)


_Content = list[Measure] | tuple[str, list[str], str]
"""A chapter's content: measures, or a heading with its sentences and the text of the chapter itself."""


def _others(plan: Plan) -> tuple[list[_Content], list[_Content], list[_Content]]:
    """The chapters that usually stand before the measures, those after, and that on reports; none that is empty."""
    phases = [plan_sentences.phase(phase) for phase in plan.phases]
    derived = bool(plan.phases) and _spanned(plan) == (plan.period.start, plan.period.end)
    whole = "" if derived or plan.period.end is None else plan_sentences.period(plan.period)
    before: list[_Content] = [
        ("工作目标", [plan_sentences.goal(aim) for aim in plan.goals], ""),
        ("组织领导", plan_sentences.organization(plan.organization), ""),
        ("工作重点", plan_sentences.focus(plan.focus), ""),
    ]
    after: list[_Content] = [("实施步骤", phases, whole)] if phases or whole else []
    asked = [plan_sentences.report(report) for report in plan.reports]
    return [part for part in before if part[1]], after, [("信息报送", asked, "")] if asked else []


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
    if all(len(labels_of(measure.id)) != 1 or chapter_of(labels_of(measure.id)) is None for measure in measures):
        blocks.append(Heading(1, own, headings.get(_key(own), "工作措施")))
    for measure in measures:
        labels = labels_of(measure.id)
        for depth in range(2, len(labels)):
            if labels[:depth] not in opened:
                opened.add(labels[:depth])
                words = headings.get("".join(labels[:depth]), "有关工作")
                blocks.append(Heading(min(depth, 4), printed_label(labels[depth - 1]), words))
        blocks += _measure(measure, labels)
    return blocks


def _key(own: str) -> str:
    return own.rstrip("、. ")


def _measure(measure: Measure, labels: tuple[str, ...]) -> list[Block]:
    """The clause: its title as a line of its own, or running on into the text, as the text was read."""
    own = printed_label(labels[-1]) if labels else ""
    level = min(depth_of(labels), 4)
    rest = measure.text.removeprefix(measure.title)
    statement = _statement(measure)
    if rest == measure.text or rest[:1] in (",", "，"):
        return [Heading(level, own, "", measure.text + statement)]
    if not rest or rest[0] in STOPS or len(measure.title) > LONGEST_TITLE_LINE:
        return [Heading(level, own, measure.title, rest + statement)]
    return [Heading(level, own, measure.title), Paragraph((rest + statement,))]


def _statement(measure: Measure) -> str:
    parts = [f"责任单位：{'、'.join(measure.units)}"] if measure.units else []
    parts += [f"配合单位：{'、'.join(measure.assisting)}"] if measure.assisting else []
    parts += [f"完成时限：{long_date(measure.due)}前"] if measure.due else []
    return f"（{'；'.join(parts)}）" if parts else ""
