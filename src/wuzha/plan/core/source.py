"""The text that is read, and what its layout tells beyond the characters: tables and headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wuzha.terms import Span

LONGEST = 200_000  # characters: more than three hundred printed pages, longer than any plan


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each cell a stretch of the text; a merged cell stands in every row and column it covers."""

    rows: tuple[tuple[Span, ...], ...]

    @property
    def span(self) -> Span:
        """From the first cell to the end of the last."""
        cells = [cell for row in self.rows for cell in row]
        return Span(min(cell.start for cell in cells), max(cell.end for cell in cells))


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that the layout marks as a heading, and its level from 1."""

    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: file name, text, and its tables and headings as stretches of that text."""

    name: str
    text: str
    tables: tuple[Table, ...] = ()
    headings: tuple[Heading, ...] = ()

    def within(self, limit: int) -> Document:
        """The first ``limit`` characters, with the tables and headings that lie in them; itself where that is all."""
        if len(self.text) <= limit:
            return self
        tables = tuple(table for table in self.tables if table.span.end <= limit)
        headings = tuple(heading for heading in self.headings if heading.span.end <= limit)
        return Document(self.name, self.text[:limit], tables, headings)


@dataclass(slots=True)
class Builder:
    """Puts a document's text together and remembers where its parts came to stand."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    tables: list[Table] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)

    def add(self, text: str, end: str = "\n") -> Span:
        """Append a text and its end; the span of the text without the end."""
        span = Span(self.length, self.length + len(text))
        self.parts += (text, end)
        self.length = span.end + len(end)
        return span

    def table(self, rows: Sequence[Sequence[str | Span]]) -> None:
        """Append a table, a line a row, tabs between cells; a cell given as a span is one that stands elsewhere."""
        placed: list[tuple[Span, ...]] = []
        for row in rows:
            cells = [cell if isinstance(cell, Span) else self.add(cell, "\t") for cell in row]
            self.add("")
            placed.append(tuple(cells))
        if any(placed):
            self.tables.append(Table(tuple(row for row in placed if row)))

    def heading(self, text: str, level: int) -> None:
        """Append a heading."""
        self.headings.append(Heading(self.add(text), level))

    def document(self, name: str) -> Document:
        """The finished document."""
        return Document(name, "".join(self.parts), tuple(self.tables), tuple(self.headings))
