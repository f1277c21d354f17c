"""Gathering what a monthly report says from ledger, duties and coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from wuzha.database import statement
from wuzha.duties.core.calendar import DueRule
from wuzha.duties.core.periods import Days, ReportRule, report_months
from wuzha.duties.queries import stages
from wuzha.oversight.queries import DutyCell, LadderRow, coverage_total, duty_matrix, freezing
from wuzha.registry.queries import district, people, units
from wuzha.reports.additions import additions
from wuzha.reports.core.monthly_input import (
    Activity,
    DutyCounts,
    Filing,
    Gap,
    Ladder,
    MeasureMonth,
    MonthlyInput,
    NextDuties,
    Period,
    filing_state,
)
from wuzha.reports.core.words import KIND_WORDS
from wuzha.reports.models import Report, Snapshot
from wuzha.terms import Channel, Grade, Interval

if TYPE_CHECKING:
    from wuzha.duties.models import Stage
    from wuzha.registry.models import Unit

_ROOM = "wuzha.reports"
_ACTIVITIES = 60
_RULE_WORDS = {
    ReportRule.TWENTY_SIXTH: "上月26日至当月25日",
    ReportRule.CALENDAR_MONTH: "当月1日至月末",
}


@dataclass(frozen=True, slots=True)
class Month:
    """The stretch of days that a report of one month covers, and the day it is due."""

    year: int
    month: int
    start: date
    end: date
    due: date

    @property
    def key(self) -> str:
        """As a filing names it: ``2026-04``."""
        return f"{self.year}-{self.month:02d}"


def month_of(year: int, month: int, rule: ReportRule, day: int = 25) -> Month:
    """The report month by the district's rule. ``day`` is the day on which reports are due."""
    span = Days(date(year - 1, 12, 1), date(year, 12, 31))
    for period in report_months(span, day, rule, DueRule.AS_WRITTEN):
        if (period.nominal_due.year, period.nominal_due.month) == (year, month):
            return Month(year, month, period.start, period.end, period.nominal_due)
    raise ValueError(f"there is no month {month}")


def monthly_input(
    district_id: int,
    month: Month,
    rule: ReportRule,
    today: date,
    *,
    unit: Unit | None = None,
    campaign: str,
) -> MonthlyInput:
    """Everything that the report of a unit, or of the whole district, says about one month.

    Run it under a scope that sees what is asked for. ``today`` decides what is late and whether it is final. Coverage
    and duties of a frozen month are those that were frozen.
    """
    own = Interval(unit.lo, unit.hi) if unit else Interval.root()
    standing = stages(district_id)
    frozen = freezing(district_id, month.year, month.month)
    cells = duty_matrix(district_id, today, since=month.start, until=month.end, units=own, frozen=frozen)
    records, by_measure = _records(district_id, month, own)
    rows = {"month": month.key} | ({"unit": str(unit.id)} if unit else {})
    ladder = _ladder(coverage_total(district_id, _ground(unit), None if _ground(unit) else own, frozen=frozen))
    text = _text(district_id, month, unit)
    named = {one.id: one.name for one in units(district_id)}
    after = following(month, rule)
    added, added_rows = additions(district_id, unit.id if unit else None, (month.year, month.month), own)
    return MonthlyInput(
        period=_period(month, rule, today),
        unit=unit.name if unit else district(district_id).name,
        campaign=campaign,
        rows=rows,
        measures=tuple(_measures(standing, cells, by_measure, ladder, named, rows)),
        signed_on=today,
        district=unit is None,
        ladder=ladder,
        records=records[0],
        audience=records[1],
        activities=tuple(_activities(district_id, month, own)),
        unassigned=tuple(_unassigned(standing, cells)),
        gaps=tuple(_gaps(district_id)) if unit is None else (),
        next_period=(after.start, after.end),
        next_duties=tuple(_next(district_id, after, own, standing, rows)),
        filings=tuple(filings(district_id, month, today)) if unit is None else (),
        narrative=text.narrative if text else "",
        problems=text.problems if text else "",
        needs=text.needs if text else "",
        added=added,
        added_rows=added_rows,
    )


def filings(district_id: int, month: Month, today: date, units_in: Interval | None = None) -> list[Filing]:
    """How the report of every unit that owes one stands: 已报, 迟报, 空报, 未报, or not due yet."""
    own = units_in or Interval.root()
    found = statement(_ROOM, "month_filings").rows(
        district=district_id,
        first=date(month.year, month.month, 1),
        last=_last_day(month.year, month.month),
        unit_lo=own.lo,
        unit_hi=own.hi,
    )
    frozen = freezing(district_id, month.year, month.month)
    counts = _by_unit(duty_matrix(district_id, today, since=month.start, until=month.end, frozen=frozen))
    return [
        Filing(
            unit=row["unit"],
            state=filing_state(row["due"], row["filed_on"], row["empty"], today),
            due=row["due"],
            filed_on=row["filed_on"],
            duties=counts.get(row["unit_id"], DutyCounts()),
            rows={"month": month.key, "accountable": str(row["unit_id"])},
        )
        for row in _one_each(found)
    ]


