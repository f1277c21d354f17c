"""An official document as plain values: blocks of text and tables, before any file format.

The same values become a .docx (``official``), a preview on a page, and plain text in a test.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from wuzha.reports.core.figures import Cite
from wuzha.reports.core.titles import title_lines

Inline = str | Cite
Text = tuple[Inline, ...]

NUMERALS = "〇一二三四五六七八九"


class Align(StrEnum):
    """Where the text of a column stands in its cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4: printed label, words, and text that runs on in the same paragraph."""

    level: int
    label: str
    text: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text. ``indent`` is the first-line indent; without it the text starts at the margin."""

    text: Text
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its share of the width (relative), and where its text stands."""

    header: str
    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header is repeated on each page and whose rows are never broken across pages."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Inline, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row with another number of cells than the table has columns")


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """Who issues the document, and its date (成文日期)."""

    unit: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment (附件): it starts on a new page, across the sheet where its table is wide.

    ``mark`` is what stands above it; without one it is numbered with the others.
    """

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A whole document: number (文号), title, addressee (主送机关), body, signature, attachments;
    ``landscape`` where its body is a wide table. ``attachment_list`` names the attachments below the text, numbers
    included; without it the list is that of the attachments themselves.

    A line feed in the title is where it breaks if it does not fit on one line (``titles``).
    """

    title: str
    blocks: tuple[Block, ...]
    signature: Signature | None = None
    addressee: str = ""
    number: str = ""
    attachments: tuple[Attachment, ...] = ()
    landscape: bool = False
    attachment_list: tuple[str, ...] | None = None


def text(*parts: Inline | Iterable[Inline]) -> Text:
    """Parts and lists of parts as one flat text."""
    flat: list[Inline] = []
    for part in parts:
        if isinstance(part, str | Cite):
            flat.append(part)
        else:
            flat.extend(part)
    return tuple(flat)


def paragraph(*parts: Inline | Iterable[Inline]) -> Paragraph:
    """An indented paragraph of the parts."""
    return Paragraph(text(*parts))


def plain(inlines: Iterable[Inline]) -> str:
    """The characters that are printed."""
    return "".join(part if isinstance(part, str) else part.text for part in inlines)


def numeral(number: int) -> str:
    """1 … 999 as Chinese numerals: 一, 十, 二十三, 一百零五."""
    if not 1 <= number <= 999:
        raise ValueError("headings count from 1 to 999")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{NUMERALS[hundreds]}百" if hundreds else ""
    if tens:
        head += f"{NUMERALS[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        head += "零"
    return head + (NUMERALS[ones] if ones else "")


def label(level: int, number: int) -> str:
    """The printed label of a heading: 一、 (一) 1. (1) for the levels 1 to 4 (GB/T 9704—2012, 7.3.3)."""
    return {1: f"{numeral(number)}、", 2: f"（{numeral(number)}）", 3: f"{number}.", 4: f"（{number}）"}[level]


def long_date(day: dt.date) -> str:
    """A date as official documents write it: Arabic numerals, months and days without a leading zero."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_span(start: dt.date, end: dt.date) -> str:
    """``2026年2月26日至3月25日``: the year is said once where it is the same."""
    last = f"{end.month}月{end.day}日" if start.year == end.year else long_date(end)
    return f"{long_date(start)}至{last}"


def plain_lines(document: OfficialDocument) -> list[str]:
    """Every printed line of text in order, cells of a row joined by tabs: for search and for tests."""
    lines = [line for line in (document.number, *title_lines(document.title)) if line]
    if document.addressee:
        lines.append(f"{document.addressee}：")
    lines.extend(_block_lines(document.blocks))
    lines.extend(attachment_note(document))
    if document.signature:
        lines += [document.signature.unit, long_date(document.signature.date)]
    for mark, attachment in marked_attachments(document):
        lines += [mark, *([attachment.title] if attachment.title else []), *_block_lines(attachment.blocks)]
    return lines


def marked_attachments(document: OfficialDocument) -> list[tuple[str, Attachment]]:
    """Each attachment with the mark above it: 附件, or 附件1 and so on where there are several."""
    several = len(document.attachments) > 1
    return [
        (attachment.mark or (f"附件{number}" if several else "附件"), attachment)
        for number, attachment in enumerate(document.attachments, 1)
    ]


def attachment_note(document: OfficialDocument) -> list[str]:
    """The lines below the text that list the attachments: the first after 附件, the others lined up with it."""
    listed = document.attachment_list
    if listed is None:
        several = len(document.attachments) > 1
        titles = [attachment.title for attachment in document.attachments]
        listed = tuple(f"{number}. {title}" if several else title for number, title in enumerate(titles, 1))
    leads = ["附件：", *["　　　"] * len(listed)]
    return [lead + title for lead, title in zip(leads, listed, strict=False)]


def _block_lines(blocks: Iterable[Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading():
                lines.append(block.label + block.text + block.rest)
            case Paragraph():
                lines.append(plain(block.text))
            case Table():
                lines += [block.caption] if block.caption else []
                lines.append("\t".join(column.header for column in block.columns))
                lines.extend("\t".join(plain([cell]) for cell in row) for row in block.rows)
    return lines
