"""A unit's month: its words, sending it in, and what the office does with it. Every step is appended.

Each action checks where the report stands, writes its step with one line of ledger or audit, and freezes the figures
where the step speaks of them: all in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from wuzha.ledger.actions import note
from wuzha.oversight import actions as oversight
from wuzha.problems import Kind, Problem, WuzhaError
from wuzha.reports.core import problems as kinds
from wuzha.reports.core.monthly_input import MonthlyInput, freeze
from wuzha.reports.core.steps import WRITABLE, StepKind, can, standing
from wuzha.reports.core.template_fields import Layout
from wuzha.reports.documents import Making
from wuzha.reports.frozen import frozen_files
from wuzha.reports.models import Explanation, Report, Snapshot, Step
from wuzha.reports.queries import Month
from wuzha.reports.selfcheck import Explained, blocking
from wuzha.reports.templates import active
from wuzha.terms import FactKind, Interval, TargetKind
from wuzha.work.actions import Recorder, record

if TYPE_CHECKING:
    from wuzha.registry.models import Unit

_REFUSED: Mapping[StepKind, Kind] = {
    StepKind.SUBMITTED: kinds.ALREADY_SETTLED,
    StepKind.ACCEPTED: kinds.NOTHING_TO_ACCEPT,
    StepKind.RETURNED: kinds.NOTHING_TO_RETURN,
    StepKind.LOCKED: kinds.NOT_TO_BE_LOCKED,
    StepKind.REOPENED: kinds.NOT_LOCKED,
}


def write_text(
    recorder: Recorder, unit: Unit, month: Month, now: datetime, *, narrative: str, problems: str, needs: str
) -> Report:
    """Keep what the unit adds in words to its month; the figures are never typed.

    Raises ``WuzhaError`` where the report is accepted or locked.
    """
    report = _held(recorder, unit, month, now)
    if standing(_kinds(report)) not in WRITABLE:
        raise WuzhaError(_problem(kinds.ALREADY_SETTLED, unit, month))
    report.narrative, report.problems, report.needs = narrative.strip(), problems.strip(), needs.strip()
    report.updated_at, report.updated_by = now, recorder.user_id
    report.save(update_fields=["narrative", "problems", "needs", "updated_at", "updated_by"])
    return report


def file_report(
    recorder: Recorder,
    unit: Unit,
    month: Month,
    content: MonthlyInput,
    fact_id: UUID,
    now: datetime,
    found: Sequence[Explained] = (),
) -> Snapshot:
    """File a unit's month: one row in the ledger, and the figures frozen as they stand now.

    Filing again files a newer state; the first filing decides whether it was in time. ``found`` is what the self-check
    found, with what the unit said about it: it is kept with the step. Raises ``WuzhaError`` where the sender may not
    record for this unit, where the report is accepted or locked already, and where the self-check found what cannot
    be.
    """
    impossible = [Problem(one.kind, unit.name, one.values) for one in blocking(found)]
    if impossible:
        raise WuzhaError(*impossible)
    sent = {
        "id": fact_id,
        "kind": FactKind.REPORT_FILED,
        "occurred_at": now,
        "target_kind": TargetKind.UNIT,
        "target_id": unit.id,
        "unit_id": unit.id,
        "detail": {"month": month.key},
    }
    with transaction.atomic():
        recorded = record(recorder, [sent], now)
        for receipt in recorded.rejected:
            raise WuzhaError(*receipt.problems)
        report = _held(recorder, unit, month, now)
        _check(StepKind.SUBMITTED, report, unit, month)
    oversight.mark(
        recorder.district_id,
        {oversight.Mark(touch.target_kind, touch.area_pos, touch.holder_pos) for touch in recorded.touched},
    )
    snapshot = _snapshot(report, content, now, fact_id)
    _step(
        recorder,
        report,
        StepKind.SUBMITTED,
        now,
        snapshot=snapshot,
        detail={"findings": [one.as_dict() for one in found]},
    )
    note(recorder.district_id, recorder.user_id, recorder.name, now, "report.file", f"{unit.name} {month.key}")
    return snapshot


def explain(
    recorder: Recorder, unit: Unit, month: Month, now: datetime, *, code: str, count: int, words: str
) -> Explanation:
    """Keep what a unit says about a finding of its self-check; ``count`` is of how many it speaks.

    Raises ``WuzhaError`` where the report is accepted or locked.
    """
    report = _held(recorder, unit, month, now)
    _check(StepKind.SUBMITTED, report, unit, month)
    note(
        recorder.district_id, recorder.user_id, recorder.name, now, "report.explain", f"{unit.name} {month.key} {code}"
    )
    return Explanation.objects.create(
        district_id=recorder.district_id,
        report=report,
        unit_pos=report.unit_pos,
        code=code,
        count=count,
        words=words.strip()[:500],
        at=now,
        actor_id=recorder.user_id,
        actor_name=recorder.name,
    )


def accept(recorder: Recorder, unit: Unit, month: Month, now: datetime) -> Step:
    """The office takes a report as it came in, or takes its return back."""
    return _answer(recorder, unit, month, now, StepKind.ACCEPTED, "")


def give_back(recorder: Recorder, unit: Unit, month: Month, now: datetime, reason: str) -> Step:
    """The office returns a report to its unit, with the reason."""
    return _answer(recorder, unit, month, now, StepKind.RETURNED, _said(reason))


def reopen(recorder: Recorder, unit: Unit, month: Month, now: datetime, reason: str) -> Step:
    """Open a locked report again, with the reason: the unit may send it in anew, or the office lock it anew.

    The district's own month, where it is locked, opens with it. Raises RPT117 where a later month of the unit is
    locked: what came late to this one stands there as an addition.
    """
    said = _said(reason)
    _no_later(recorder.district_id, unit, month)
    step = _answer(recorder, unit, month, now, StepKind.REOPENED, said)
    own = Report.objects.filter(district_id=unit.district_id, unit_id=None, year=month.year, month=month.month).first()
    if own and can(StepKind.REOPENED, standing(_kinds(own))):
        _no_later(recorder.district_id, None, month)
        _step(recorder, own, StepKind.REOPENED, now, reason=said)
    return step


def lock(
    recorder: Recorder,
    unit: Unit | None,
    month: Month,
    now: datetime,
    content: MonthlyInput,
    line: datetime,
    *,
    base_url: str = "",
    missing: bool = False,
) -> Step:
    """Close a month: the figures are frozen as they stand now, with the words that came in, and so are its files.

    ``unit`` ``None`` locks the district's own report. ``line`` is drawn under the ledger: what was recorded up to it
    is in the figures, nothing else. ``missing`` says that by rule nothing came in (未报): such a month is locked
    without words. Under ``base_url`` the figures in its files lead to their rows. Raises ``WuzhaError`` where the
    report is neither accepted nor missing, and before the month is over.
    """
    check_over(month, now)
    report = _held(recorder, unit, month, now)
    if unit is not None:
        _check(StepKind.LOCKED, report, unit, month, missing=missing)
    snapshot = _snapshot(report, content, now, None)
    papers = (Layout.UNIT,) if unit else (Layout.DISTRICT, Layout.BULLETIN, Layout.BRIEF)
    making = Making(now, base_url, active(recorder.district_id, papers))
    detail = frozen_files(snapshot.content, making)
    step = _step(recorder, report, StepKind.LOCKED, now, snapshot=snapshot, line=line, detail=detail)
    name = unit.name if unit else content.unit
    note(recorder.district_id, recorder.user_id, recorder.name, now, "report.lock", f"{name} {month.key}")
    return step


def check_over(month: Month, now: datetime) -> None:
    """Raise RPT119 while the month still runs: its figures would change after they were locked."""
    if now.date() <= month.end:
        raise WuzhaError(Problem(kinds.MONTH_NOT_OVER, month.key, {"month": month.key, "end": month.end.isoformat()}))


def _answer(recorder: Recorder, unit: Unit, month: Month, now: datetime, kind: StepKind, reason: str) -> Step:
    report = _held(recorder, unit, month, now)
    _check(kind, report, unit, month)
    step = _step(recorder, report, kind, now, reason=reason)
    subject = f"{unit.name} {month.key}"
    note(recorder.district_id, recorder.user_id, recorder.name, now, f"report.{kind}", subject, reason=reason)
    return step


def _held(recorder: Recorder, unit: Unit | None, month: Month, now: datetime) -> Report:
    """The report's row, made where there is none, and held until the end of the transaction: one step at a time."""
    key = {
        "district_id": recorder.district_id,
        "unit_id": unit.id if unit else None,
        "year": month.year,
        "month": month.month,
    }
    pos = unit.hi - 1 if unit else Interval.root().pos
    Report.objects.get_or_create(**key, defaults={"unit_pos": pos, "updated_at": now, "updated_by": recorder.user_id})
    return Report.objects.select_for_update().get(**key)


