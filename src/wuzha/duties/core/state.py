"""Whether a duty is done: derived from the records that stand, never clicked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wuzha.duties.core.stages import Counting, Match, StagePeriod
from wuzha.terms import DutyState

SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Record:
    """A ledger row about a duty's target, as far as counting looks at it."""

    id: UUID
    kind: str
    day: date
    outcome: str = ""
    material: str = ""
    channel: str = ""
    detail: tuple[tuple[str, str], ...] = ()
    supersedes: UUID | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a duty is: what the distinct records add up to, and the day on which the expected number was reached."""

    found: int
    reached_on: date | None


def counts_for(record: Record, counting: Counting, period: StagePeriod) -> bool:
    """Whether a record fulfils (a part of) a duty on its target in this period."""
    detail = dict(record.detail)
    if counting.match is Match.MONTH:
        in_period = detail.get("month") == period.month
    else:
        in_period = period.start <= record.day <= period.end
    return (
        in_period
        and record.kind in counting.facts
        and (not counting.outcomes or record.outcome in counting.outcomes)
        and (not counting.channels or record.channel in counting.channels)
        and (bool(record.material) or not counting.material)
        and all(detail.get(name) == value for name, value in counting.detail)
    )


def progress(records: Iterable[Record], counting: Counting, period: StagePeriod) -> Progress:
    """Count the distinct standing records: one that a newer record supersedes is no work any more.

    Each record counts once, whatever its quantity: "twice a week" means two occasions.
    """
    distinct = {record.id: record for record in records}
    gone = {record.supersedes for record in distinct.values()}
    days = sorted(r.day for r in distinct.values() if r.id not in gone and counts_for(r, counting, period))
    return Progress(len(days), _reached(days, period.expected))


def state_of(
    reached_on: date | None,
    *,
    period_start: date,
    due: date,
    today: date,
    counted: bool = True,
    soon_days: int = SOON_DAYS,
) -> DutyState:
    """The state of a duty on a day.

    ``reached_on`` is the day on which the expected number of records was reached. ``counted`` is false while the
    target is out of the denominator (a vacant household); what was done before stays done. A duty is due soon in
    the last ``soon_days`` days up to its due day, once its period has begun.
    """
    if reached_on is not None:
        return DutyState.DONE if reached_on <= due else DutyState.DONE_LATE
    if not counted:
        return DutyState.NOT_COUNTED
    if today > due:
        return DutyState.LATE
    if period_start <= today and due - today <= timedelta(days=soon_days):
        return DutyState.DUE_SOON
    return DutyState.OPEN


def exists_for(valid_from: date | None, valid_to: date | None, *, due: date, day: date) -> bool:
    """Whether a place that is in force from one day to another owes what is due on ``due``, seen on ``day``.

    It does not once it has ended before that, nor while it begins after that only. What was due before it ended
    stays owed.
    """
    ended = valid_to is not None and valid_to < day and valid_to < due
    to_come = valid_from is not None and valid_from > day and valid_from > due
    return not ended and not to_come


def _reached(days: Sequence[date], expected: int) -> date | None:
    return days[expected - 1] if len(days) >= expected else None
