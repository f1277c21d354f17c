"""An official document on a page: the same values as in the file, each figure a link to its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wuzha.reports.core.document import (
    Align,
    Block,
    Heading,
    Inline,
    OfficialDocument,
    Paragraph,
    Table,
    attachment_note,
    long_date,
    marked_attachments,
)
from wuzha.reports.core.titles import title_lines

_ENDS = {Align.LEFT: "start", Align.CENTER: "center", Align.RIGHT: "end"}


@dataclass(frozen=True)
class Shown:
    """A document as its parts in HTML. ``attachments`` are mark, title, and parts of each."""

    title: Sequence[str]
    body: Sequence[SafeString]
    notes: Sequence[str]
    signature: Sequence[str]
    attachments: Sequence[tuple[str, str, Sequence[SafeString]]]


def shown(document: OfficialDocument) -> Shown:
    """The document ready for ``reports/document.html``."""
    signed = document.signature
    return Shown(
        title=title_lines(document.title),
        body=_blocks(document.blocks),
        notes=attachment_note(document),
        signature=[signed.unit, long_date(signed.date)] if signed else [],
        attachments=[(mark, one.title, _blocks(one.blocks)) for mark, one in marked_attachments(document)],
    )


def _blocks(blocks: Iterable[Block]) -> list[SafeString]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> SafeString:
    match block:
        case Heading():
            words = f"{block.label}{block.text}"
            rest = format_html('<span class="wz-paper-rest">{}</span>', block.rest) if block.rest else ""
            return format_html('<h3 class="is-level-{}">{}{}</h3>', block.level, words, rest)
        case Paragraph():
            return format_html('<p class="{}">{}</p>', "is-indented" if block.indent else "", _text(block.text))
        case Table():
            return _table(block)


def _text(parts: Iterable[Inline]) -> SafeString:
    return format_html_join("", "{}", ((_inline(part),) for part in parts))


def _inline(part: Inline) -> str:
    if isinstance(part, str):
        return part
    return format_html('<a href="{}" title="{}">{}</a>', part.figure.address(""), part.figure.label, part.text)


def _table(table: Table) -> SafeString:
    heads = format_html_join(
        "", '<th scope="col" class="is-{}">{}</th>', ((_ENDS[one.align], one.header) for one in table.columns)
    )
    rows = [
        format_html(
            "<tr>{}</tr>",
            format_html_join(
                "",
                '<td class="is-{}">{}</td>',
                ((_ENDS[column.align], _inline(cell)) for column, cell in zip(table.columns, row, strict=True)),
            ),
        )
        for row in table.rows
    ]
    body = format_html_join("", "{}", ((row,) for row in rows))
    caption = format_html("<caption>{}</caption>", table.caption) if table.caption else ""
    return format_html(
        '<div class="wz-scroll"><table class="wz-table">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
        caption,
        heads,
        body,
    )
