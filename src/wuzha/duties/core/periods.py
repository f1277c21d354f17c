"""Cutting a stretch of days into periods: once, days, ISO weeks, months, quarters, years, and report months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from wuzha.duties.core.calendar import DueRule, due_date
from wuzha.terms import Per

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """A stretch of days, both ends included. Raises ``ValueError`` where it would be empty."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.end} is before {self.start}")

    def __len__(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period of a span: first and last day, the day as written (``nominal_due``) and the day that counts.

    ``whole`` is the length in days that the period would have if the span did not cut it.
    """

    start: date
    end: date
    nominal_due: date
    due: date
    whole: int

    @property
    def days(self) -> int:
        """How many days of it lie within the span."""
        return (self.end - self.start).days + 1

    @property
    def provisional(self) -> bool:
        """Whether what is handed in on the day as written cannot cover the whole period yet."""
        return self.nominal_due < self.end


class ReportRule(StrEnum):
    """Which days a monthly report covers that is due before the month is over.

    ``calendar_month``: its month; what is filed on the due day is provisional, the month's last day makes it final.
    ``26_to_25``: from the day after the previous due day to this one (with a due day of 25: the 26th to the 25th).
    """

    CALENDAR_MONTH = "calendar_month"
    TWENTY_SIXTH = "26_to_25"


def cut(per: Per | None, span: Days) -> tuple[Period, ...]:
    """The periods of a span, without gap or overlap; the first and the last may be partial. ``None``: once.

    A period's own last day is its due day, on whatever weekday it falls: work that is asked "in each week"
    is on time on the week's Sunday.
    """
    if per is None:
        return (Period(span.start, span.end, span.end, span.end, len(span)),)
    return _pieces(span, _WHOLE[per])


def part(per: Per, times: int, span: Days) -> tuple[Period, ...]:
    """The periods of a span when each ``per`` has ``times`` of them: half-years, pairs of months, fortnights, halves
    and tens of a month. What no calendar parts so is not parted: the periods are those of ``cut``.
    """
    return _pieces(span, _PARTS.get((per, times), _WHOLE[per]))


def shares(periods: Sequence[Period], times: int) -> tuple[int, ...]:
    """How many of ``times`` each period asks for: all where it is whole, its share of the days where it is cut.

    Shares are rounded half up, so less than half of a week asks for none of one time a week; a span that is
    too short for any asks once, in its longest period.
    """
    asked = [(2 * times * p.days + p.whole) // (2 * p.whole) for p in periods]
    if periods and not any(asked):
        asked[max(range(len(periods)), key=lambda i: periods[i].days)] = 1
    return tuple(asked)


def report_months(span: Days, day: int | None, rule: ReportRule, due_rule: DueRule) -> tuple[Period, ...]:
    """The report months of a span, without gap or overlap, each with the day its report is due.

    ``day`` is the day of the month as the plan says it (``None``, or beyond the month's end: its last day).
    Under ``26_to_25`` the days after the last due day form a period of their own, due after the span.
    """
    found = []
    for month in _walk(span, _month if rule is ReportRule.CALENDAR_MONTH else _from_day_after(day)):
        # Either way the report is due in the month in which its period ends.
        nominal = month_day(month.end, day)
        start, end = max(month.start, span.start), min(month.end, span.end)
        found.append(Period(start, end, nominal, due_date(nominal, due_rule), len(month)))
    return tuple(found)


def report_weeks(span: Days, day: int | None, due_rule: DueRule) -> tuple[Period, ...]:
    """The ISO weeks of a span, each with the day its report is due: ``day`` 1 is Monday, ``None`` is Sunday."""
    found = []
    for week in _walk(span, _week):
        nominal = week.start + timedelta(days=(day or 7) - 1)
        start, end = max(week.start, span.start), min(week.end, span.end)
        found.append(Period(start, end, nominal, due_date(nominal, due_rule), len(week)))
    return tuple(found)


def month_day(within: date, day: int | None) -> date:
    """Day ``day`` of the month that ``within`` lies in, at most the month's last; ``None`` is the last."""
    last = monthrange(within.year, within.month)[1]
    return within.replace(day=min(day or last, last))


def _pieces(span: Days, whole_around: Callable[[date], Days]) -> tuple[Period, ...]:
    """The periods of a span, each due on its own last day."""
    pieces = []
    for whole in _walk(span, whole_around):
        end = min(whole.end, span.end)
        pieces.append(Period(max(whole.start, span.start), end, end, end, len(whole)))
    return tuple(pieces)


def _walk(span: Days, whole_around: Callable[[date], Days]) -> Iterator[Days]:
    day = span.start
    while day <= span.end:
        whole = whole_around(day)
        yield whole
        day = whole.end + _DAY


def _week(day: date) -> Days:
    monday = day - timedelta(days=day.weekday())
    return Days(monday, monday + timedelta(days=6))


def _month(day: date) -> Days:
    return Days(day.replace(day=1), month_day(day, None))


def _quarter(day: date) -> Days:
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    return Days(first, month_day(first.replace(month=first.month + 2), None))


def _year(day: date) -> Days:
    return Days(date(day.year, 1, 1), date(day.year, 12, 31))


_WHOLE: dict[Per, Callable[[date], Days]] = {
    Per.DAY: lambda day: Days(day, day),
    Per.WEEK: _week,
    Per.MONTH: _month,
    Per.QUARTER: _quarter,
    Per.YEAR: _year,
}


_FIRST_MONDAY = date(2024, 1, 1)
"""Where fortnights are counted from: they go on over the turn of the year."""


def _months(count: int) -> Callable[[date], Days]:
    """So many months of one year together, from January."""

    def around(day: date) -> Days:
        first = date(day.year, day.month - (day.month - 1) % count, 1)
        return Days(first, month_day(first.replace(month=first.month + count - 1), None))

    return around


def _fortnight(day: date) -> Days:
    first = day - timedelta(days=(day - _FIRST_MONDAY).days % 14)
    return Days(first, first + timedelta(days=13))


def _days_of_month(count: int) -> Callable[[date], Days]:
    """So many days of a month together, from its first; the last stretch takes what is left (one day, or less)."""
    last = 30 // count

    def around(day: date) -> Days:
        number = min((day.day - 1) // count, last - 1)
        first = day.replace(day=1 + number * count)
        return Days(first, month_day(day, None) if number == last - 1 else day.replace(day=(number + 1) * count))

    return around


_PARTS: dict[tuple[Per, int], Callable[[date], Days]] = {
    (Per.YEAR, 2): _months(6),
    (Per.YEAR, 6): _months(2),
    (Per.YEAR, 26): _fortnight,
    (Per.MONTH, 2): _days_of_month(15),
    (Per.MONTH, 3): _days_of_month(10),
}


def _from_day_after(last: int | None) -> Callable[[date], Days]:
    """Months that end on day ``last``."""

    def around(day: date) -> Days:
        end = month_day(day, last)
        if day > end:
            end = month_day(_month(day).end + _DAY, last)
        previous = month_day(_month(end).start - _DAY, last)
        return Days(previous + _DAY, end)

    return around
