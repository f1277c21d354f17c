"""A template filled with the values of a month: docxtpl repeats and chooses, and what it leaves is finished here.

Values go in as text with private characters that mark figures, ends of paragraphs and empty fields; afterwards the
paragraphs that hold such marks are taken apart, each keeping the layout and the formatting that the template gives it.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any, cast

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # ships no types
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree  # type: ignore[import-untyped]  # ships no types

from wuzha.problems import Problem, WuzhaError
from wuzha.reports.core import wordml
from wuzha.reports.core.document import OfficialDocument, Signature, Text
from wuzha.reports.core.figures import Cite, Figure
from wuzha.reports.core.monthly_input import MonthlyInput
from wuzha.reports.core.official import (
    Citations,
    keep_with_signature,
    right_indent,
    set_properties,
    signature_offset,
)
from wuzha.reports.core.template_fields import Layout, Shape, fields_of
from wuzha.reports.core.template_problems import TRIAL_FAILED
from wuzha.reports.core.template_tags import lines_of, mend
from wuzha.reports.core.template_values import Value, values_of

FIGURE, SHOWN, END, NEXT, EMPTY, SIGNED = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
_MARKS = re.compile("[\ue000-\ue005]")
_PIECES = re.compile(f"{FIGURE}(\\d+){SHOWN}([^{END}]*){END}|({NEXT})|[{EMPTY}{SIGNED}]")
_STRIP = re.compile(f"{FIGURE}\\d+{SHOWN}|[\ue000-\ue005]")
_TEXT, _RUN, _PARAGRAPH = qn("w:t"), qn("w:r"), qn("w:p")
_VISIBLE = ("w:drawing", "w:pict", "w:object", "w:br", "w:sectPr", "w:fldChar", "w:fldSimple")


class Printed(str):
    """A value as the template prints it. It counts as true where there is something: a text, or more than none."""

    __slots__ = ("something",)
    something: bool

    def __bool__(self) -> bool:
        return self.something


def render_template(
    template: bytes, layout: Layout, month: MonthlyInput, built: OfficialDocument, created: dt.datetime, base_url: str
) -> bytes:
    """The paper of a month as a .docx by a checked template; the same arguments give the same bytes.

    ``built`` is the built-in paper of the same month. What the template may do was decided by ``check_template``; the
    environment here is closed as well: no globals, no filters, no attributes but those of rows. Raises ``WuzhaError``
    RPT150 where it gives no document all the same.
    """
    try:
        return _rendered(template, layout, month, built, created, base_url)
    except (TemplateError, etree.LxmlError, KeyError, ValueError, AttributeError, TypeError, RecursionError) as error:
        reason = f"{type(error).__name__} {error}"[:200]
        raise WuzhaError(Problem(TRIAL_FAILED, layout, {"reason": reason})) from error


def _rendered(
    template: bytes, layout: Layout, month: MonthlyInput, built: OfficialDocument, created: dt.datetime, base_url: str
) -> bytes:
    figures: list[Figure] = []
    values = values_of(layout, month, built)
    shapes = fields_of(layout)
    context = {name: _filled(value, shapes[name].shape, figures) for name, value in values.items()}
    context["落款单位"] = Printed(SIGNED + context["落款单位"])
    context["落款单位"].something = True
    file = docx.Document(io.BytesIO(template))
    for line in list(lines_of(file)):
        mend(line)
    set_properties(file, "", created, "")  # docxtpl would render what somebody wrote there
    filled = DocxTemplate(None)
    filled.docx = file
    filled.render(context, _environment())
    citations = Citations(base_url)
    offset = signature_offset(Signature(month.unit, month.signed_on))
    _finish(file, figures, citations, offset)
    set_properties(file, built.title.replace("\n", ""), created, "")
    citations.relate(file)
    out = io.BytesIO()
    file.save(out)
    return wordml.steady_archive(out.getvalue(), packed=False)


def _environment() -> ImmutableSandboxedEnvironment:
    closed = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    for names in (closed.globals, closed.filters, closed.tests):
        names.clear()
    return closed


# ---- values with marks


def _filled(value: Any, shape: Shape, figures: list[Figure]) -> Any:
    if shape is Shape.ROWS:
        return [{name: _printed(one, figures) for name, one in row.items()} for row in value]
    return _printed(value, figures)


def _printed(value: Value, figures: list[Figure]) -> Printed:
    paragraphs = cast("list[Text]", list(value) if value and not isinstance(value[0], str | Cite) else [value])
    said = NEXT.join(_marked(one, figures) for one in paragraphs)
    printed = Printed(said or EMPTY)
    cites = [part for one in paragraphs for part in one if isinstance(part, Cite)]
    lone = len(paragraphs) == 1 and len(paragraphs[0]) == 1 and len(cites) == 1
    printed.something = bool(cites[0].figure.value) if lone else bool(said)
    return printed


def _marked(text: Text, figures: list[Figure]) -> str:
    parts = []
    for part in text:
        words = _MARKS.sub("", wordml.printable(part if isinstance(part, str) else part.text))
        if isinstance(part, Cite):
            figures.append(part.figure)
            words = f"{FIGURE}{len(figures) - 1}{SHOWN}{words}{END}"
        parts.append(words)
    return "".join(parts)


# ---- what is left after docxtpl


def _finish(file: Document, figures: Sequence[Figure], citations: Citations, offset: float) -> None:
    body = file.element.body
    taken = [int(one.get(qn("w:id"), 0)) for one in body.iter(qn("w:bookmarkStart"))]
    citations.first = max(taken, default=0) + 1
    for paragraph in list(body.iter(_PARAGRAPH)):
        words = "".join(one.text or "" for one in paragraph.iter(_TEXT))
        if SIGNED in words:
            _sign(paragraph, offset)
        if _MARKS.search(words):
            _take_apart(paragraph, words, figures, citations)
    for relation in file.part.rels.values():
        if relation.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            for one in relation.target_part.element.iter(_TEXT):
                one.text = _STRIP.sub("", one.text or "")


def _sign(paragraph: BaseOxmlElement, offset: float) -> None:
    """The unit is centred above its date where the template aligns it to the right."""
    layout = paragraph.find(qn("w:pPr"))
    place = layout.find(qn("w:jc")) if layout is not None else None
    if place is None or place.get(qn("w:val")) not in ("right", "end"):
        return
    old = layout.find(qn("w:ind"))
    if old is not None:
        layout.replace(old, right_indent(offset))
    else:
        place.addprevious(right_indent(offset))
    before = paragraph.getprevious()
    while before is not None and before.tag == _PARAGRAPH and not "".join(before.itertext()).strip():
        before = before.getprevious()
    if before is not None and before.find(qn("w:pPr")) is not None:
        keep_with_signature(before)


def _take_apart(paragraph: BaseOxmlElement, words: str, figures: Sequence[Figure], citations: Citations) -> None:
    if not _STRIP.sub("", words).strip() and not _keeps(paragraph):
        paragraph.getparent().remove(paragraph)
        return
    layout = paragraph.find(qn("w:pPr"))
    made = [[]]  # type: list[list[BaseOxmlElement]]
    for child in list(paragraph):
        if child.tag == _RUN:
            _run(child, figures, citations, made)
        elif child is not layout:
            for one in child.iter(_TEXT):
                one.text = _STRIP.sub("", one.text or "")
            made[-1].append(child)
    for child in list(paragraph):
        if child is not layout:
            paragraph.remove(child)
    paragraph.extend(made[0])
    after = paragraph
    for content in made[1:]:
        again = wordml.el("w:p", None, *([deepcopy(layout)] if layout is not None else []), *content)
        after.addnext(again)
        after = again


def _keeps(paragraph: BaseOxmlElement) -> bool:
    """Whether an empty paragraph stays: one that shows something else, or the only one of its cell."""
    if any(paragraph.find(f".//{qn(tag)}") is not None for tag in _VISIBLE):
        return True
    parent = paragraph.getparent()
    return bool(parent.tag == qn("w:tc") and len(parent.findall(_PARAGRAPH)) == 1)


def _run(
    run: BaseOxmlElement, figures: Sequence[Figure], citations: Citations, made: list[list[BaseOxmlElement]]
) -> None:
    """A run as runs of its formatting, with its figures in their bookmarks, over as many paragraphs as it gives."""
    style = run.find(qn("w:rPr"))
    waiting: list[BaseOxmlElement] = []

    def close() -> None:
        if waiting:
            made[-1].append(_again(style, waiting))
            waiting.clear()

    for child in list(run):
        if child is style:
            continue
        if child.tag != _TEXT:
            waiting.append(child)
            continue
        at, said = 0, child.text or ""
        for mark in _PIECES.finditer(said):
            _add(waiting, said[at : mark.start()])
            at = mark.end()
            if mark[1] is not None:
                close()
                shown: list[BaseOxmlElement] = []
                _add(shown, mark[2])
                made[-1].extend(citations.around(figures[int(mark[1])], _again(style, shown)))
            elif mark[3]:
                close()
                made.append([])
        _add(waiting, said[at:])
    close()


def _add(content: list[BaseOxmlElement], words: str) -> None:
    if words:
        text = wordml.el("w:t", {"xml:space": "preserve"})
        text.text = words
        content.append(text)


def _again(style: BaseOxmlElement | None, content: Sequence[BaseOxmlElement]) -> BaseOxmlElement:
    return wordml.el("w:r", None, *([deepcopy(style)] if style is not None else []), *content)
