"""What an import comes to, and how that is kept with the run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wuzha.problems import Kind, Problem
from wuzha.registry.core import problems as kinds

KEPT_PROBLEMS = 1000
KEPT_NAMES = 500
_KINDS = {kind.code: kind for kind in vars(kinds).values() if isinstance(kind, Kind)}


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do. ``problems`` holds the first thousand; ``bad`` counts every bad row.

    ``names`` are the names of units that nobody knows, with the number of rows that use each.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: int = 0
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    @property
    def good(self) -> int:
        """Rows that were taken, whether they changed anything or not."""
        return self.added + self.changed + self.unchanged

    def refuse(self, *problems: Problem) -> None:
        """Count a bad row and keep its reasons, as long as a person would still read them."""
        self.bad += 1
        self.problems.extend(problems[: max(0, KEPT_PROBLEMS - len(self.problems))])
        for problem in problems:
            if problem.kind is kinds.UNKNOWN_UNIT:
                name = str(problem.values["value"])
                if name in self.names or len(self.names) < KEPT_NAMES:
                    self.names[name] = self.names.get(name, 0) + 1


def stored(problem: Problem) -> dict[str, Any]:
    """A problem as the run keeps it: told in English, with the values that were filled in."""
    return problem.as_dict() | {"values": {name: str(value) for name, value in problem.values.items()}}


def restored(kept: dict[str, Any]) -> Problem:
    """What ``stored`` kept."""
    return Problem(_KINDS[kept["code"]], kept["place"], kept["values"])
