"""The SQL of duties against the pure functions that specify it, on random small districts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import count as numbers
from typing import Any

import pytest
import uuid_utils.compat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.duties_world import EAST, UNITS, WEST
from support.facts import fact, whole
from support.sample_plan import measure, plan, report
from wuzha.duties import actions
from wuzha.duties.core.builder import Settings
from wuzha.duties.core.expand import DutyRow, Target, expand
from wuzha.duties.core.stages import Stage
from wuzha.duties.core.state import Record, exists_for, progress, state_of
from wuzha.duties.core.units import UnitRecord
from wuzha.duties.models import Duty
from wuzha.ledger.actions import append
from wuzha.ledger.core.facts import FactRow
from wuzha.oversight.actions import recount
from wuzha.oversight.core.coverage import Door, Visit, is_vacant
from wuzha.oversight.models import DutyLeaf
from wuzha.plan.actions import keep_version
from wuzha.plan.models import Version
from wuzha.registry.models import Area, District, Household, Place, Unit
from wuzha.terms import DutyState, Interval, Outcome, PlaceClass, TargetKind
from wuzha.web.clock import ZONE

pytestmark = pytest.mark.django_db
_DISTRICTS: Iterator[int] = numbers(2000)  # each example has a district of its own
YEAR = Settings(2026)
NOW = datetime(2026, 11, 2, 9, tzinfo=ZONE)
TYPED = plan(
    measure("一", "household_visit", units=["各村(社区)"]),
    measure("二", "screen", "placement", units=["国际学校", "派出所"], targets=["银行"]),
    measure("三", "event", "pledge", units=["物业科", "各村(社区)"], due="2026-06-30"),
    measure("四", "chat_group", units=["各村(社区)"], cadence={"times": 2, "per": "quarter"}),
    reports=[report("工作情况", per="month", day=25), report("工作总结", due="2026-12-20")],
)
GROUNDS = [EAST.child(0), WEST.child(0), None]
ACTIVE = ["物业管理科", "东园社区"]
HOLDERS = ["安居物业有限公司", "国际学校", "宣传科"]


@st.composite
def targets(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Doors and places, by the ordinals of their ground and holder."""
    common = {"ground": st.integers(0, 2), "holder": st.sampled_from(HOLDERS)}
    doors = st.fixed_dictionaries({"status": st.sampled_from(["occupied", "vacant", "nonresidential"]), **common})
    days = st.sampled_from([None, date(2026, 3, 31), date(2026, 7, 1)])
    classes = st.sampled_from([PlaceClass.SCREEN, PlaceClass.BANK, PlaceClass.CHAT_GROUP, PlaceClass.HOTEL])
    points = st.fixed_dictionaries({"place_class": classes, "valid_from": days, "valid_to": days, **common})
    return draw(st.lists(st.one_of(doors, points), max_size=6))


work = st.lists(
    st.fixed_dictionaries(
        {
            "target": st.integers(0, 99),
            "slip": st.sampled_from([False, False, False, True]),
            "day": st.dates(date(2026, 1, 1), date(2026, 12, 31)),
            "outcome": st.sampled_from(["met", "met", "refused", "vacant", "not_home"]),
            "material": st.sampled_from(["", "折页2", "折页2"]),
            "unit_kind": st.sampled_from(["event", "report_filed"]),
            "channel": st.sampled_from(["", "event", "pledge"]),
            "detail": st.sampled_from([{"month": "2026-03"}, {"month": "2026-05"}, {"form": "summary"}]),
            "corrects": st.one_of(st.none(), st.integers(0, 9)),
        }
    ),
    max_size=10,
)
KIND_OF = {PlaceClass.SCREEN: "screen_loop", PlaceClass.CHAT_GROUP: "group_post"}
ORACLE = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def settle(district_id: int, found: Sequence[dict[str, Any]]) -> list[Target]:
    """Store units, areas, doors and places; gives the targets as the specification sees them."""
    grounds = {u.area for u in UNITS if u.area} | {ground for ground in GROUNDS if ground}
    areas = {
        ground: Area.objects.create(
            district_id=district_id, level="community", code=f"a{n}", name=f"a{n}", lo=ground.lo, hi=ground.hi
        )
        for n, ground in enumerate(sorted(grounds))
    }
    for record in UNITS:
        Unit.objects.create(
            district_id=district_id, kind=record.kind, code=str(record.id), name=record.name, lo=record.interval.lo,
            hi=record.interval.hi, area=areas[record.area] if record.area else None, aliases=list(record.aliases),
        )  # fmt: skip
    holders = {unit.name: unit for unit in Unit.objects.filter(district_id=district_id)}
    settled = [_target(number, one, holders, areas) for number, one in enumerate(found, start=1)]
    Household.objects.bulk_create(_row(Household, district_id, one) for one in settled if one.status)
    Place.objects.bulk_create(_row(Place, district_id, one) for one in settled if one.place_class)
    return settled


