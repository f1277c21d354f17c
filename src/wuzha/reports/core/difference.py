"""Two states of one month's report side by side: which figures, which words and which rows differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from wuzha.reports.core.figures import NOTHING
from wuzha.reports.core.monthly_input import Activity, DutyCounts, Ladder, MonthlyInput

TEXTS = ("narrative", "problems", "needs")
_DUTIES = ("due", "done", "done_late", "late", "open", "not_counted")
_LADDER = ("registered", "vacant", "nonresidential", "eligible", "visited", "met", "told", "refreshed", "refused")


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs. ``where`` is the measure or the unit, empty for the whole; ``None``: not there."""

    code: str
    where: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class TextChange:
    """One of the unit's texts that differs, in pieces: kept (``=``), taken out (``-``), put in (``+``)."""

    name: str
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two states of one report."""

    figures: tuple[FigureChange, ...]
    texts: tuple[TextChange, ...]
    rows_in: tuple[Activity, ...]
    rows_out: tuple[Activity, ...]

    @property
    def any(self) -> bool:
        return bool(self.figures or self.texts or self.rows_in or self.rows_out)


def difference(before: MonthlyInput, after: MonthlyInput) -> Difference:
    """What changed from one state of a report to another: figures, the unit's words, listed rows."""
    old, new = dict(_figures(before)), dict(_figures(after))
    keys = list(dict.fromkeys((*old, *new)))
    figures = tuple(FigureChange(*key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key))
    texts = tuple(
        TextChange(name, pieces(getattr(before, name), getattr(after, name)))
        for name in TEXTS
        if getattr(before, name) != getattr(after, name)
    )
    rows, rows_now = _rows(before), _rows(after)
    return Difference(
        figures,
        texts,
        rows_in=tuple(row for key, row in rows_now.items() if key not in rows),
        rows_out=tuple(row for key, row in rows.items() if key not in rows_now),
    )


def pieces(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Two texts as the pieces that one became the other by, longest common stretches first (Ratcliff–Obershelp)."""
    found: list[tuple[str, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("=", before[i:j]))
            continue
        if i < j:
            found.append(("-", before[i:j]))
        if k < m:
            found.append(("+", after[k:m]))
    return tuple(found)


def _rows(month: MonthlyInput) -> Mapping[str, Activity]:
    return {row.record: row for row in month.activities}


def _figures(month: MonthlyInput) -> Iterator[tuple[tuple[str, str], int]]:
    """Every figure that the report prints, by code and by what it is counted over."""
    yield from _duties("", month.duties)
    yield ("facts.count", ""), month.records
    yield ("facts.audience", ""), month.audience
    yield ("facts.added", ""), month.added
    yield from _steps("", month.ladder)
    for measure in month.measures:
        yield from _duties(measure.name, measure.duties)
        yield ("facts.count", measure.name), measure.records
    for filing in month.filings:
        yield from _duties(filing.unit, filing.duties)
    for gap in month.gaps:
        yield ("gaps", gap.what), gap.count


def _duties(where: str, counts: DutyCounts) -> Iterator[tuple[tuple[str, str], int]]:
    return (((f"duties.{name}", where), getattr(counts, name)) for name in _DUTIES)


def _steps(where: str, ladder: Ladder | None) -> Iterator[tuple[tuple[str, str], int]]:
    if ladder is not None:
        yield from (((f"ladder.{name}", where), getattr(ladder, name)) for name in _LADDER)


def told(count: int | None) -> str:
    """A figure of a comparison as printed; a dash where it was not there."""
    return NOTHING if count is None else f"{count:,}"
