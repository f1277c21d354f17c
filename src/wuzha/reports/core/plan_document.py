"""A typed plan written back as an official document that reads as the same typed plan.

Measures keep their text and the clause path they were read with; goals, organisation, focus, phases and reports are
said in plain sentences. The draft is read back once, and what its texts do not say of themselves (a deadline, an
assisting unit, a report) is added to it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace

from wuzha.plan.core import read
from wuzha.plan.core.documents import from_bytes
from wuzha.plan.core.model import Annex, Goal, Measure, Phase, Plan, Report
from wuzha.plan.core.vocabulary import DEFAULT, Vocabulary
from wuzha.reports.core import plan_sentences
from wuzha.reports.core.document import Attachment, Block, OfficialDocument, Signature, paragraph
from wuzha.reports.core.official import write_official
from wuzha.reports.core.plan_chapters import AS_USUAL, Order, Place, chapters
from wuzha.terms import Span

NOWHERE = Span(0, 0)
DRAFTED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_ANNEX = re.compile(r"附件(?P<number>\d*)(?: (?P<title>.+))?")


def plan_document(
    plan: Plan,
    year: int,
    headings: Mapping[str, str] | None = None,
    signature: Signature | None = None,
    vocabulary: Vocabulary = DEFAULT,
) -> OfficialDocument:
    """The plan as a document. ``year`` is the plan's year (its texts may leave the year out).

    ``headings`` names clauses that hold measures but are none (path → words, see ``plan.core.headings_of``); a typed
    plan does not keep them.
    """
    mute = tuple(replace(measure, units=(), assisting=(), cadence=None, due=None) for measure in plan.measures)
    silent = replace(plan, reports=(), annexes=(), measures=mute)
    draft = _compose(silent, headings or {}, signature)
    document = from_bytes("draft.docx", write_official(draft, DRAFTED))
    heard = read(document, year, vocabulary)
    said = {measure.id: measure for measure in heard.measures}
    unsaid = replace(
        plan,
        measures=tuple(_unsaid(measure, said.get(measure.id)) for measure in plan.measures),
        reports=tuple(asked for asked in plan.reports if _bare(asked) not in map(_bare, heard.reports)),
    )
    spoken = {annex.name for annex in heard.annexes}
    demanded = _demanded(plan, heard.reports, document.text)
    order = Order(_place(plan.reports, unsaid.reports), led_first=_in_order(plan.reports, heard.reports))
    if _among(plan.reports, unsaid.reports, demanded):
        own = [asked for asked in plan.reports if asked in unsaid.reports or _bare(asked) in demanded]
        order = Order(_place(plan.reports, own), woven=_woven(plan, unsaid.reports, demanded))
    return _compose(unsaid, headings or {}, signature, spoken, order)


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
    due = None if said.due == measure.due else measure.due
    units = () if said.units == measure.units and not assisting and due is None else measure.units
    cadence = None if said.cadence else measure.cadence
    return replace(measure, units=units, assisting=assisting, cadence=cadence, due=due)


def _place(reports: Sequence[Report], unsaid: Sequence[Report]) -> Place:
    if len(unsaid) == len(reports):
        return Place.ANYWHERE
    return Place.BEFORE if reports[0] in unsaid else Place.AFTER


def _in_order(reports: Sequence[Report], heard: Sequence[Report]) -> bool:
    """Whether the reports that were heard in the draft came in the order of the plan."""
    wanted, came = [_bare(asked) for asked in reports], [_bare(asked) for asked in heard]
    return [asked for asked in came if asked in wanted] == [asked for asked in wanted if asked in came]


def _demanded(plan: Plan, heard: Sequence[Report], text: str) -> dict[object, str]:
    """The reports of a draft that what every unit must set up asks for, and the sentence that does."""
    found: dict[object, str] = {}
    for demand in plan.organization.requirements:
        start = text.find(demand)
        asked = [report for report in heard if start <= report.source.start < start + len(demand)]
        found.update((_bare(report), demand) for report in asked if start >= 0)
    return found


def _among(reports: Sequence[Report], unsaid: Sequence[Report], demanded: Collection[object]) -> bool:
    """Whether a report nobody else asks for comes before a demanded one, with none of a measure between them."""
    waiting = False
    for asked in reports:
        if waiting and _bare(asked) in demanded:
            return True
        waiting = asked in unsaid
    return False


def _woven(plan: Plan, unsaid: Sequence[Report], demanded: Mapping[object, str]) -> tuple[str, ...]:
    """What is to be handed in and what every unit must set up, in the order in which the plan names the reports."""
    said: list[str] = []
    demands = list(plan.organization.requirements)
    for asked in plan.reports:
        if asked in unsaid:
            said.append(plan_sentences.report(asked))
        while demanded.get(_bare(asked)) in demands:
            said.append(f"{demands.pop(0)}。")
    return (*said, *(f"{demand}。" for demand in demands))


def _compose(
    plan: Plan,
    headings: Mapping[str, str],
    signature: Signature | None,
    annexes_said: Collection[str] = (),
    order: Order = AS_USUAL,
) -> OfficialDocument:
    opening = plan_sentences.preamble(plan.basis)
    unnamed = [f"附件{number}" for number, title in map(_annex, plan.annexes) if not title]
    referred = [mark for mark in unnamed if mark not in annexes_said]
    opening = (
        opening.removesuffix("。") + (f"（见{'、'.join(referred)}）" if referred else "") + ("。" if opening else "")
    )
    blocks: list[Block] = [paragraph(opening)] if opening else []
    for chapter in chapters(plan, headings, order):
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
