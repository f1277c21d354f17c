"""From a plan's version to duties: bind names, expand to stages, preview or apply the same stages."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from wuzha.database import statement
from wuzha.database.planning import whole_tables
from wuzha.duties.core import problems as kinds
from wuzha.duties.core.assignment import Holding, assign
from wuzha.duties.core.binding import Binding as Bound
from wuzha.duties.core.binding import bind
from wuzha.duties.core.builder import Settings, build
from wuzha.duties.core.definition import from_typed
from wuzha.duties.core.expand import NOWHERE, StageCount, explain, gap
from wuzha.duties.core.stages import Expansion, Match, Stage
from wuzha.duties.core.units import UnitRecord
from wuzha.duties.models import Binding
from wuzha.duties.models import Stage as StageRow
from wuzha.ledger.actions import note
from wuzha.plan.queries import measures, version_ids, vocabulary_of
from wuzha.problems import Problem, WuzhaError
from wuzha.registry.queries import units as registry_units
from wuzha.terms import Interval, TargetKind, UnitKind

if TYPE_CHECKING:
    from wuzha.plan.models import Version

_ROOM = "wuzha.duties"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A version bound and expanded, with what each stage would come to."""

    binding: Bound
    expansion: Expansion
    counts: Mapping[str, StageCount]
    units: Mapping[int, UnitRecord]
    holdings: Mapping[str, Sequence[Holding]]

    @property
    def problems(self) -> list[Problem]:
        """Questions of the binding, problems of the expansion, and targets that nobody is accountable for."""
        gaps = (gap(stage, self.counts[stage.fingerprint]) for stage in self.expansion.stages)
        asked = [question.problem for question in self.binding.questions]
        return [*asked, *self.expansion.problems, *(one for one in gaps if one)]

    @property
    def duties(self) -> int:
        """How many duties all stages come to."""
        return sum(count.duties for count in self.counts.values())


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying did: duties added, stages that stand, stages of older versions that were retired."""

    added: int
    stages: int
    retired: int


def answer(
    district_id: int,
    name: str,
    unit_ids: Sequence[int],
    *,
    actor_id: int,
    actor_name: str,
    now: datetime,
) -> None:
    """Remember whom a name of a plan means; no units: nobody is meant. Asked once, used by every plan."""
    Binding.objects.update_or_create(
        district_id=district_id,
        name=name,
        defaults={
            "unit_ids": list(unit_ids),
            "ignored": not unit_ids,
            "answered_at": now,
            "answered_by": actor_id,
        },
    )
    note(district_id, actor_id, actor_name, now, "duties.binding", name, units=list(unit_ids))


def unit_records(district_id: int) -> dict[int, UnitRecord]:
    """The units of the registry as the core sees them."""
    return {
        unit.id: UnitRecord(
            id=unit.id,
            name=unit.name,
            kind=UnitKind(unit.kind),
            interval=Interval(unit.lo, unit.hi),
            parent_id=unit.parent_id,
            area_id=unit.area_id,
            area=Interval(unit.area.lo, unit.area.hi) if unit.area else None,
            aliases=tuple(unit.aliases),
        )
        for unit in registry_units(district_id)
    }


def prepare(version: Version, settings: Settings) -> Prepared:
    """Bind and expand a version without writing anything: what a preview shows and what apply will do.

    Needs a scope that sees the whole district. Raises ``WuzhaError`` where the plan ends before it starts.
    """
    settings = replace(settings, since=_since(version, settings.year))
    return prepare_typed(version.district_id, plan_key(version.plan_id), version.typed, version.text, settings)


def _since(version: Version, year: int) -> date | None:
    """The day on which the plan came into the house: nobody owes weeks and months before it, unless it says so."""
    kept = localdate(version.plan.created_at)
    return kept if kept.year == year else None


def plan_key(plan_id: int) -> str:
    """What tells the stages of one plan from those of another, through all its versions."""
    return f"plan-{plan_id}"


def prepare_typed(district_id: int, key: str, typed: Mapping[str, Any], text: str, settings: Settings) -> Prepared:
    """The same for a typed plan that is not kept: what it would come to in this district."""
    units = unit_records(district_id)
    answers = {row.name: row.unit_ids for row in Binding.objects.filter(district_id=district_id)}
    ask = from_typed(typed, text)
    binding = bind(ask.named, units.values(), answers, ask.mentioned)
    expansion = build(ask, key, binding, units.values(), settings, vocabulary_of(district_id))
    asked = {_asked_of(stage): stage for stage in expansion.stages}
    held = {what: _holdings(district_id, stage) for what, stage in asked.items()}
    found = {stage.fingerprint: held[_asked_of(stage)] for stage in expansion.stages}
    counts = {stage.fingerprint: explain(stage, found[stage.fingerprint], units) for stage in expansion.stages}
    return Prepared(binding, expansion, counts, units, {key: tuple(targets) for key, targets in found.items()})


def apply(
    version: Version,
    settings: Settings,
    *,
    actor_id: int,
    actor_name: str,
    now: datetime,
    progress: Progress | None = None,
    unconfirmed: bool = False,
) -> Applied:
    """Write the duties of a version that a second person confirmed; the same version again adds nothing.

    Stages that an older version of the plan asked for and this one does not are retired: their duties are kept
    but no longer counted. Runs in the caller's transaction. Raises ``WuzhaError`` where nobody confirmed the version,
    unless ``unconfirmed`` says that it be applied all the same.
    """
    if version.confirmed_at is None and not unconfirmed:
        raise WuzhaError(Problem(kinds.UNCONFIRMED, "", {"number": version.number, "author": version.author}))
    prepared = prepare(version, settings)
    district_id, stages = version.district_id, prepared.expansion.stages
    ids = {measure.ordinal: measure.id for measure in measures(version.id)}
    added = 0
    for ordinal, stage in enumerate(stages, start=1):
        row = _keep_stage(version, stage, ordinal, ids.get(stage.measure or 0), actor_id, now)
        added += _add_duties(district_id, row.id, stage, prepared)
        if progress:
            progress(ordinal, len(stages))
    retired = _retire(version, {stage.fingerprint for stage in stages}, now)
    subject = f"{version.plan.title} ({version.number})"
    counts = {"added": added, "retired": retired, "confirmed": version.confirmed_at is not None}
    note(district_id, actor_id, actor_name, now, "duties.apply", subject, **counts)
    return Applied(added, len(stages), retired)


def _asked_of(stage: Stage) -> Hashable:
    """What of a stage decides about its targets: many stages of one plan ask about the same ones."""
    return stage.target_kind, tuple(stage.statuses), tuple(stage.place_classes)


def _holdings(district_id: int, stage: Stage) -> dict[Holding, int]:
    if stage.target_kind is TargetKind.HOUSEHOLD:
        found = statement(_ROOM, "holders_of_households").rows(district=district_id, statuses=list(stage.statuses))
    elif stage.target_kind is TargetKind.PLACE:
        classes = list(stage.place_classes)
        found = statement(_ROOM, "holders_of_places").rows(district=district_id, place_classes=classes)
    else:
        return {}
    return {Holding(row["holder_id"], row["area_pos"]): row["targets"] for row in found}


def _keep_stage(
    version: Version, stage: Stage, ordinal: int, measure_id: int | None, actor_id: int, now: datetime
) -> StageRow:
    counting = stage.counting
    # Held until the commit: whoever applies the same stage at the same time waits, and then finds its duties.
    row, made = StageRow.objects.select_for_update().get_or_create(
        district_id=version.district_id,
        fingerprint=stage.fingerprint,
        defaults={
            "version_id": version.id,
            "measure_id": measure_id,
            "ordinal": ordinal,
            "clause": stage.clause,
            "title": stage.title[:300],
            "channel": stage.channel or "",
            "target_kind": stage.target_kind,
            "fact_kinds": list(counting.facts),
            "outcomes": list(counting.outcomes),
            "needs_material": counting.material,
            "channels": list(counting.channels),
            "by_month": counting.match is Match.MONTH,
            "detail": dict(counting.detail),
            "spec": stage.as_spec(),
            "applied_at": now,
            "applied_by": actor_id,
        },
    )
    if not made:
        # The same is asked, perhaps under another number and title: those are told as the newest version has them.
        StageRow.objects.filter(id=row.id).update(
            retired_at=None, measure_id=measure_id, ordinal=ordinal, clause=stage.clause, title=stage.title[:300]
        )
    return row


def _add_duties(district_id: int, stage_id: int, stage: Stage, prepared: Prepared) -> int:
    periods = json.dumps(
        [
            {
                "period_start": period.start,
                "period_end": period.end,
                "nominal_due": period.nominal_due,
                "due": period.due,
                "expected": period.expected,
            }
            for period in stage.periods
        ],
        default=str,
    )
    common = {"district": district_id, "stage": stage_id, "periods": periods}
    if stage.target_kind is TargetKind.UNIT:
        units = [unit_id for unit_id in stage.target_units if unit_id in prepared.units]
        return statement(_ROOM, "add_unit_duties").run(**common, units=units, nowhere=NOWHERE)
    chosen = assign(stage.units, prepared.units, prepared.holdings[stage.fingerprint])
    assignments = json.dumps([
        {
            "holder_id": holding.holder_id,
            "area_pos": holding.area_pos,
            "unit_id": unit_id,
            "unit_pos": NOWHERE if unit_id is None else prepared.units[unit_id].interval.pos,
        }
        for holding, unit_id in chosen.items()
    ])  # fmt: skip
    if stage.target_kind is TargetKind.HOUSEHOLD:
        with whole_tables():
            return statement(_ROOM, "add_household_duties").run(
                **common, assignments=assignments, statuses=list(stage.statuses)
            )
    classes = list(stage.place_classes)
    return statement(_ROOM, "add_place_duties").run(**common, assignments=assignments, place_classes=classes)


def _retire(version: Version, standing: set[str], now: datetime) -> int:
    of_plan = version_ids(version.plan_id)
    older = StageRow.objects.filter(version_id__in=of_plan, retired_at=None).exclude(fingerprint__in=standing)
    return older.update(retired_at=now)
