"""The self-check of a unit's month (自查): what is missing, doubtful or late, each with the records it rests on.

Findings are derived, never typed, and speak of records and units, not of persons: nobody is ranked by them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from wuzha.problems import Kind, Severity
from wuzha.reports.core import findings as kinds
from wuzha.terms import FactKind, Grade

DOORS_A_MINUTE = 5
"""So many visits of one person within a minute are doubted: a door takes about two."""
LEAST_ROWS = 5
"""Below so many records nothing is said of all of them."""
TIMES_USUAL, LEAST_UNUSUAL = 10, 200
"""A number is out of line above ten times the median of its kind, and above two hundred."""
ENTRY_DAYS = 7
"""Work entered later than this is entered late."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A standing record as the self-check reads it; times carry their zone."""

    id: str
    kind: FactKind
    occurred_at: dt.datetime
    recorded_at: dt.datetime
    actor: str
    content: str
    material: str
    quantity: int
    audience: int
    grade: Grade
    target: str
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What the records are checked against: now, the campaign's first day, and the report's due day if it has one."""

    now: dt.datetime
    campaign: dt.date | None
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known besides the records of the month."""

    duties_late: int = 0
    duties_open: int = 0
    duties_done_late: int = 0
    silent_places: int = 0
    vacant_posts: tuple[str, ...] = ()
    plan_missing: bool = False
    report_missing: bool = False
    additions: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: its kind, how many it speaks of, the values of its sentence, and the ids of its records."""

    kind: Kind
    count: int
    values: Mapping[str, Any] = field(default_factory=dict)
    records: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def blocks(self) -> bool:
        """Whether it is impossible, so that the report cannot be sent in with it."""
        return self.kind.severity is Severity.ERROR


def check(rows: Sequence[CheckRow], setting: Setting, stands: Standing) -> list[Finding]:
    """Everything that the self-check finds, in the order of the codes."""
    found = [*_missing(stands), *_doubtful(rows, setting), *_late(rows, setting, stands)]
    return sorted(found, key=lambda one: one.code)


def _missing(stands: Standing) -> Iterator[Finding]:
    yield from _some(kinds.DUTIES_LATE, stands.duties_late)
    yield from _some(kinds.DUTIES_OPEN, stands.duties_open)
    yield from _some(kinds.PLACES_SILENT, stands.silent_places)
    if stands.vacant_posts:
        yield Finding(kinds.POST_VACANT, len(stands.vacant_posts), {"posts": stands.vacant_posts})
    yield from _some(kinds.PLAN_NOT_FILED, int(stands.plan_missing))


def _doubtful(rows: Sequence[CheckRow], setting: Setting) -> Iterator[Finding]:
    now, began, due = setting.now, setting.campaign, setting.due
    yield from _of(kinds.IN_THE_FUTURE, (row for row in rows if row.occurred_at > now))
    yield from _of(kinds.BEFORE_CAMPAIGN, (row for row in rows if began and row.occurred_at.date() < began))
    yield from _of(kinds.MANY_DOORS, _crowded(rows), least=DOORS_A_MINUTE - 1)
    yield from _of(kinds.SAME_TEXT, _same_text(rows))
    yield from _of(kinds.OUT_OF_LINE, _unusual(rows))
    if len(rows) >= LEAST_ROWS and all(row.grade is Grade.D for row in rows):
        yield from _of(kinds.ONLY_SAID, rows)
    yield from _of(kinds.CORRECTED_LATE, (row for row in rows if due and row.corrects and _entered(row) > due))
    yield from _of(kinds.BARE_MEETING, (row for row in rows if _bare(row)))


def _late(rows: Sequence[CheckRow], setting: Setting, stands: Standing) -> Iterator[Finding]:
    slow = (row for row in rows if (_entered(row) - row.occurred_at.date()).days > ENTRY_DAYS)
    yield from _of(kinds.RECORDED_LATE, slow, days=ENTRY_DAYS)
    yield from _some(kinds.DUTIES_DONE_LATE, stands.duties_done_late)
    if stands.report_missing and setting.due and setting.now.date() > setting.due:
        yield Finding(kinds.REPORT_LATE, 1, {"due": setting.due.isoformat()})
    yield from _some(kinds.ADDITIONS, stands.additions)


def _some(kind: Kind, count: int) -> Iterator[Finding]:
    if count:
        yield Finding(kind, count, {"count": count})


def _of(kind: Kind, rows: Iterable[CheckRow], **values: object) -> Iterator[Finding]:
    records = tuple(row.id for row in rows)
    if records:
        yield Finding(kind, len(records), {"count": len(records), **values}, records)


def _entered(row: CheckRow) -> dt.date:
    return row.recorded_at.astimezone(row.occurred_at.tzinfo).date()


def _crowded(rows: Sequence[CheckRow]) -> list[CheckRow]:
    """Visits of one person in a minute that holds too many of them."""
    visits = [row for row in rows if row.kind is FactKind.VISIT]
    minutes = Counter(_minute(row) for row in visits)
    return [row for row in visits if minutes[_minute(row)] >= DOORS_A_MINUTE]


def _minute(row: CheckRow) -> tuple[str, dt.datetime]:
    return row.actor, row.occurred_at.replace(second=0, microsecond=0)


def _same_text(rows: Sequence[CheckRow]) -> list[CheckRow]:
    """The records of each kind of work whose texts are all one text."""
    by_kind = _by_kind(row for row in rows if row.content)
    same = (found for found in by_kind.values() if len(found) >= LEAST_ROWS and len({r.content for r in found}) == 1)
    return [row for found in same for row in found]


def _unusual(rows: Sequence[CheckRow]) -> list[CheckRow]:
    found = []
    for kind in _by_kind(rows).values():
        for numbers in ([row.audience for row in kind], [row.quantity for row in kind]):
            limit = max(LEAST_UNUSUAL, TIMES_USUAL * median(numbers))
            if len(kind) >= LEAST_ROWS:
                found += [row for row, number in zip(kind, numbers, strict=True) if number > limit]
    return list(dict.fromkeys(found))


def _bare(row: CheckRow) -> bool:
    return row.kind is FactKind.MEETING and not row.material and row.grade is Grade.D


def _by_kind(rows: Iterable[CheckRow]) -> Mapping[FactKind, list[CheckRow]]:
    found: dict[FactKind, list[CheckRow]] = defaultdict(list)
    for row in rows:
        found[row.kind].append(row)
    return found
