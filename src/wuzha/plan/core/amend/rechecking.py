"""The problems of an amended plan: the same checks, run on what the plan says now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from wuzha.plan.core import annexes, checks
from wuzha.plan.core import problems as text_kinds
from wuzha.plan.core.amend.problems import CARRIED_OVER
from wuzha.plan.core.model import Annex, Plan
from wuzha.plan.core.reader import prepare
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.source import Document
from wuzha.plan.core.typed import Typed, plan_of
from wuzha.plan.core.view import plain
from wuzha.plan.core.vocabulary import DEFAULT, Vocabulary

_OF_NAMES = (text_kinds.NOBODY, text_kinds.NAME_INCOMPLETE, text_kinds.NOT_A_MEMBER)
"""Problems of a name in a list of units: gone when the plan no longer has the name, whatever the text says."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def recheck(
    typed: Typed,
    document: Document,
    year: int,
    is_workday: Callable[[date], bool] | None = None,
    vocabulary: Vocabulary = DEFAULT,
) -> dict[str, Any]:
    """The typed plan with the problems that it has now, in the order of the text.

    ``document`` is what the plan was read from. Dates that were carried over stay to be looked at until they change.
    """
    reading = prepare(document, year, vocabulary, is_workday)
    plan = plan_of(typed)
    found = checks.with_problems(replace(plan, annexes=_placed(plan, reading)), reading).problems
    named = {plain(name) for name in _names(plan)}
    left = [one for one in found if one.kind not in _OF_NAMES or plain(str(one.values["unit"])) in named]
    return {**typed, "problems": [*_carried(typed), *(one.as_dict() for one in left)]}


def problem_key(problem: Typed) -> str:
    """What makes a problem the same one in another version: code, place and what is wrong, not where it stands."""
    return f"{problem['code']} {problem['place']} {problem['message']}"


def _placed(plan: Plan, reading: Reading) -> tuple[Annex, ...]:
    """The annexes with where the text names them, which the typed plan does not keep."""
    places = {annex.name: annex.source for annex in annexes.read_annexes(reading.view, reading.outline.end)}
    return tuple(replace(annex, source=places.get(annex.name)) for annex in plan.annexes)


def _names(plan: Plan) -> Iterator[str]:
    yield from plan.organization.members
    for measure in plan.measures:
        yield from (*measure.units, *measure.assisting)


def _carried(typed: Typed) -> list[Any]:
    """The notes about carried-over dates that the plan still has."""
    known = set(_DAY.findall(str({name: value for name, value in typed.items() if name != "problems"})))
    notes = [one for one in typed["problems"] if one["code"] == CARRIED_OVER.code]
    return [one for one in notes if known.issuperset(_DAY.findall(one["message"]))]
