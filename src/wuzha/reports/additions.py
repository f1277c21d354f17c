"""Gathering additions: which months before a report are locked, and what was recorded for them afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from wuzha.database import statement
from wuzha.reports.core.additions import ROWS_SHOWN, Locked, MonthKey, windows
from wuzha.reports.core.monthly_input import Addition
from wuzha.reports.core.steps import StepKind
from wuzha.reports.core.words import KIND_WORDS
from wuzha.reports.models import Step
from wuzha.terms import Interval


def late(district_id: int, unit_id: int | None, report: MonthKey) -> Mapping[str, Any] | None:
    """Which records are a report's additions, as parameters of a statement; ``None`` where no month before is locked.

    ``unit_id`` ``None`` is the district's own report. A report that is locked itself takes no more.
    """
    locks = _locks(district_id, unit_id)
    found = windows(locks, report)
    if not found:
        return None
    return {
        "starts": [one.start for one in found],
        "ends": [one.end for one in found],
        "lines": [one.line for one in found],
        "since": min(one.line for one in found),
        "until": locks[report].line if report in locks else None,
    }


def additions(
    district_id: int, unit_id: int | None, report: MonthKey, own: Interval
) -> tuple[int, tuple[Addition, ...]]:
    """How many additions a report holds, and the first of them."""
    found = late(district_id, unit_id, report)
    if found is None:
        return 0, ()
    rows = statement("wuzha.reports", "month_additions").rows(
        district=district_id, unit_lo=own.lo, unit_hi=own.hi, limit=ROWS_SHOWN, **found
    )
    return (rows[0]["total"] if rows else 0), tuple(_addition(row) for row in rows)


def _addition(row: Mapping[str, Any]) -> Addition:
    recorded: datetime = row["recorded_at"]
    return Addition(
        day=row["occurred_on"],
        recorded=timezone.localtime(recorded).date(),
        place=row["place"],
        unit=row["unit"],
        content=row["content"] or row["material"] or KIND_WORDS[row["kind"]],
        corrects=row["corrects"],
        record=str(row["id"]),
    )


def _locks(district_id: int, unit_id: int | None) -> dict[MonthKey, Locked]:
    """The months that are locked now, with their days as the locked report counts them."""
    steps = Step.objects.filter(district_id=district_id, report__unit_id=unit_id).order_by("number")
    last: dict[MonthKey, Any] = {}
    for row in steps.values("report__year", "report__month", "kind", "line", "snapshot__content__period"):
        last[row["report__year"], row["report__month"]] = row
    return {key: _locked(row) for key, row in last.items() if row["kind"] == StepKind.LOCKED}


def _locked(row: Mapping[str, Any]) -> Locked:
    period = row["snapshot__content__period"]
    return Locked(date.fromisoformat(period["start"]), date.fromisoformat(period["end"]), row["line"])
