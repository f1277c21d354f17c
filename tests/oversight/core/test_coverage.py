from hypothesis import given

from support.bounded import BOUNDED
from support.coverage_world import AREAS, UNITS, door, doors, visit, visits
from wuzha.oversight.core.coverage import Door, Ladder, Rung, Visit, climb, count, in_force, standing, total
from wuzha.terms import Grade, Interval


def test_each_visit_takes_a_household_as_far_as_it_went() -> None:
    assert climb([]) is Rung.REGISTERED
    assert climb([visit(1, "not_home")]) is Rung.VISITED
    assert climb([visit(1, "material_left", material="折页2")]) is Rung.VISITED
    assert climb([visit(1, "met")]) is Rung.MET
    assert climb([visit(1, "met", material="折页2")]) is Rung.TOLD


def test_meeting_once_and_leaving_material_another_time_is_not_telling() -> None:
    assert climb([visit(1, "met"), visit(2, "material_left", material="折页2")]) is Rung.MET


def test_told_again_after_thirty_days_is_refreshed_and_earlier_is_not() -> None:
    first = visit(1, material="折页1")
    assert climb([first, visit(2, day=29, material="折页2")]) is Rung.TOLD
    assert climb([first, visit(2, day=30, material="折页2")]) is Rung.REFRESHED
    assert climb([first, visit(2, day=40)]) is Rung.TOLD
    assert climb([first, visit(2, day=7, material="折页2")], refresh_days=7) is Rung.REFRESHED


def test_a_refusal_stays_in_the_denominator() -> None:
    one = standing(door(), [visit(1, "refused")])
    assert one.counted
    assert one.refused
    assert one.rung is Rung.VISITED


def test_who_refused_first_and_was_met_later_has_not_refused() -> None:
    assert not standing(door(), [visit(1, "refused"), visit(2, "met", day=3)]).refused


def test_the_newest_settling_visit_decides_whether_somebody_lives_there() -> None:
    registered_vacant = door(status="vacant")
    assert standing(registered_vacant, []).vacant
    assert standing(registered_vacant, [visit(1, "not_home")]).vacant
    assert not standing(registered_vacant, [visit(1, "met")]).vacant
    assert standing(door(), [visit(1, "met", material="折页2"), visit(2, "vacant", day=5)]).vacant
    assert not standing(door(), [visit(1, "vacant"), visit(2, "refused", day=5)]).vacant
    assert standing(door(), [visit(1, "vacant"), visit(2, "not_home", day=5)]).vacant


def test_a_shop_behind_a_door_is_never_counted() -> None:
    (ladder,) = count([door(status="nonresidential")], [visit(1, material="折页2")]).values()
    assert ladder == Ladder(registered=1, nonresidential=1)
    assert ladder.eligible == 0


def test_the_best_evidence_that_establishes_a_rung_alone_is_its_grade() -> None:
    found = [
        visit(1, grade="A"),
        visit(2, day=1, material="折页2", grade="C"),
        visit(3, day=50, material="折页2", grade="D"),
    ]
    grades = standing(door(), found).grades
    assert grades == {Rung.VISITED: Grade.A, Rung.MET: Grade.A, Rung.TOLD: Grade.C, Rung.REFRESHED: Grade.D}


def test_a_corrected_visit_does_not_stand_and_its_correction_does() -> None:
    wrong, right = visit(1, "met", material="折页2"), visit(2, "not_home", supersedes=1)
    assert in_force([wrong, right]) == [right]
    assert in_force([wrong, right, visit(3, "met", supersedes=2)])[0].id.int == 3


def test_a_visit_moved_to_another_door_leaves_the_first() -> None:
    moved = visit(2, "met", household=2, supersedes=1)
    leaves = count([door(1), door(2, area=1)], [visit(1, "met"), moved])
    assert total(leaves, areas=AREAS[0]).visited == 0
    assert total(leaves, areas=AREAS[1]).met == 1


def test_two_visits_to_one_door_are_one_household() -> None:
    (ladder,) = count([door()], [visit(1, "met"), visit(2, "met", day=1), visit(2, "met", day=1)]).values()
    assert (ladder.visited, ladder.met) == (1, 1)


@BOUNDED
@given(doors, visits)
def test_the_ladder_only_goes_down_and_never_beyond_what_is_due_a_visit(houses: list[Door], found: list[Visit]) -> None:
    for ladder in (*(leaves := count(houses, found)).values(), total(leaves)):
        assert (
            ladder.registered >= ladder.eligible >= ladder.visited >= ladder.met >= ladder.told >= ladder.refreshed >= 0
        )
        assert ladder.refused <= ladder.visited - ladder.met
        assert ladder.told_a + ladder.told_b + ladder.told_c + ladder.told_d == ladder.told


@BOUNDED
@given(doors, visits)
def test_both_trees_add_up_to_the_same_distinct_households(houses: list[Door], found: list[Visit]) -> None:
    leaves = count(houses, found)
    whole = total(leaves)
    assert sum((total(leaves, areas=area) for area in AREAS), Ladder()) == whole
    assert sum((total(leaves, units=unit) for unit in UNITS), Ladder()) == whole
    assert whole.registered == len({house.id for house in houses})
    told = {v.household_id for v in in_force(found) if v.tells}
    due = {
        house.id
        for house in houses
        if standing(house, [v for v in in_force(found) if v.household_id == house.id]).counted
    }
    assert whole.told == len(told & due)


@BOUNDED
@given(doors, visits)
def test_counting_again_or_in_another_order_changes_nothing(houses: list[Door], found: list[Visit]) -> None:
    assert count(houses[::-1], [*found, *found[::-1]]) == count(houses, found)


@BOUNDED
@given(visits)
def test_grades_never_get_better_on_the_way_up(found: list[Visit]) -> None:
    grades = standing(door(), found).grades
    ordered = [grades[rung] for rung in Rung if rung in grades]
    assert ordered == sorted(ordered)


def test_the_root_of_either_tree_holds_everything() -> None:
    leaves = count([door(1), door(2, area=2, unit=1)], [])
    assert total(leaves, Interval.root(), Interval.root()) == total(leaves) == Ladder(registered=2)
