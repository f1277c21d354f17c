"""The values that the building blocks of pages show. Each has a tag in ``templatetags/wuzha.py`` that draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from wuzha.reports.core.figures import NOTHING, percent, thousands

ChartKind = Literal["bar", "stacked", "line", "heatmap"]


def as_figure(number: float | int | None) -> str:
    """``12345`` as ``12,345``, a fraction with one decimal, nothing as a dash."""
    if number is None:
        return NOTHING
    return thousands(number) if isinstance(number, int) else f"{number:,.1f}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a task that takes several pages."""

    label: str
    state: Literal["done", "now", "next"]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several views of the same thing, each with its own address."""

    label: str
    href: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the coverage ladder: ``count`` of ``of``; ``href`` leads to the rows behind it."""

    label: str
    count: int
    of: int
    href: str = ""
    meaning: str = ""

    @property
    def percent(self) -> str:
        return percent(self.count, self.of)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a whole in a progress bar; ``tone`` is a duty state or ``accent``."""

    tone: str
    label: str
    count: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One crossing of a matrix: a duty state with its figure (``12/40``); no state where nothing is asked."""

    state: str = ""
    text: str = ""
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a matrix: the short name in bold, and more words below."""

    label: str
    detail: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a matrix: one cell for each heading, and a summary that a phone shows beside the name."""

    label: str
    cells: Sequence[Cell]
    href: str = ""
    summary: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers of a chart; ``tone`` is a duty state, ``accent``, ``second`` or ``third``."""

    name: str
    values: Sequence[float | int | None]
    tone: str = "accent"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its table from the same numbers: ``series[i].values[j]`` belongs to ``categories[j]``."""

    key: str
    title: str
    kind: ChartKind
    categories: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    horizontal: bool = False

    def as_json(self) -> dict[str, Any]:
        """What ``frontend/src/charts.ts`` draws."""
        return {
            "kind": self.kind,
            "horizontal": self.horizontal,
            "unit": self.unit,
            "categories": list(self.categories),
            "series": [{"name": s.name, "tone": s.tone, "values": list(s.values)} for s in self.series],
        }

    def rows(self) -> list[tuple[str, list[str]]]:
        """The same numbers as a table: one row a category."""
        return [
            (name, [as_figure(series.values[at]) for series in self.series]) for at, name in enumerate(self.categories)
        ]
