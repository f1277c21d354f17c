"""Where the reports of a month stand: their steps, their frozen states, and what differs between two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wuzha.reports.core.difference import Difference, difference
from wuzha.reports.core.monthly_input import MonthlyInput, thaw
from wuzha.reports.core.steps import Standing, StepKind, standing
from wuzha.reports.models import Step
from wuzha.reports.queries import Month


@dataclass(frozen=True, slots=True)
class Progress:
    """A report's steps, oldest first, and where they leave it."""

    steps: Sequence[Step] = ()

    @property
    def standing(self) -> Standing:
        return standing([StepKind(step.kind) for step in self.steps])

    @property
    def times_sent(self) -> int:
        """How often it came in: more than once means that it was sent in again."""
        return sum(step.kind == StepKind.SUBMITTED for step in self.steps)

    @property
    def reason(self) -> str:
        """Why it was returned or reopened, while that is its last step."""
        return self.steps[-1].reason if self.steps else ""

    def last(self, kind: StepKind) -> Step | None:
        """The newest step of a kind."""
        return next((step for step in reversed(self.steps) if step.kind == kind), None)

    @property
    def locked_at(self) -> datetime | None:
        """When it was locked, while it is."""
        return self.lock.at if self.lock else None

    @property
    def sent(self) -> MonthlyInput | None:
        """The report as it last came in."""
        return _content(self.last(StepKind.SUBMITTED))

    @property
    def lock(self) -> Step | None:
        """The step that locked it, while it is locked."""
        return self.steps[-1] if self.standing is Standing.LOCKED else None

    @property
    def locked(self) -> MonthlyInput | None:
        """The report as it is locked, while it is."""
        return _content(self.lock)

    @property
    def changed(self) -> Difference | None:
        """What a reopened report changed: from the state that was locked before to the newest frozen one.

        ``None`` while nothing was frozen since the reopening, and for a report that never was reopened.
        """
        opened = self.last(StepKind.REOPENED)
        if opened is None:
            return None
        before = [step for step in self.steps if step.number < opened.number and step.kind == StepKind.LOCKED]
        after = [step for step in self.steps if step.number > opened.number and step.snapshot]
        old, new = _content(before[-1] if before else None), _content(after[-1] if after else None)
        return difference(old, new) if old and new else None


Standings = Mapping[tuple[int | None, str], Progress]
"""How reports came along, by unit (none: the district) and month."""


def progress(district_id: int, unit_id: int | None, month: Month) -> Progress:
    """How one report came along; ``unit_id`` ``None`` is the district's own."""
    found = Step.objects.filter(district_id=district_id, report__unit_id=unit_id, report__year=month.year)
    ordered = found.filter(report__month=month.month).select_related("snapshot").order_by("number")
    return Progress(tuple(ordered))


def standings(district_id: int, months: Iterable[Month]) -> Standings:
    """How every report of some months came along, by unit and month; a report without a step is left out."""
    wanted = {(month.year, month.month): month.key for month in months}
    found: dict[tuple[int | None, str], list[Step]] = defaultdict(list)
    steps = Step.objects.filter(district_id=district_id, report__year__in={year for year, _ in wanted})
    for step in steps.select_related("report").order_by("report_id", "number"):
        if key := wanted.get((step.report.year, step.report.month)):
            found[step.report.unit_id, key].append(step)
    return {key: Progress(tuple(rows)) for key, rows in found.items()}


def _content(step: Step | None) -> MonthlyInput | None:
    return thaw(step.snapshot.content) if step and step.snapshot else None
