"""Problems as a compiler prints them, and as SARIF for tools."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wuzha.plan.core.source import Document
from wuzha.problems import Problem, Severity, Translate, worst
from wuzha.terms import N_, Span

HELP = N_("help")
SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.NOTE: N_("note")}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_STATUS = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0, None: 0}
_BEFORE, _AFTER = 20, 30
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column of an offset, both from 1; columns count characters."""

    line: int
    column: int


class Lines:
    """The lines of a text, and where an offset stands in them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(index + 1 for index, sign in enumerate(text) if sign == "\n")]

    def place(self, offset: int) -> Place:
        line = bisect_right(self.starts, min(offset, len(self.text)))
        return Place(line, min(offset, len(self.text)) - self.starts[line - 1] + 1)

    def of(self, line: int) -> Span:
        """The stretch of a line, without its end."""
        start = self.starts[line - 1]
        end = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
        return Span(start, max(start, end))


def render(document: Document, problems: Sequence[Problem], translate: Translate = str) -> str:
    """Every problem as ``file:line:column: severity CODE message``, the line with the span marked, and the remedy."""
    lines = Lines(document.text)
    return "\n".join(_rendered(document.name, lines, problem, translate) for problem in problems)


def exit_status(problems: Sequence[Problem]) -> int:
    """0 without problems or with notes only, 1 with warnings, 2 with errors."""
    return _STATUS[worst(problems)]


def sarif(document: Document, problems: Sequence[Problem], translate: Translate = str) -> dict[str, Any]:
    """The problems as a SARIF 2.1.0 log (OASIS standard): one run, one rule a code, columns in UTF-16 units."""
    lines = Lines(document.text)
    kinds = {problem.code: problem.kind for problem in problems}
    codes = sorted(kinds)
    rules = [
        {
            "id": code,
            "shortDescription": {"text": translate(kinds[code].message)},
            "help": {"text": translate(kinds[code].remedy)},
            "defaultConfiguration": {"level": _LEVELS[kinds[code].severity]},
        }
        for code in codes
    ]
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": codes.index(problem.code),
            "level": _LEVELS[problem.severity],
            "message": {"text": f"{problem.message(translate)} {problem.remedy(translate)}"},
            "locations": [_location(document.name, lines, problem.source)],
        }
        for problem in problems
    ]
    driver = {"name": "wuzha", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "results": results}
    return {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}


def _rendered(name: str, lines: Lines, problem: Problem, translate: Translate) -> str:
    severity = translate(SEVERITIES[problem.severity])
    message = f"{severity} {problem.code} {problem.message(translate)}"
    remedy = f"  = {translate(HELP)}: {problem.remedy(translate)}"
    if problem.source is None:
        return f"{name}: {message}\n{remedy}"
    place = lines.place(problem.source.start)
    shown, marks = _excerpt(lines, problem.source, place)
    gutter = f"{place.line} | "
    return f"{name}:{place.line}:{place.column}: {message}\n{gutter}{shown}\n{' ' * len(gutter)}{marks}\n{remedy}"


def _excerpt(lines: Lines, source: Span, place: Place) -> tuple[str, str]:
    """The part of the line around a span, and marks below it: two for a wide character."""
    line = lines.of(place.line)
    start, end = max(line.start, source.start - _BEFORE), min(line.end, source.start + _AFTER)
    before = ("…" if start > line.start else "") + lines.text[start : source.start]
    inside = lines.text[source.start : max(source.start, min(source.end, end))]
    after = lines.text[source.start + len(inside) : end] + ("…" if end < line.end else "")
    flat = str.maketrans("\t\r", "  ")
    marks = " " * _width(before.translate(flat)) + "^" * max(1, _width(inside.translate(flat)))
    return (before + inside + after).translate(flat), marks


def _width(text: str) -> int:
    """Columns of a terminal that a text fills (Unicode Standard Annex 11)."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def _location(name: str, lines: Lines, source: Span | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": name}}
    if source is not None:
        physical["region"] = _region(lines, source)
    return {"physicalLocation": physical}


def _region(lines: Lines, source: Span) -> dict[str, int]:
    first, last = lines.place(source.start), lines.place(source.end)
    return {
        "startLine": first.line,
        "startColumn": _units(lines, first),
        "endLine": last.line,
        "endColumn": _units(lines, last),
        "charOffset": len(lines.text[: source.start].encode("utf-16-le")) // 2,
        "charLength": len(source.of(lines.text).encode("utf-16-le")) // 2,
    }


def _units(lines: Lines, place: Place) -> int:
    """A column in UTF-16 code units, as SARIF counts."""
    start = lines.starts[place.line - 1]
    return len(lines.text[start : start + place.column - 1].encode("utf-16-le")) // 2 + 1
