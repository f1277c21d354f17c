"""What the steps of one reading share: the view, the words, the year, and the clauses with their statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wuzha.plan.core.clauses import Clause, Outline
from wuzha.plan.core.head import Head
from wuzha.plan.core.tables import Stretch, TaskRow
from wuzha.plan.core.units import Responsibility
from wuzha.plan.core.view import View, plain
from wuzha.plan.core.vocabulary import Vocabulary
from wuzha.terms import Span

_SENTENCE_END = re.compile(r"[。!?]|;(?=.)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text on its way to a plan: every later step takes this and gives one part of the plan."""

    view: View
    vocabulary: Vocabulary
    year: int
    head: Head
    outline: Outline
    statements: Mapping[str, tuple[Responsibility, ...]]
    tables: tuple[Stretch, ...] = ()
    rows: tuple[TaskRow, ...] = ()
    is_workday: Callable[[date], bool] | None = None
    cut: bool = False

    @property
    def issued(self) -> date | None:
        """The date under the document, where it bears one."""
        return self.head.issued

    def of_role(self, role: str) -> Iterator[Clause]:
        """Clauses of a role whose parent is not of that role: the chapters."""
        for clause in self.outline.walk():
            if clause.role == role and (clause.parent is None or clause.parent.role != role):
                yield clause

    def positions(self, source: Span) -> Stretch:
        """The positions of the view that a stretch of the text stands at."""
        return self.view.position(source.start), self.view.position(source.end)

    def place(self, source: Span) -> str:
        """The clause that holds a stretch of the text, by its id; empty for the preamble."""
        clause = self.outline.at(self.view.position(source.start))
        return clause.id if clause else ""

    def span_of(self, name: str) -> Span | None:
        """Where a name stands for the first time, in whatever layout."""
        wanted = plain(name)
        start = self.view.norm.find(wanted)
        return self.view.span(start, start + len(wanted)) if start >= 0 and wanted else None


def sentences(norm: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of ``norm[start:end]`` that end with 。!? or ;."""
    for hit in _SENTENCE_END.finditer(norm, start, end):
        if hit.end() > start:
            yield start, hit.end()
        start = hit.end()
    if start < end:
        yield start, end
