from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_duties_stages import built

from support.bounded import BOUNDED
from support.duties_world import BY_ID, EAST, UNITS, WEST
from support.sample_plan import measure, plan, report
from wuzha.duties.core.assignment import Holding
from wuzha.duties.core.expand import NOWHERE, DutyRow, Target, expand, explain, gap, wants
from wuzha.duties.core.stages import Stage
from wuzha.terms import PlaceClass, TargetKind

FIRM, EAST_COMMITTEE, WEST_COMMITTEE, SCHOOL = 11, 7, 8, 10
EAST_DOOR, WEST_DOOR = EAST.child(0).pos, WEST.child(0).pos


def door(number: int, area_pos: int = EAST_DOOR, status: str = "occupied", **more: date | None) -> Target:
    holder_pos = BY_ID[FIRM].interval.pos
    return Target(TargetKind.HOUSEHOLD, number, FIRM, holder_pos, 1, area_pos, status, None, **more)


def place(number: int, place_class: PlaceClass, holder: int = SCHOOL, **more: date | None) -> Target:
    pos = BY_ID[holder].interval.pos
    return Target(TargetKind.PLACE, number, holder, pos, 1, EAST_DOOR, "", place_class, **more)


VISITS = built(plan(measure("一", "household_visit", units=["各村(社区)"]))).stages
SCREENS = built(plan(measure("二", "screen", units=["国际学校", "宣传科"]))).stages
EVERYTHING = built(
    plan(
        measure("一", "household_visit", units=["各村(社区)"]),
        measure("二", "screen", "placement", units=["国际学校", "派出所"]),
        measure("三", "event", units=["物业科", "各村(社区)"]),
        reports=[report("工作情况", per="month", day=25)],
    )
).stages


def test_each_door_is_one_duty_of_the_unit_whose_ground_it_stands_on() -> None:
    rows = expand(VISITS, [door(1), door(2, WEST_DOOR)], BY_ID)
    assert [(row.target_id, row.unit_id, row.doer_id) for row in rows] == [
        (1, EAST_COMMITTEE, FIRM),
        (2, WEST_COMMITTEE, FIRM),
    ]
    assert rows[0].unit_pos == BY_ID[EAST_COMMITTEE].interval.pos


def test_a_vacant_door_is_asked_for_and_a_shop_behind_a_door_is_not() -> None:
    rows = expand(VISITS, [door(1, status="vacant"), door(2, status="nonresidential")], BY_ID)
    assert [row.target_id for row in rows] == [1]


def test_a_duty_that_nobody_is_accountable_for_is_made_and_placed_nowhere() -> None:
    (row,) = expand(VISITS, [door(1, NOWHERE)], BY_ID)
    assert (row.unit_id, row.unit_pos) == (None, NOWHERE)
    count = explain(VISITS[0], {Holding(FIRM, NOWHERE): 5, Holding(FIRM, EAST_DOOR): 2}, BY_ID)
    assert (count.targets, count.duties, count.unassigned, count.by_unit) == (7, 7, 5, {EAST_COMMITTEE: 2})
    problem = gap(VISITS[0], count)
    assert problem is not None
    assert (problem.code, problem.place, problem.values["count"]) == ("DUT124", "一", 5)


def test_a_stage_without_gaps_warns_of_none() -> None:
    assert gap(VISITS[0], explain(VISITS[0], {Holding(FIRM, EAST_DOOR): 1}, BY_ID)) is None


def test_a_screen_is_asked_only_in_the_months_in_which_it_is_there() -> None:
    screen = place(1, PlaceClass.SCREEN, valid_from=date(2026, 3, 15), valid_to=date(2026, 5, 1))
    rows = expand(SCREENS, [screen], BY_ID)
    assert [row.period.start.month for row in rows] == [3, 4, 5]


def test_a_place_of_another_class_is_not_asked_for() -> None:
    assert expand(SCREENS, [place(1, PlaceClass.BANK)], BY_ID) == []
    assert not wants(VISITS[0], place(1, PlaceClass.SCREEN))


def test_what_is_asked_of_units_is_done_and_accounted_for_by_each_itself() -> None:
    stage = next(stage for stage in EVERYTHING if stage.clause == "三")
    rows = expand([stage], [], BY_ID)
    assert [(row.target_id, row.unit_id, row.doer_id) for row in rows] == [(n, n, n) for n in (3, 7, 8)]
    assert rows[0].area_pos == NOWHERE
    assert rows[1].area_pos == EAST.pos


targets = st.lists(
    st.one_of(
        st.builds(
            door,
            st.integers(1, 6),
            st.sampled_from([EAST_DOOR, WEST_DOOR, NOWHERE]),
            st.sampled_from(["occupied", "vacant", "nonresidential"]),
        ),
        st.builds(
            place,
            st.integers(1, 6),
            st.sampled_from([PlaceClass.SCREEN, PlaceClass.BANK, PlaceClass.CHAT_GROUP]),
            st.sampled_from([SCHOOL, FIRM, 12]),
        ),
    ),
    max_size=8,
    unique_by=lambda target: (target.kind, target.id),
)


@BOUNDED
@given(targets)
def test_expanding_twice_adds_nothing(found: list[Target]) -> None:
    rows = expand(EVERYTHING, found, BY_ID)
    keys = [row.key for row in rows]
    assert len(set(keys)) == len(keys)
    assert expand([*EVERYTHING, *EVERYTHING], [*found, *found], BY_ID) == rows


@BOUNDED
@given(targets)
def test_preview_counts_what_apply_makes(found: list[Target]) -> None:
    rows = expand(EVERYTHING, found, BY_ID)
    for stage in EVERYTHING:
        holdings: dict[Holding, int] = {}
        for target in found:
            if wants(stage, target):
                holdings[target.holding] = holdings.get(target.holding, 0) + 1
        count, made = explain(stage, holdings, BY_ID), _rows_of(stage, rows)
        assert count.duties == len(made)
        assert count.targets == len({row.target_id for row in made})
        assert count.unassigned == len({row.target_id for row in made if row.unit_id is None})
        for unit_id, number in count.by_unit.items():
            assert number == sum(row.unit_id == unit_id for row in made)


def _rows_of(stage: Stage, rows: list[DutyRow]) -> list[DutyRow]:
    return [row for row in rows if row.stage == stage.fingerprint]


def test_the_order_of_units_makes_no_difference() -> None:
    found = [door(1), place(2, PlaceClass.SCREEN), place(3, PlaceClass.BANK)]
    assert expand(EVERYTHING, found, BY_ID) == expand(EVERYTHING, found, {u.id: u for u in reversed(UNITS)})


@pytest.mark.parametrize("status", ["occupied", "vacant"])
def test_a_door_is_asked_once_a_year(status: str) -> None:
    assert len(expand(VISITS, [door(1, status=status)], BY_ID)) == 1
