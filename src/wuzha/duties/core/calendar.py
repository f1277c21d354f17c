"""The Chinese working calendar: weekends, public holidays and the Saturdays and Sundays worked in their stead (调休).

Holidays come from the library ``chinesecalendar``, which follows the yearly notices of the State Council's office.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from chinese_calendar.constants import holidays, workdays

from wuzha.duties.core import problems as kinds
from wuzha.problems import Problem

_SATURDAY = 5
_KNOWN_YEARS = frozenset(day.year for day in holidays)


class DueRule(StrEnum):
    """What happens to a date to hand something in that falls on a day off.

    ``after`` is the default: the Civil Code (Art. 203) lets a period that ends on a day off end on the next
    working day, so no unit is called late for a day on which its office is shut, and none is made to work on
    it. An office with a hard date of its own to keep towards the level above sets ``before``.
    """

    AS_WRITTEN = "as_written"
    BEFORE = "before"
    AFTER = "after"


DEFAULT_DUE_RULE = DueRule.AFTER


def is_working_day(day: date) -> bool:
    """Whether offices work on this day. In a year without holiday data only weekends are days off."""
    return day in workdays or (day.weekday() < _SATURDAY and day not in holidays)


def due_date(nominal: date, rule: DueRule = DEFAULT_DUE_RULE) -> date:
    """The day that counts for a date as written: itself, or the nearest working day on the rule's side."""
    if rule is DueRule.AS_WRITTEN:
        return nominal
    step = timedelta(days=-1 if rule is DueRule.BEFORE else 1)
    day = nominal
    while not is_working_day(day):
        day += step
    return day


def unknown_years(days: Iterable[date]) -> tuple[Problem, ...]:
    """A note for each year among ``days`` whose public holidays are not known."""
    years = sorted({day.year for day in days} - _KNOWN_YEARS)
    return tuple(Problem(kinds.NO_HOLIDAYS, str(year), {"year": year}) for year in years)
