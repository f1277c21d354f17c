"""When whom to remind of a report: before it is due, after, and when to tell the unit's leader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

CATCH_UP = 7
"""An occasion that was missed (the machine was off) is made up for within so many days; later it says nothing new."""


class Reminder(StrEnum):
    """What a reminder says."""

    BEFORE = "before"  # it falls due
    AFTER = "after"  # it was due and has not come
    ESCALATION = "escalation"  # the same, to the unit's leader


@dataclass(frozen=True, slots=True)
class Rule:
    """The office's rule: days before and after the due day, and after how many days the leader hears (none: never)."""

    before: tuple[int, ...] = (3, 1)
    after: tuple[int, ...] = (1, 3)
    escalate: int | None = 5


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reminder that is to be given: what it says, and how many days from the due day its own day is."""

    kind: Reminder
    days: int


def occasions(due: dt.date, rule: Rule, today: dt.date) -> Iterator[Occasion]:
    """The reminders that are to be given by today about a report that has not come in.

    Of several of one kind whose day has come only the last: who hears "tomorrow" need not hear "in three days".
    Whoever keeps them gives each once; asking again gives the same.
    """
    left = (due - today).days
    if left >= 0:
        come = [days for days in rule.before if days >= left]
        if come:
            yield Occasion(Reminder.BEFORE, min(come))
        return
    passed = [days for days in rule.after if days <= -left]
    if passed and -left - max(passed) < CATCH_UP:
        yield Occasion(Reminder.AFTER, max(passed))
    if rule.escalate is not None and 0 <= -left - rule.escalate < CATCH_UP:
        yield Occasion(Reminder.ESCALATION, rule.escalate)


def days_of(text: str) -> tuple[int, ...]:
    """Days as somebody types them (``3、1`` or ``3 1``), without repeats, largest first. ``ValueError`` for others."""
    parts = text.replace("、", " ").replace(",", " ").replace("，", " ").split()
    found = {int(part) for part in parts}
    if any(not 0 <= day <= 31 for day in found):
        raise ValueError("days lie between 0 and 31")
    return tuple(sorted(found, reverse=True))