def _target(number: int, one: dict[str, Any], holders: dict[str, Unit], areas: dict[Interval, Area]) -> Target:
    ground, holder = GROUNDS[one["ground"]] or WEST, holders[one["holder"]]
    return Target(
        kind=TargetKind.HOUSEHOLD if "status" in one else TargetKind.PLACE,
        id=number,
        holder_id=holder.id,
        holder_pos=holder.hi - 1,
        area_id=areas[ground].id,
        area_pos=ground.pos,
        status=one.get("status", ""),
        place_class=one.get("place_class"),
        valid_from=one.get("valid_from"),
        valid_to=one.get("valid_to"),
    )


def _row(model: type, district_id: int, one: Target) -> Any:
    kinds = {"status": one.status, "address": "1"} if one.status else {"place_class": one.place_class, "name": "1"}
    return model(
        district_id=district_id, id=one.id, code=str(one.id), area_id=one.area_id, area_pos=one.area_pos,
        unit_id=one.holder_id, unit_pos=one.holder_pos, valid_from=one.valid_from, valid_to=one.valid_to,
        fingerprint=b"", **kinds,
    )  # fmt: skip


def version(district_id: int) -> Version:
    made, _ = keep_version(
        district_id, filename="p", sha256="0", text="", typed=TYPED, year=2026, actor_id=1, actor_name="甲", now=NOW
    )
    return made


def stored(district_id: int) -> list[tuple[Any, ...]]:
    prints = {row.id: row.fingerprint for row in actions.StageRow.objects.filter(district_id=district_id)}
    return sorted(
        (
            prints[d.stage_id], str(d.target_kind), d.target_id, d.unit_id or 0, d.unit_pos, d.doer_id, d.doer_pos,
            d.area_id or 0, d.area_pos, d.period_start, d.period_end, d.nominal_due, d.due, d.expected,
        )
        for d in Duty.objects.filter(district_id=district_id)
    )  # fmt: skip


def specified(rows: Sequence[DutyRow]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            r.stage, str(r.target_kind), r.target_id, r.unit_id or 0, r.unit_pos, r.doer_id, r.doer_pos,
            r.area_id or 0, r.area_pos, r.period.start, r.period.end, r.period.nominal_due, r.period.due,
            r.period.expected,
        )
        for r in rows
    )  # fmt: skip


@given(targets())
@ORACLE
def test_applying_makes_the_duties_that_are_specified_and_again_none(db: None, found: list[dict[str, Any]]) -> None:
    district_id = next(_DISTRICTS)
    with whole(district_id):
        settled = settle(district_id, found)
        prepared = actions.prepare(version(district_id), YEAR)
        applied = actions.apply(version(district_id), YEAR, actor_id=1, actor_name="甲", now=NOW, unconfirmed=True)
        rows = expand(prepared.expansion.stages, settled, prepared.units)
        assert stored(district_id) == specified(rows)
        assert applied.added == len(rows)
        assert (
            actions.apply(version(district_id), YEAR, actor_id=1, actor_name="甲", now=NOW, unconfirmed=True).added == 0
        )


