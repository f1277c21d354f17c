"""Word documents (.docx) as printed: automatic numbers, tables, text boxes, tracked changes taken as accepted."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError

from wuzha.plan.core import problems
from wuzha.plan.core.numbering import Numbering, W, value_of
from wuzha.plan.core.source import LONGEST, Builder, Document
from wuzha.problems import Problem, WuzhaError
from wuzha.terms import Span

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_TITLE = 0
_LARGEST_UNPACKED = 200_000_000
_MOST_COLUMNS = 63  # Word's own bound
# What the parsers raise where the file is damaged in one way or another.
_BROKEN = (
    *(OpcError, zipfile.BadZipFile, zlib.error, EOFError, OSError, SyntaxError),
    *(LookupError, ValueError, TypeError, AttributeError, RuntimeError),
)
_SIGNS = {W + "tab": "\t", W + "noBreakHyphen": "-", W + "br": "\n", W + "cr": "\n"}


def document_of(name: str, data: bytes) -> Document:
    """The document in the bytes of a .docx. Raises :class:`WuzhaError` where they are none."""
    try:
        _refuse_bombs(name, data)
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(Numbering.of(document), _heading_levels(document))
        reader.blocks(document.element.body)
    except _BROKEN as error:
        raise WuzhaError(Problem(problems.BROKEN_FILE, name)) from error
    return reader.builder.document(name)


def _refuse_bombs(name: str, data: bytes) -> None:
    """A small file may unpack to more than the memory holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > _LARGEST_UNPACKED:
            raise WuzhaError(Problem(problems.TOO_LARGE, name, {"limit": _LARGEST_UNPACKED // 1_000_000}))


class _Reader:
    """Walks through the body and builds the text."""

    def __init__(self, numbering: Numbering, levels: dict[str, int]) -> None:
        self.numbering = numbering
        self.levels = levels
        self.builder = Builder()

    def blocks(self, parent: Any) -> None:
        for block in parent.iterchildren(W + "p", W + "tbl", W + "sdt"):
            if self.builder.length > LONGEST:
                return  # what stands behind is not read, and the checks say so
            if block.tag == W + "p":
                self.paragraph(block)
            elif block.tag == W + "tbl":
                self.builder.table(self.rows(block))
            else:
                for content in block.iterchildren(W + "sdtContent"):
                    self.blocks(content)

    def paragraph(self, block: Any) -> None:
        text = "".join(_visible(block))
        removed = _mark_removed(block)
        if text or not removed:
            text = self.numbering.label(block) + text
            level = self.levels.get(_style(block) or "")
            if level == _TITLE:
                # A title that is broken into lines by hand is one title.
                text = text.replace("\n", " ")
            if level and text:
                self.builder.heading(text, level)
            else:
                self.builder.add(text, "" if removed else "\n")
        for box in _boxes(block):
            self.blocks(box)

    def rows(self, table: Any) -> list[list[str | Span]]:
        """The cells' texts; a cell merged into the one above is given as that one's text is: by reference."""
        rows: list[list[str | Span]] = []
        at = self.builder.length
        above: dict[int, Span] = {}
        for row in table.iterchildren(W + "tr"):
            if at > LONGEST:
                break
            cells: list[str | Span] = []
            for cell in row.iterchildren(W + "tc"):
                column, width = len(cells), _width(cell)
                if _continues(cell) and column in above:
                    cells += [above[column]] * width
                    continue
                text = self.cell(cell)
                span = Span(at, at + len(text))
                at = span.end + 1
                cells += [text, *[span] * (width - 1)]
                above |= dict.fromkeys(range(column, column + width), span)
            at += 1
            rows.append(cells)
        return rows

    def cell(self, cell: Any) -> str:
        """A cell's paragraphs on lines of their own; a table inside it as lines too."""
        lines = [self.numbering.label(paragraph) + "".join(_visible(paragraph)) for paragraph in cell.iter(W + "p")]
        return "\n".join(line for line in lines if line)


def _visible(paragraph: Any) -> Iterator[str]:
    """The characters of a paragraph that are printed: no deleted, moved or hidden ones, no text boxes."""
    for node in paragraph.iter(W + "t", *_SIGNS):
        around = [parent.tag for parent in node.iterancestors()]
        inner = around[: around.index(W + "p")] if W + "p" in around else around
        if W + "moveFrom" in inner or W + "del" in inner or _hidden(node) or _nearest(node) is not paragraph:
            continue
        yield (node.text or "") if node.tag == W + "t" else _SIGNS[node.tag]


def _nearest(node: Any) -> Any:
    return next((parent for parent in node.iterancestors(W + "p")), None)


def _hidden(node: Any) -> bool:
    run = next(iter(node.iterancestors(W + "r")), None)
    properties = None if run is None else run.find(W + "rPr")
    vanish = None if properties is None else properties.find(W + "vanish")
    return vanish is not None and vanish.get(W + "val") not in ("0", "false")


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes anchored in a paragraph, each once (Word writes a second copy for old readers)."""
    for box in paragraph.iter(W + "txbxContent"):
        if not any(parent.tag in (_FALLBACK, W + "txbxContent") for parent in box.iterancestors()):
            yield box


def _mark_removed(paragraph: Any) -> bool:
    """Whether the paragraph's end is a tracked deletion, so that the next one goes on in its line."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _style(paragraph: Any) -> str | None:
    properties = paragraph.find(W + "pPr")
    return None if properties is None else value_of(properties, "pStyle")


def _heading_levels(document: Any) -> dict[str, int]:
    """Style id → level, for the styles that are called headings, and 0 for that of the title."""
    levels: dict[str, int] = {}
    for style in document.styles.element.iterchildren(W + "style"):
        name = value_of(style, "name") or ""
        found = _HEADING.match(name)
        if found:
            levels[style.get(W + "styleId")] = int(found[1])
        elif name.lower() in ("title", "标题"):
            levels[style.get(W + "styleId")] = _TITLE
    return levels


def _width(cell: Any) -> int:
    properties = cell.find(W + "tcPr")
    width = int((value_of(properties, "gridSpan") if properties is not None else None) or 1)
    return min(max(width, 1), _MOST_COLUMNS)


def _continues(cell: Any) -> bool:
    """Whether a cell is merged into the one above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(W + "val") != "restart"
