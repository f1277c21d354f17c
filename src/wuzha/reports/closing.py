"""Closing a month: a unit's report or the whole month is locked, with its figures as they stand at that moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from wuzha.ledger.actions import draw_line
from wuzha.oversight import actions as oversight
from wuzha.oversight.queries import freezing
from wuzha.problems import Problem, WuzhaError
from wuzha.registry.queries import units
from wuzha.reports import actions
from wuzha.reports.consolidation import district_input
from wuzha.reports.core import problems as kinds
from wuzha.reports.core.monthly_input import Filing, FilingState, MonthlyInput
from wuzha.reports.core.steps import Standing, StepKind, can
from wuzha.reports.progress import Progress, Standings, progress, standings
from wuzha.reports.queries import Month, filings, monthly_input
from wuzha.terms import Actor
from wuzha.work.actions import Recorder

if TYPE_CHECKING:
    from wuzha.duties.core.periods import ReportRule
    from wuzha.registry.models import Unit


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closes which month when, under the district's rule; ``campaign`` is what the work is called in titles.

    ``base_url`` is where the figures in the locked files lead to.
    """

    recorder: Recorder
    month: Month
    rule: ReportRule
    now: datetime
    campaign: str
    base_url: str = ""

    @property
    def district_id(self) -> int:
        return self.recorder.district_id

    def content(self, unit: Unit | None) -> MonthlyInput:
        """What the report says now."""
        today, campaign = self.now.date(), self.campaign
        if unit is None:
            return district_input(self.district_id, self.month, self.rule, today, campaign=campaign)
        return monthly_input(self.district_id, self.month, self.rule, today, unit=unit, campaign=campaign)


def lock_unit(closing: Closing, unit: Unit, filing: Filing | None) -> None:
    """Lock a unit's month; ``filing`` is what the unit owes for it, if anything. Raises as ``actions.lock``."""
    with transaction.atomic():
        line = draw_line(closing.district_id, closing.now)
        _lock(closing, unit, filing, progress(closing.district_id, unit.id, closing.month), line)


def lock_month(closing: Closing) -> int:
    """Lock every report of a month that is not locked yet, and the district's own; returns how many units.

    The month's coverage and duties are frozen with it. All of it or nothing: raises RPT118 where a report waits for
    somebody, RPT119 before the month is over.
    """
    district_id, month = closing.district_id, closing.month
    came = standings(district_id, [month])
    found = filings(district_id, month, closing.now.date())
    left = [one for one in found if _stands(one, came, month) is not Standing.LOCKED]
    waiting = [one.unit for one in left if not _lockable(one, _stands(one, came, month))]
    if waiting:
        values = {"month": month.key, "units": "、".join(waiting)}
        raise WuzhaError(Problem(kinds.STILL_OPEN, month.key, values))
    everyone = {str(unit.id): unit for unit in units(district_id)}
    with transaction.atomic():
        actions.check_over(month, closing.now)
        by = Actor(closing.recorder.user_id, closing.recorder.name)
        frozen = oversight.freeze(district_id, month.year, month.month, month.start, month.end, by, closing.now)
        for one in left:
            unit = everyone[one.rows["accountable"]]
            _lock(closing, unit, one, progress(district_id, unit.id, month), frozen.cutoff)
        if progress(district_id, None, month).standing is not Standing.LOCKED:
            actions.lock(
                closing.recorder,
                None,
                month,
                closing.now,
                closing.content(None),
                frozen.cutoff,
                base_url=closing.base_url,
            )
    return len(left)


def reopen(recorder: Recorder, unit: Unit, month: Month, now: datetime, reason: str) -> None:
    """Open a locked report again, with the reason; the month's frozen figures are let go where they are frozen.

    Raises as ``actions.reopen``.
    """
    with transaction.atomic():
        actions.reopen(recorder, unit, month, now, reason)
        if freezing(recorder.district_id, month.year, month.month):
            by = Actor(recorder.user_id, recorder.name)
            oversight.thaw(recorder.district_id, month.year, month.month, reason, by, now)


def _lock(closing: Closing, unit: Unit, filing: Filing | None, came: Progress, line: datetime) -> None:
    missing = filing is not None and filing.state is FilingState.MISSING
    content = _as_sent(closing.content(unit), came.sent)
    by, base_url = closing.recorder, closing.base_url
    actions.lock(by, unit, closing.month, closing.now, content, line, base_url=base_url, missing=missing)


def _as_sent(content: MonthlyInput, sent: MonthlyInput | None) -> MonthlyInput:
    """The figures of today under the words that came in; a draft that was never sent is nobody's word."""
    if sent is None:
        return replace(content, narrative="", problems="", needs="")
    return replace(content, narrative=sent.narrative, problems=sent.problems, needs=sent.needs)


def _stands(filing: Filing, came: Standings, month: Month) -> Standing:
    return came.get((int(filing.rows["accountable"]), month.key), Progress()).standing


def _lockable(filing: Filing, stands: Standing) -> bool:
    return can(StepKind.LOCKED, stands, missing=filing.state is FilingState.MISSING)
