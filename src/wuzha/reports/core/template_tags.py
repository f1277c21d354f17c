"""The paragraphs of a template and the tags in them, mended where an editor tore them over runs of formatting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

TAG = re.compile(r"\{\{(?P<field>[^{}]*)\}\}|\{%(?P<part>p|tr)?(?P<word>[^{}%]*)%\}|\{#[^{}#]*#\}")
"""A field, a statement (alone in its paragraph or row), a comment."""
STRAY = re.compile(r"[{}]|[｛｝]")

_TEXT, _PARAGRAPH = qn("w:t"), qn("w:p")
_BREAKS = {qn("w:br"): "\n", qn("w:tab"): "\t", qn("w:cr"): "\n"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph's text: the element that holds it, or none for a break."""

    element: BaseOxmlElement | None
    text: str


@dataclass(frozen=True)
class Line:
    """A paragraph of a template: where it stands, and its own text (not that of boxes inside it)."""

    element: BaseOxmlElement
    place: str

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(_pieces(self.element))

    @cached_property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def tags(self) -> list[re.Match[str]]:
        return list(TAG.finditer(self.text))

    @property
    def broken(self) -> list[str]:
        """What is left of braces when whole tags are taken out, each with what follows it."""
        rest = TAG.sub(lambda found: "\x00" if "\n" not in found[0] and "\t" not in found[0] else found[0], self.text)
        return [rest[found.start() : found.start() + 20] for found in STRAY.finditer(rest)][:1]

    def container(self, tag: str) -> BaseOxmlElement | None:
        """The nearest element of this name around the paragraph."""
        parent: BaseOxmlElement | None = self.element.getparent()
        while parent is not None and parent.tag != qn(tag):
            parent = parent.getparent()
        return parent


def lines_of(file: Document) -> Iterator[Line]:
    """Every paragraph that can be filled: of the text, then of headers and footers."""
    yield from _numbered(file.element.body, "第{number}段")
    for said, kind in (("页眉", RELATIONSHIP_TYPE.HEADER), ("页脚", RELATIONSHIP_TYPE.FOOTER)):
        for relation in file.part.rels.values():
            if relation.reltype == kind:
                yield from _numbered(relation.target_part.element, f"{said}第{{number}}段")


def _numbered(root: BaseOxmlElement, said: str) -> Iterator[Line]:
    for number, element in enumerate(root.iter(_PARAGRAPH), 1):
        line = Line(element, "")
        words = line.text.strip()
        quoted = f"“{words[:16]}{'…' if len(words) > 16 else ''}”" if words else ""
        yield Line(element, said.format(number=number) + quoted)


def mend(line: Line) -> None:
    """Put each tag whole into the element where it begins; its formatting becomes that of its first character."""
    owners = [index for index, piece in enumerate(line.pieces) for _ in piece.text]
    for tag in line.tags:
        owners[tag.start() : tag.end()] = [owners[tag.start()]] * len(tag[0])
    texts = ["" for _ in line.pieces]
    for owner, character in zip(owners, line.text, strict=True):
        texts[owner] += character
    for piece, words in zip(line.pieces, texts, strict=True):
        if piece.element is not None and words != piece.text:
            piece.element.text = words
            piece.element.set(qn("xml:space"), "preserve")


def _pieces(paragraph: BaseOxmlElement) -> Iterator[Piece]:
    for element in paragraph.iter(_TEXT, *_BREAKS):
        if _owner(element) is paragraph:
            words = element.text or "" if element.tag == _TEXT else _BREAKS[element.tag]
            yield Piece(element if element.tag == _TEXT else None, words)


def _owner(element: BaseOxmlElement) -> BaseOxmlElement | None:
    parent: BaseOxmlElement | None = element.getparent()
    while parent is not None and parent.tag != _PARAGRAPH:
        if parent.tag == qn("w:tabs"):
            return None  # a tab stop of the layout, no tab in the text
        parent = parent.getparent()
    return parent
