"""Coded problems: place, what is wrong, what to do.

Every room lists its own kinds in ``core/problems.py`` (prefix of three letters, then a number); this file
is the mechanism. A message is an English msgid with named fields; whoever shows it brings the translation.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from wuzha.terms import Span

Translate = Callable[[str], str]


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the catalogue: a stable code, what is wrong and the remedy (msgids with named fields)."""

    code: str
    severity: Severity
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One occurrence: the kind, the place in the user's words (row, clause, file), and the values to fill in."""

    kind: Kind
    place: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    source: Span | None = None

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def severity(self) -> Severity:
        return self.kind.severity

    def message(self, translate: Translate = str) -> str:
        """What is wrong, in the language of ``translate``."""
        return _fill(translate(self.kind.message), self.values)

    def remedy(self, translate: Translate = str) -> str:
        """What to do about it, in the language of ``translate``."""
        return _fill(translate(self.kind.remedy), self.values)

    def as_dict(self, translate: Translate = str) -> dict[str, Any]:
        """The shape of the JSON contract: code, severity, place, message, remedy, source."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "place": self.place,
            "message": self.message(translate),
            "remedy": self.remedy(translate),
            "source": {"start": self.source.start, "end": self.source.end} if self.source else None,
        }


class WuzhaError(Exception):
    """Bad input or a broken set-up: carries one or more problems and changes nothing."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.code} {p.place}: {p.message()}" for p in problems))
        self.problems = problems


def worst(problems: Iterable[Problem]) -> Severity | None:
    """The gravest severity among the problems, or ``None`` where there are none."""
    order = list(Severity)
    return min((p.severity for p in problems), key=order.index, default=None)


def _fill(template: str, values: Mapping[str, object]) -> str:
    return string.Formatter().vformat(template, (), values) if values else template