def _one_each(found: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One row a unit: where two plans ask the same unit for a report, the earlier due day counts."""
    best: dict[int, Mapping[str, Any]] = {}
    for row in found:
        held = best.get(row["unit_id"])
        if held is None or row["due"] < held["due"]:
            best[row["unit_id"]] = row
    return list(best.values())


def _period(month: Month, rule: ReportRule, today: date) -> Period:
    # Records may still come in for a month that is over: the report says up to which day it knew of them.
    return Period(month.year, month.month, month.start, month.end, _RULE_WORDS[rule], today > month.end, today)


def following(month: Month, rule: ReportRule) -> Month:
    """The report month after this one."""
    if month.month < 12:
        return month_of(month.year, month.month + 1, rule)
    return month_of(month.year + 1, 1, rule)


def _ground(unit: Unit | None) -> Interval | None:
    return Interval(unit.area.lo, unit.area.hi) if unit and unit.area else None


def _ladder(row: LadderRow) -> Ladder:
    return Ladder(
        registered=row.registered,
        vacant=row.vacant,
        nonresidential=row.nonresidential,
        visited=row.visited,
        met=row.met,
        told=row.told,
        refreshed=row.refreshed,
        refused=row.refused,
        told_grades={Grade(grade): count for grade, count in row.told_grades.items()},
    )


def _counts(cell: DutyCell) -> DutyCounts:
    return DutyCounts(cell.done, cell.done_late, cell.late, cell.open, cell.not_counted)


def _by_unit(cells: Iterable[DutyCell]) -> dict[int, DutyCounts]:
    found: dict[int, DutyCounts] = {}
    for cell in cells:
        if cell.unit_id is not None:
            found[cell.unit_id] = found.get(cell.unit_id, DutyCounts()) + _counts(cell)
    return found


def _measures(
    standing: Sequence[Stage],
    cells: Sequence[DutyCell],
    records: Mapping[tuple[int, str, str], tuple[int, int]],
    ladder: Ladder,
    named: Mapping[int, str],
    rows: Mapping[str, str],
) -> Iterable[MeasureMonth]:
    """One for each measure (or paper) with duties in the period, its channels together."""
    groups: dict[tuple[int, str, str], list[Stage]] = {}
    for stage in standing:
        groups.setdefault((stage.version_id, stage.clause, stage.title), []).append(stage)
    for key, group in groups.items():
        version_id, clause, title = key
        ids = {stage.id for stage in group}
        mine = [cell for cell in cells if cell.stage_id in ids]
        counts = sum((_counts(cell) for cell in mine), DutyCounts())
        found, audience = records.get(key, (0, 0))
        if not counts.any and not found:
            continue
        visits = any(stage.channel == Channel.HOUSEHOLD_VISIT for stage in group)
        by_duty = [cell.unit_id for cell in mine if cell.unit_id is not None]
        by_plan = [unit_id for stage in group for unit_id in stage.spec["units"]]
        accountable = dict.fromkeys(named[unit_id] for unit_id in by_duty or by_plan)
        yield MeasureMonth(
            clause=clause,
            title=title,
            rows={**rows, "measure": f"{version_id}:{clause or title}"},
            duties=counts,
            units=tuple(accountable),
            ladder=ladder if visits else None,
            records=found,
            audience=audience,
        )


def _records(
    district_id: int, month: Month, own: Interval
) -> tuple[tuple[int, int], dict[tuple[int, str, str], tuple[int, int]]]:
    """Distinct records with their audience: of the whole month, and of each measure."""
    found = statement(_ROOM, "month_records").rows(
        district=district_id, since=month.start, until=month.end, unit_lo=own.lo, unit_hi=own.hi
    )
    counts = {(row["version_id"], row["clause"], row["title"]): (row["records"], row["audience"]) for row in found}
    return counts.pop((None, None, None)), counts


def _activities(district_id: int, month: Month, own: Interval) -> Iterable[Activity]:
    found = statement(_ROOM, "month_activities").rows(
        district=district_id,
        since=month.start,
        until=month.end,
        unit_lo=own.lo,
        unit_hi=own.hi,
        limit=_ACTIVITIES,
    )
    for row in found:
        said = row["content"] or row["material"] or KIND_WORDS[row["kind"]]
        yield Activity(
            row["occurred_on"], row["place"], row["unit"], said, row["audience"], Grade(row["grade"]), str(row["id"])
        )


def _unassigned(standing: Sequence[Stage], cells: Sequence[DutyCell]) -> list[str]:
    orphans = {cell.stage_id for cell in cells if cell.unit_id is None}
    return [f"{stage.clause}{stage.title}" for stage in standing if stage.id in orphans]


def _gaps(district_id: int) -> Iterable[Gap]:
    """Units without a liaison officer or a leader in charge (分管领导、联络员)."""
    posts: dict[str, set[int]] = {}
    for person in people(district_id):
        posts.setdefault(person.post, set()).add(person.unit_id)
    for post, word in (("leader", "未明确分管领导的单位"), ("liaison", "未明确联络员的单位")):
        missing = [unit.name for unit in units(district_id) if unit.id not in posts.get(post, set())]
        if missing:
            yield Gap(word, len(missing), tuple(missing), rows={"gap": post})


def _next(
    district_id: int, month: Month, own: Interval, standing: Sequence[Stage], rows: Mapping[str, str]
) -> Iterable[NextDuties]:
    by_id = {stage.id: stage for stage in standing}
    found = statement(_ROOM, "month_next").rows(
        district=district_id, since=month.start, until=month.end, unit_lo=own.lo, unit_hi=own.hi
    )
    for row in found:
        stage = by_id.get(row["stage_id"])
        if stage is not None:
            yield NextDuties(
                stage.clause,
                stage.title,
                row["due"],
                row["due"],
                row["count"],
                {**rows, "stage": str(stage.id), "due": row["due"].isoformat()},
            )


def snapshot(district_id: int, snapshot_id: int) -> Snapshot | None:
    """One filing, or ``None`` where the scope shows none."""
    return Snapshot.objects.filter(district_id=district_id, id=snapshot_id).first()


def _text(district_id: int, month: Month, unit: Unit | None) -> Report | None:
    """What the unit itself added in words. The district's own report has none: its office writes elsewhere."""
    if unit is None:
        return None
    found = Report.objects.filter(district_id=district_id, unit_id=unit.id, year=month.year, month=month.month)
    return found.first()


def _last_day(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
