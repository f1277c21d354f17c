"""Official documents as .docx in the layout of GB/T 9704—2012 (党政机关公文格式).

A4, margins 37 mm above and 28 mm at the binding side, text 156 mm × 225 mm, 22 lines of 28 characters. Fonts are
named, never embedded: a machine that lacks one substitutes its own. Equal content gives equal bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import groupby

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm

from wuzha.reports.core import wordml
from wuzha.reports.core.document import (
    Align,
    Attachment,
    Block,
    Heading,
    Inline,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    attachment_note,
    long_date,
    marked_attachments,
)
from wuzha.reports.core.figures import Cite, Figure
from wuzha.reports.core.titles import title_lines, width
from wuzha.reports.core.wordml import el, run, val

SHORT_SIDE, LONG_SIDE = Mm(210), Mm(297)
TOP, BOTTOM, BINDING, OUTER = Mm(37), Mm(35), Mm(28), Mm(26)
DATE_OFFSET = 4
"""Characters left empty to the right of the date (7.3.5.1)."""
KEPT_CHARACTERS = 168
"""A last paragraph up to this length (six lines) goes to the page of the signature."""
ROOMY_COLUMNS = 6
"""A table with more columns is set in 五号 instead of 小四."""


def write_official(document: OfficialDocument, created: dt.datetime, base_url: str = "", author: str = "") -> bytes:
    """The document as the bytes of a .docx file.

    ``created`` becomes the date in the file's properties (nothing reads a clock). With ``base_url`` every cited
    figure is a link, in plain print, to ``<base_url>/f/<code>?<rows>``; with or without, it is a bookmark.
    """
    return OfficialWriter(base_url).write(document, created, author)


class Citations:
    """The figures of a file: running numbers of their bookmarks, and the relations of their links."""

    def __init__(self, base_url: str, first: int = 1) -> None:
        self.base_url, self.first = base_url, first
        self.marked = 0
        self.links: dict[str, str] = {}

    def around(self, figure: Figure, *runs: BaseOxmlElement) -> list[BaseOxmlElement]:
        """The runs that print a figure, inside its bookmark and, with an address, its link."""
        self.marked += 1
        number, code = self.first + self.marked - 1, figure.code.replace(".", "_")
        start = el("w:bookmarkStart", {"w:id": number, "w:name": f"f{self.marked}_{code}"[:40]})
        end = el("w:bookmarkEnd", {"w:id": number})
        if not self.base_url:
            return [start, *runs, end]
        relation = self.links.setdefault(figure.address(self.base_url), f"rIdF{len(self.links) + 1}")
        tip = f"{figure.label} {figure.code}"
        link = el("w:hyperlink", {"r:id": relation, "w:tooltip": tip, "w:history": 0}, *runs)
        return [start, link, end]

    def relate(self, file: Document) -> None:
        """Write the relations of the links into the file."""
        for address, relation in self.links.items():
            file.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, relation, is_external=True)


class OfficialWriter:
    """Writes one document: holds the file under work and the running numbers that keep its ids stable."""

    def __init__(self, base_url: str) -> None:
        self.citations = Citations(base_url)
        self.file: Document = docx.Document()
        self.body: BaseOxmlElement = self.file.element.body
        self.room = wordml.TEXT_WIDTH_TWIPS

    def write(self, document: OfficialDocument, created: dt.datetime, author: str) -> bytes:
        self._set_up(document, created, author)
        self._head(document)
        self._blocks(document.blocks)
        self._attachment_note(document)
        if document.signature:
            self._signature(document.signature)
        for mark, attachment in marked_attachments(document):
            self._attachment(mark, attachment)
        self.citations.relate(self.file)
        return self._saved()

    def _saved(self) -> bytes:
        out = io.BytesIO()
        self.file.save(out)
        return wordml.steady_archive(out.getvalue())

    def _set_up(self, document: OfficialDocument, created: dt.datetime, author: str) -> None:
        styles = self.file.styles.element
        for child in list(styles):
            styles.remove(child)
        styles.extend(list(wordml.official_styles()))
        settings = self.file.settings
        settings.odd_and_even_pages_header_footer = True
        set_properties(self.file, document.title.replace("\n", ""), created, author)
        section = self.file.sections[0]
        self._turn(section, document.landscape)
        self._page_numbers(section)

    def _turn(self, section: Section, landscape: bool) -> None:
        _page(section, landscape)
        self.room = wordml.TEXT_HEIGHT_TWIPS if landscape else wordml.TEXT_WIDTH_TWIPS

    def _page_numbers(self, section: Section) -> None:
        # Odd pages number at the right, even ones at the left, one character in from the text's edge (7.5).
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]._p
            for child in list(paragraph):
                paragraph.remove(child)
            indent = el("w:ind", {f"w:{side}Chars": 100, f"w:{side}": 280})
            paragraph.append(el("w:pPr", None, val("w:pStyle", "PageNumber"), indent, val("w:jc", side)))
            paragraph.extend([run("— "), *wordml.field("PAGE", "1"), run(" —")])

    def _head(self, document: OfficialDocument) -> None:
        if document.number:
            self._append(_paragraph("Normal", [run(document.number)], val("w:jc", "center")))
            self._empty_line()
        self._title(document.title)
        if document.addressee:
            self._append(_paragraph("Normal", [run(f"{document.addressee}：")]))

    def _title(self, title: str) -> None:
        # One paragraph, so that whoever reads the file has one title: lines of it are no paragraphs.
        self._append(_paragraph("Title", [run("\n".join(title_lines(title)))]))
        self._empty_line()

    def _attachment_note(self, document: OfficialDocument) -> None:
        # Below the text after an empty line, two characters in; titles line up and end without punctuation (7.3.4).
        note = attachment_note(document)
        if note:
            self._empty_line(keep=True)
        for line in note:
            self._append(_paragraph("Body", [run(line)], *_kept(bool(document.signature))))

    def _signature(self, signature: Signature) -> None:
        # The unit stands centred above the date, the date four characters in (7.3.5.1).
        date = long_date(signature.date)
        unit_offset = signature_offset(signature)
        keep_with_signature(self.body[-2] if len(self.body) > 1 else None)
        self._empty_line(keep=True)
        for words, offset, last in ((signature.unit, unit_offset, False), (date, float(DATE_OFFSET), True)):
            layout = (*_kept(not last), val("w:keepLines", 1), right_indent(offset), val("w:jc", "right"))
            self._append(_paragraph("Normal", [run(words)], *layout))

    def _attachment(self, mark: str, attachment: Attachment) -> None:
        self._new_page(attachment.landscape)
        self._append(_paragraph("AttachmentMark", [run(mark)]))
        self._empty_line()
        if attachment.title:
            self._title(attachment.title)
        self._blocks(attachment.blocks)

    def _new_page(self, landscape: bool) -> None:
        # Each section says itself where its page numbers are: taking one out of the file leaves the others whole.
        footers = self.file.sections[0]._sectPr.findall(qn("w:footerReference"))
        section = self.file.add_section(WD_SECTION.NEW_PAGE)
        for reference in reversed(footers):
            section._sectPr.insert(0, deepcopy(reference))
        self._turn(section, landscape)

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            match block:
                case Heading():
                    self._heading(block)
                case Paragraph():
                    self._append(_paragraph("Body" if block.indent else "Normal", self._inlines(block.text)))
                case Table():
                    self._table(block)

    def _heading(self, heading: Heading) -> None:
        words = heading.label + heading.text
        if not heading.rest:
            self._append(_paragraph(f"Heading{heading.level}", [run(words)]))
            return
        # A heading that runs on is body text with another font at its start: it is no line of the outline.
        font = wordml.HEADING_FONTS[heading.level] if heading.text else wordml.FANGSONG
        self._append(_paragraph("Body", [run(words, wordml.fonts(font)), run(heading.rest)]))

    def _table(self, table: Table) -> None:
        if table.caption:
            self._append(_paragraph("TableCaption", [run(table.caption)]))
        total = sum(column.width for column in table.columns)
        widths = [int(self.room * column.width / total) for column in table.columns]
        rule = {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": "auto"}
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        grid = el("w:tblGrid", None, *(el("w:gridCol", {"w:w": width}) for width in widths))
        properties = el(
            "w:tblPr",
            None,
            el("w:tblW", {"w:w": sum(widths), "w:type": "dxa"}),
            val("w:jc", "center"),
            el("w:tblBorders", None, *(el(f"w:{side}", rule) for side in sides)),
            el("w:tblLayout", {"w:type": "fixed"}),
        )
        rows = [self._row([(column.header, Align.CENTER) for column in table.columns], widths, header=True)]
        for cells in table.rows:
            aligned = [(cell, column.align) for cell, column in zip(cells, table.columns, strict=True)]
            rows.append(self._row(aligned, widths, header=False))
        self._append(el("w:tbl", None, properties, grid, *rows))

    def _row(self, cells: Sequence[tuple[Inline, Align]], widths: Sequence[int], header: bool) -> BaseOxmlElement:
        properties = [el("w:cantSplit"), *([el("w:tblHeader")] if header else [])]
        row = el("w:tr", None, el("w:trPr", None, *properties))
        for (cell, align), twips in zip(cells, widths, strict=True):
            place = el("w:tcPr", None, el("w:tcW", {"w:w": twips, "w:type": "dxa"}), val("w:vAlign", "center"))
            size = "Small" if len(widths) > ROOMY_COLUMNS else ""
            style = f"{'TableHead' if header else 'TableText'}{size}"
            row.append(el("w:tc", None, place, _paragraph(style, self._inlines([cell]), val("w:jc", align))))
        return row

    def _inlines(self, inlines: Iterable[Inline]) -> list[BaseOxmlElement]:
        elements: list[BaseOxmlElement] = []
        for cited, parts in groupby(inlines, key=lambda part: isinstance(part, Cite)):
            if cited:
                for cite in parts:
                    assert isinstance(cite, Cite)
                    elements.extend(self.citations.around(cite.figure, run(cite.text)))
            else:
                elements.append(run("".join(str(part) for part in parts)))
        return elements

    def _empty_line(self, keep: bool = False) -> None:
        self._append(_paragraph("Normal", [], *_kept(keep)))

    def _append(self, element: BaseOxmlElement) -> None:
        # The last child of the body is the properties of its last section.
        self.body[-1].addprevious(element)


def set_properties(file: Document, title: str, created: dt.datetime, author: str) -> None:
    """The properties of the file: nothing in them but what is said here."""
    properties = file.core_properties
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.created = properties.modified = created.replace(tzinfo=None)
    properties.comments, properties.revision = "", 1
    for name in ("category", "content_status", "identifier", "keywords", "language", "subject", "version"):
        setattr(properties, name, "")


def signature_offset(signature: Signature) -> float:
    """How many characters the unit stands in from the right, to be centred above the date."""
    return max(0.0, DATE_OFFSET + (width(long_date(signature.date)) - width(signature.unit)) / 2)


def right_indent(characters: float) -> BaseOxmlElement:
    """An indent from the right, for programs that count characters and for those that do not."""
    return el("w:ind", {"w:rightChars": round(characters * 100), "w:right": _twips(characters)})


def keep_with_signature(before: BaseOxmlElement | None) -> None:
    """Keep the last paragraph on the page of the signature that follows: a page with nothing else on it could be put
    below any text. A long paragraph stays as it is, for LibreOffice moves it as a whole."""
    if before is None or before.tag != qn("w:p"):
        return
    # Not itertext(): python-docx gives rows, paragraphs and runs a text of their own, which it would add to theirs.
    if width("".join(one.text or "" for one in before.iter(qn("w:t")))) > KEPT_CHARACTERS:
        return
    if before.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is None:
        before[0][0].addnext(val("w:keepNext", 1))


def kept_paragraph(style: str, words: str, *layout: BaseOxmlElement, keep: bool = True) -> BaseOxmlElement:
    """A paragraph of plain words that stays on the page of the next one, where ``keep``."""
    return _paragraph(style, [run(words)], *_kept(keep), *layout)


def _kept(keep: bool) -> list[BaseOxmlElement]:
    """Keeps a paragraph on the page of the next one, where ``keep``."""
    return [val("w:keepNext", 1)] if keep else []


def _paragraph(style: str, content: Iterable[BaseOxmlElement], *layout: BaseOxmlElement) -> BaseOxmlElement:
    return el("w:p", None, el("w:pPr", None, val("w:pStyle", style), *layout), *content)


def _page(section: Section, landscape: bool) -> None:
    # Across the sheet the binding side is the top edge, so the margins turn with the page.
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG_SIDE, SHORT_SIDE) if landscape else (SHORT_SIDE, LONG_SIDE)
    section.top_margin, section.bottom_margin = (BINDING, OUTER) if landscape else (TOP, BOTTOM)
    section.left_margin, section.right_margin = (BOTTOM, TOP) if landscape else (BINDING, OUTER)
    section.header_distance, section.footer_distance = Mm(15), Mm(16) if landscape else Mm(25)
    section.gutter = 0
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = {"w:type": "linesAndChars", "w:linePitch": wordml.LINE_TWIPS, "w:charSpace": wordml.CHARACTER_SPACE}
    properties.append(el("w:docGrid", grid))


def _twips(characters: float) -> int:
    return round(characters * wordml.CHARACTER_TWIPS)