@given(targets(), work, st.sampled_from([date(2026, 3, 31), date(2026, 5, 9), date(2026, 8, 1)]))
@ORACLE
def test_what_became_of_duties_is_counted_as_specified(
    db: None, found: list[dict[str, Any]], done: list[dict[str, Any]], day: date
) -> None:
    district_id = next(_DISTRICTS)
    District.objects.create(id=district_id, code=str(district_id), name="试验区", day=day)
    with whole(district_id):
        settled = settle(district_id, found)
        prepared = actions.prepare(version(district_id), YEAR)
        actions.apply(version(district_id), YEAR, actor_id=1, actor_name="甲", now=NOW, unconfirmed=True)
        facts = _facts(done, settled, prepared.units)
        append(district_id, facts, NOW)
        recount(district_id)
        counted: Counter[str] = Counter()
        for leaf in DutyLeaf.objects.filter(district_id=district_id):
            counted.update(total=leaf.total, done=leaf.done, done_late=leaf.done_late, not_counted=leaf.not_counted)
    rows = expand(prepared.expansion.stages, settled, prepared.units)
    stages = {stage.fingerprint: stage for stage in prepared.expansion.stages}
    assert +counted == _outcomes(rows, stages, facts, {one.id: one for one in settled}, day)


def _kind(target: Target) -> str:
    return "visit" if target.place_class is None else KIND_OF.get(target.place_class, "placement")


def _facts(done: Sequence[dict[str, Any]], settled: Sequence[Target], units: dict[int, UnitRecord]) -> list[FactRow]:
    everything = [(one.kind, one.id, one.area_pos, _kind(one)) for one in settled] * 3
    everything += [(TargetKind.UNIT, unit.id, unit.area_pos, "") for unit in units.values() if unit.name in ACTIVE]
    facts: list[FactRow] = []
    for one in done:
        target_kind, target_id, area_pos, kind = everything[one["target"] % len(everything)]
        kind = "meeting" if one["slip"] else kind or one["unit_kind"]
        corrects = one["corrects"]
        facts.append(
            fact(
                datetime.combine(one["day"], datetime.min.time(), ZONE),
                id=uuid_utils.compat.uuid7(),
                kind=kind,
                target_kind=target_kind,
                target_id=target_id,
                area_pos=area_pos,
                outcome=one["outcome"] if kind == "visit" else "",
                material=one["material"],
                channel=one["channel"],
                detail=one["detail"],
                supersedes=facts[corrects].id if corrects is not None and corrects < len(facts) else None,
            )
        )
    return facts


def _outcomes(
    rows: Sequence[DutyRow], stages: dict[str, Stage], facts: Sequence[FactRow], targets: dict[int, Target], day: date
) -> Counter[str]:
    counted: Counter[str] = Counter()
    corrected = {one.supersedes for one in facts}
    for row in rows:
        counting = stages[row.stage].counting
        mine = [
            f
            for f in facts
            if (f.target_kind, f.target_id) == (row.target_kind, row.target_id) and f.id not in corrected
        ]
        records = [
            Record(f.id, f.kind, f.occurred_on, f.outcome, f.material, f.channel, tuple(f.detail.items())) for f in mine
        ]
        state = state_of(
            progress(records, counting, row.period).reached_on,
            period_start=row.period.start,
            due=row.period.due,
            today=NOW.date(),
            counted=_counted(row, targets, mine, day),
        )
        counted["total"] += 1
        if state in (DutyState.DONE, DutyState.DONE_LATE, DutyState.NOT_COUNTED):
            counted[str(state)] += 1
    return counted


def _counted(row: DutyRow, targets: dict[int, Target], mine: Sequence[FactRow], day: date) -> bool:
    if row.target_kind is TargetKind.UNIT:
        return True
    one = targets[row.target_id]
    if row.target_kind is TargetKind.HOUSEHOLD:
        return not _vacant(one, mine)
    return exists_for(one.valid_from, one.valid_to, due=row.period.due, day=day)


def _vacant(door: Target, facts: Sequence[FactRow]) -> bool:
    visits = [
        Visit(f.id, f.target_id, f.occurred_at, f.occurred_on, Outcome(f.outcome)) for f in facts if f.kind == "visit"
    ]
    return is_vacant(Door(door.id, door.status, door.area_pos, door.holder_pos), visits)
