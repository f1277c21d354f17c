"""Filing a month: the unit's words, the ledger's row, and the figures frozen as they stood."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wuzha.ledger.actions import note
from wuzha.oversight import actions as oversight
from wuzha.problems import WuzhaError
from wuzha.reports.core.monthly_input import MonthlyInput, freeze
from wuzha.reports.models import Report, Snapshot
from wuzha.reports.queries import Month
from wuzha.terms import FactKind, TargetKind
from wuzha.work.actions import Recorder, record

if TYPE_CHECKING:
    from wuzha.registry.models import Unit


def write_text(
    recorder: Recorder, unit: Unit, month: Month, now: datetime, *, narrative: str, problems: str, needs: str
) -> Report:
    """Keep what the unit adds in words to its month; the figures are never typed."""
    report, _ = Report.objects.update_or_create(
        district_id=recorder.district_id,
        unit_id=unit.id,
        year=month.year,
        month=month.month,
        defaults={
            "unit_pos": unit.hi - 1,
            "narrative": narrative.strip(),
            "problems": problems.strip(),
            "needs": needs.strip(),
            "updated_at": now,
            "updated_by": recorder.user_id,
        },
    )
    return report


def file_report(
    recorder: Recorder, unit: Unit, month: Month, content: MonthlyInput, fact_id: UUID, now: datetime
) -> Snapshot:
    """File a unit's month: one row in the ledger, and the figures frozen as they stand now.

    Filing again files a newer state; the first filing decides whether it was in time. Raises ``WuzhaError``
    where the sender may not record for this unit.
    """
    sent = {
        "id": fact_id,
        "kind": FactKind.REPORT_FILED,
        "occurred_at": now,
        "target_kind": TargetKind.UNIT,
        "target_id": unit.id,
        "unit_id": unit.id,
        "detail": {"month": month.key},
    }
    recorded = record(recorder, [sent], now)
    for receipt in recorded.rejected:
        raise WuzhaError(*receipt.problems)
    oversight.mark(
        recorder.district_id,
        {oversight.Mark(touch.target_kind, touch.area_pos, touch.holder_pos) for touch in recorded.touched},
    )
    report, _ = Report.objects.get_or_create(
        district_id=recorder.district_id,
        unit_id=unit.id,
        year=month.year,
        month=month.month,
        defaults={"unit_pos": unit.hi - 1, "updated_at": now, "updated_by": recorder.user_id},
    )
    note(recorder.district_id, recorder.user_id, recorder.name, now, "report.file", f"{unit.name} {month.key}")
    return Snapshot.objects.create(
        district_id=recorder.district_id,
        report=report,
        unit_pos=unit.hi - 1,
        content=freeze(content),
        fact_id=fact_id,
        made_at=now,
    )
