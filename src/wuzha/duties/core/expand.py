"""Last step of expansion: from stages and targets to duties. The specification that the SQL is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wuzha.duties.core import problems as kinds
from wuzha.duties.core.assignment import Holding, assign
from wuzha.duties.core.stages import Stage, StagePeriod
from wuzha.duties.core.units import UnitRecord
from wuzha.problems import Problem
from wuzha.terms import Interval, PlaceClass, TargetKind

NOWHERE = Interval.root().pos
"""Where rows without accountable unit or ground are placed: the district's own place."""


@dataclass(frozen=True, slots=True)
class Target:
    """A household (``status``) or place (``place_class``): who holds it, where it stands, from when to when it is."""

    kind: TargetKind
    id: int
    holder_id: int
    holder_pos: int
    area_id: int | None
    area_pos: int
    status: str = ""
    place_class: PlaceClass | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def holding(self) -> Holding:
        return Holding(self.holder_id, self.area_pos)

    def exists_in(self, period: StagePeriod) -> bool:
        """Whether it is there on at least one day of the period."""
        return (self.valid_from is None or self.valid_from <= period.end) and (
            self.valid_to is None or self.valid_to >= period.start
        )


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty as the table holds it, ``stage`` by its fingerprint."""

    stage: str
    target_kind: TargetKind
    target_id: int
    unit_id: int | None
    unit_pos: int
    doer_id: int
    doer_pos: int
    area_id: int | None
    area_pos: int
    period: StagePeriod

    @property
    def key(self) -> tuple[str, int, date]:
        """What is unique of a duty: applying a stage again adds none with the same key."""
        return (self.stage, self.target_id, self.period.start)


@dataclass(frozen=True, slots=True)
class StageCount:
    """What a stage would come to: targets, duties (targets × periods), targets nobody is accountable for, and
    duties by accountable unit."""

    targets: int
    duties: int
    unassigned: int
    by_unit: Mapping[int, int]


def wants(stage: Stage, target: Target) -> bool:
    """Whether a stage asks something of a household or place."""
    if target.kind is not stage.target_kind:
        return False
    return target.status in stage.statuses if stage.statuses else target.place_class in stage.place_classes


def expand(stages: Iterable[Stage], targets: Iterable[Target], units: Mapping[int, UnitRecord]) -> list[DutyRow]:
    """Every duty of the stages, in their order; of each key one."""
    everything = list(targets)
    rows: dict[tuple[str, int, date], DutyRow] = {}
    for stage in stages:
        made = _of_units(stage, units) if stage.target_kind is TargetKind.UNIT else _of(stage, everything, units)
        for row in made:
            rows.setdefault(row.key, row)
    return list(rows.values())


def explain(stage: Stage, targets: Mapping[Holding, int], units: Mapping[int, UnitRecord]) -> StageCount:
    """What a stage comes to over the number of its targets in each holding, or over its units. Whether a target
    exists in every period is not asked."""
    if stage.target_kind is TargetKind.UNIT:
        accountable: list[tuple[int | None, int]] = [(u, 1) for u in stage.target_units if u in units]
    else:
        chosen = assign(stage.units, units, targets)
        accountable = [(chosen[holding], count) for holding, count in targets.items()]
    by_unit: dict[int, int] = {}
    for unit_id, count in accountable:
        if unit_id is not None:
            by_unit[unit_id] = by_unit.get(unit_id, 0) + count * len(stage.periods)
    total = sum(count for _, count in accountable)
    unassigned = sum(count for unit_id, count in accountable if unit_id is None)
    return StageCount(total, total * len(stage.periods), unassigned, by_unit)


def gap(stage: Stage, count: StageCount) -> Problem | None:
    """The warning about targets that nobody is accountable for, if there are any."""
    return Problem(kinds.UNASSIGNED, stage.clause, {"count": count.unassigned}) if count.unassigned else None


def _of(stage: Stage, targets: Iterable[Target], units: Mapping[int, UnitRecord]) -> list[DutyRow]:
    wanted = [target for target in targets if wants(stage, target)]
    chosen = assign(stage.units, units, (target.holding for target in wanted))
    fingerprint, rows = stage.fingerprint, []
    for target in wanted:
        unit_id = chosen[target.holding]
        unit_pos = NOWHERE if unit_id is None else units[unit_id].interval.pos
        rows += [
            DutyRow(
                stage=fingerprint,
                target_kind=target.kind,
                target_id=target.id,
                unit_id=unit_id,
                unit_pos=unit_pos,
                doer_id=target.holder_id,
                doer_pos=target.holder_pos,
                area_id=target.area_id,
                area_pos=target.area_pos,
                period=period,
            )
            for period in stage.periods
            if target.exists_in(period)
        ]
    return rows


def _of_units(stage: Stage, units: Mapping[int, UnitRecord]) -> list[DutyRow]:
    fingerprint = stage.fingerprint
    return [
        DutyRow(
            stage=fingerprint,
            target_kind=TargetKind.UNIT,
            target_id=unit.id,
            unit_id=unit.id,
            unit_pos=unit.interval.pos,
            doer_id=unit.id,
            doer_pos=unit.interval.pos,
            area_id=unit.area_id,
            area_pos=unit.area_pos,
            period=period,
        )
        for unit in (units[unit_id] for unit_id in stage.target_units if unit_id in units)
        for period in stage.periods
    ]
