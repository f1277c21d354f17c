"""Word documents (.docx): paragraphs, tables and automatic numbering as they are printed.

Numbering is rendered after ECMA-376 part 1, 17.9 (levels, formats, start values, ``lvlText``), so that a list made
by Word reads like one typed by hand.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError

from wuzha.plan.core import problems
from wuzha.plan.core.numbering import Numbering
from wuzha.problems import Problem, WuzhaError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(name: str, data: bytes) -> str:
    """The text of a .docx as printed: one line a paragraph, one line a table row with tabs between its cells."""
    try:
        document = docx.Document(io.BytesIO(data))
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise WuzhaError(Problem(problems.BROKEN_FILE, name)) from error
    numbering = Numbering.of(document)
    text = "\n".join(_lines(document.element.body, numbering))
    if not text.strip():
        raise WuzhaError(Problem(problems.NO_TEXT, name))
    return text


def _lines(body: Any, numbering: Numbering) -> Iterator[str]:
    for block in body.iterchildren():
        if block.tag == W + "p":
            yield numbering.label(block) + paragraph_text(block)
        elif block.tag == W + "tbl":
            for row in block.iterchildren(W + "tr"):
                yield "\t".join(" ".join(_lines(cell, numbering)) for cell in row.iterchildren(W + "tc"))
        elif block.tag == W + "sdt":
            for content in block.iterchildren(W + "sdtContent"):
                yield from _lines(content, numbering)


def paragraph_text(paragraph: Any) -> str:
    """The visible text of a paragraph; tracked deletions are gone, insertions are there."""
    parts: list[str] = []
    for node in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr", W + "noBreakHyphen"):
        if node.tag == W + "t":
            parts.append(node.text or "")
        else:
            parts.append({W + "tab": "\t", W + "noBreakHyphen": "-"}.get(node.tag, "\n"))
    return "".join(parts)
