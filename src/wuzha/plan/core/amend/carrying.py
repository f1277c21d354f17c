"""Last year's plan as a draft for another year: every date moved, every moved date to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from wuzha.plan.core.amend.problems import CARRIED_OVER
from wuzha.plan.core.typed import Typed
from wuzha.problems import Problem

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s*年)")
_DATED = {"phases": ("start", "end"), "measures": ("due",), "reports": ("due",)}
_LABELS = {"phases": "name", "measures": "id", "reports": "name"}
_SAYING = {"measures": ("title", "text"), "phases": ("name",), "reports": ("name",), "goals": ("indicator",)}


def carry_over(typed: Typed, old: int, new: int) -> dict[str, Any]:
    """The plan of year ``old`` as a draft for year ``new``.

    Dates keep month and day (29 February becomes the 28th where it must), years that words name move as far, the
    document's number is gone, and each carried date is a note among the problems.
    """
    made, by = deepcopy(dict(typed)), new - old
    made["title"], made["document_number"] = _reworded(made["title"], by), None
    made["period"] = {name: _moved(day, by) for name, day in made["period"].items()}
    notes = list(_notes("", made["period"].values(), old))
    for part, names in _SAYING.items():
        for entry in made[part]:
            entry.update({name: _reworded(entry[name], by) for name in names})
    for part, names in _DATED.items():
        for entry in made[part]:
            entry.update({name: _moved(entry[name], by) for name in names})
            notes += _notes(entry[_LABELS[part]], [entry[name] for name in names], old)
    made["problems"] = [note.as_dict() for note in notes]
    return made


def aligned(typed: Typed, year: int, other: int) -> Typed:
    """A plan as it would read in another year, so that only what was really changed differs from that year's plan."""
    return typed if year == other else {**carry_over(typed, year, other), "document_number": typed["document_number"]}


def _notes(place: str, days: Any, old: int) -> Iterator[Problem]:
    yield from (Problem(CARRIED_OVER, place, {"date": day, "year": old}) for day in days if day)


def _moved(day: str | None, by: int) -> str | None:
    if day is None:
        return None
    there = date.fromisoformat(day)
    try:
        return there.replace(year=there.year + by).isoformat()
    except ValueError:
        return (there - timedelta(days=1)).replace(year=there.year + by).isoformat()


def _reworded(words: str, by: int) -> str:
    return _YEAR.sub(lambda hit: str(int(hit[1]) + by), words)
