from hypothesis import given
from hypothesis import strategies as st

from support.bounded import BOUNDED
from support.duties_world import BY_ID, EAST, STREET, WEST, unit
from wuzha.duties.core.assignment import Holding, assign
from wuzha.duties.core.units import within
from wuzha.terms import Interval, UnitKind

PROPERTY, MARKET, STREET_OFFICE, EAST_COMMITTEE, WEST_COMMITTEE, POLICE, SCHOOL, FIRM = 3, 4, 6, 7, 8, 9, 10, 11
EAST_DOOR, WEST_DOOR, NOWHERE = EAST.child(0).pos, WEST.child(0).pos, Interval.root().pos


def test_the_nearest_superior_of_the_holder_is_accountable() -> None:
    pair = Holding(FIRM, EAST_DOOR)
    assert assign([1, PROPERTY, EAST_COMMITTEE], BY_ID, [pair]) == {pair: PROPERTY}


def test_a_holder_that_the_measure_names_is_accountable_itself() -> None:
    pair = Holding(SCHOOL, EAST_DOOR)
    assert assign([EAST_COMMITTEE, SCHOOL], BY_ID, [pair]) == {pair: SCHOOL}


def test_else_the_smallest_ground_that_holds_the_place_decides() -> None:
    east, west = Holding(FIRM, EAST_DOOR), Holding(FIRM, WEST_DOOR)
    measure = [POLICE, STREET_OFFICE, EAST_COMMITTEE]
    assert assign(measure, BY_ID, [east, west]) == {east: EAST_COMMITTEE, west: STREET_OFFICE}


def test_on_equal_ground_the_first_that_the_plan_names_decides() -> None:
    pair = Holding(FIRM, EAST_DOOR)
    assert assign([SCHOOL, EAST_COMMITTEE], BY_ID, [pair]) == {pair: SCHOOL}
    assert assign([EAST_COMMITTEE, SCHOOL], BY_ID, [pair]) == {pair: EAST_COMMITTEE}


def test_the_only_unit_named_is_accountable_for_everything() -> None:
    pair = Holding(FIRM, NOWHERE)
    assert assign([MARKET], BY_ID, [pair]) == {pair: MARKET}


def test_else_nobody_is() -> None:
    pair = Holding(FIRM, NOWHERE)
    assert assign([MARKET, EAST_COMMITTEE], BY_ID, [pair]) == {pair: None}
    assert assign([], BY_ID, [pair]) == {pair: None}


holdings = st.lists(
    st.builds(
        Holding,
        st.sampled_from([*BY_ID, 99]),
        st.sampled_from([EAST_DOOR, WEST_DOOR, NOWHERE, STREET.pos, EAST.pos, WEST.pos]),
    ),
    max_size=12,
)
measures = st.lists(st.sampled_from(list(BY_ID)), max_size=6, unique=True)


@BOUNDED
@given(measures, holdings, st.randoms())
def test_the_same_holdings_in_any_order_are_assigned_the_same(measure: list[int], pairs: list[Holding], chance) -> None:
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    other_order = dict(sorted(BY_ID.items(), reverse=True))
    once = assign(measure, BY_ID, pairs)
    assert once == assign(measure, other_order, shuffled)
    assert set(once) == set(pairs)
    assert {unit_id for unit_id in once.values() if unit_id} <= set(measure)


@BOUNDED
@given(measures, holdings)
def test_a_target_is_unassigned_only_where_no_rule_finds_anybody(measure: list[int], pairs: list[Holding]) -> None:
    for pair, unit_id in assign(measure, BY_ID, pairs).items():
        holder = BY_ID.get(pair.holder_id)
        above = [u for u in measure if holder and within(holder.interval, BY_ID[u].interval)]
        ground = [u for u in measure if (area := BY_ID[u].area) and area.holds(pair.area_pos)]
        assert (unit_id is None) == (not above and not ground and len(measure) != 1)
        if above:
            assert unit_id in above


def test_an_accountable_unit_unknown_to_the_registry_is_left_out() -> None:
    lone = {1: unit(1, "甲", UnitKind.OTHER, Interval.root().child(0))}
    pair = Holding(1, NOWHERE)
    assert assign([77, 1], lone, [pair]) == {pair: 1}
