"""A document's layout as JSON, kept beside its text so that the same document can be looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wuzha.plan.core.source import Document, Heading, Table
from wuzha.terms import Span


def layout_of(document: Document) -> dict[str, Any]:
    """Tables and headings, each stretch as ``[start, end]``."""
    return {
        "tables": [[[_ends(cell) for cell in row] for row in table.rows] for table in document.tables],
        "headings": [[*_ends(heading.span), heading.level] for heading in document.headings],
    }


def document_of(name: str, text: str, layout: Mapping[str, Any]) -> Document:
    """The document whose text and layout these are; without a layout, a plain text."""
    tables = (Table(tuple(tuple(Span(*cell) for cell in row) for row in table)) for table in layout.get("tables", ()))
    headings = (Heading(Span(start, end), level) for start, end, level in layout.get("headings", ()))
    return Document(name, text, tuple(tables), tuple(headings))


def _ends(span: Span) -> list[int]:
    return [span.start, span.end]