def _kinds(report: Report) -> list[StepKind]:
    return [StepKind(kind) for kind in report.steps.order_by("number").values_list("kind", flat=True)]


def _check(kind: StepKind, report: Report, unit: Unit, month: Month, *, missing: bool = False) -> None:
    if not can(kind, standing(_kinds(report)), missing=missing):
        raise WuzhaError(_problem(_REFUSED[kind], unit, month))


def _problem(kind: Kind, unit: Unit, month: Month) -> Problem:
    return Problem(kind, unit.name, {"unit": unit.name, "month": month.key})


def _said(reason: str) -> str:
    if not reason.strip():
        raise WuzhaError(Problem(kinds.NO_REASON))
    return reason.strip()[:500]


def _no_later(district_id: int, unit: Unit | None, month: Month) -> None:
    later = Report.objects.filter(district_id=district_id, unit_id=unit.id if unit else None)
    for report in later.filter(year__gte=month.year).order_by("year", "month"):
        after = (report.year, report.month) > (month.year, month.month)
        if after and can(StepKind.REOPENED, standing(_kinds(report))):
            values = {
                "unit": unit.name if unit else "",
                "month": month.key,
                "later": f"{report.year}-{report.month:02d}",
            }
            raise WuzhaError(Problem(kinds.LATER_LOCKED, month.key, values))


def _snapshot(report: Report, content: MonthlyInput, now: datetime, fact_id: UUID | None) -> Snapshot:
    return Snapshot.objects.create(
        district_id=report.district_id,
        report=report,
        unit_pos=report.unit_pos,
        content=freeze(content),
        fact_id=fact_id,
        made_at=now,
    )


def _step(recorder: Recorder, report: Report, kind: StepKind, now: datetime, **more: Any) -> Step:
    return Step.objects.create(
        district_id=report.district_id,
        report=report,
        unit_pos=report.unit_pos,
        number=report.steps.count() + 1,
        kind=kind,
        at=now,
        actor_id=recorder.user_id,
        actor_name=recorder.name,
        **more,
    )
