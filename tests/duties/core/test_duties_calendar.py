from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from support.bounded import BOUNDED
from wuzha.duties.core.calendar import DueRule, due_date, is_working_day, unknown_years

SPRING_FESTIVAL = date(2026, 2, 17)
WORKED_SATURDAY = date(2026, 2, 14)
anyday = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def test_weekends_and_public_holidays_are_days_off() -> None:
    assert not is_working_day(date(2026, 4, 25))
    assert not is_working_day(SPRING_FESTIVAL)
    assert is_working_day(date(2026, 4, 24))


def test_a_saturday_worked_for_a_holiday_is_a_working_day() -> None:
    assert WORKED_SATURDAY.weekday() == 5
    assert is_working_day(WORKED_SATURDAY)
    assert due_date(WORKED_SATURDAY, DueRule.AFTER) == WORKED_SATURDAY


def test_the_rule_decides_where_a_date_on_a_day_off_goes() -> None:
    saturday = date(2026, 4, 25)
    assert due_date(saturday) == date(2026, 4, 27)
    assert due_date(saturday, DueRule.BEFORE) == date(2026, 4, 24)
    assert due_date(saturday, DueRule.AS_WRITTEN) == saturday


def test_a_long_holiday_is_crossed_as_a_whole() -> None:
    assert due_date(SPRING_FESTIVAL, DueRule.BEFORE) == WORKED_SATURDAY
    assert due_date(SPRING_FESTIVAL, DueRule.AFTER) == date(2026, 2, 24)


@BOUNDED
@given(anyday)
def test_the_day_that_counts_is_the_nearest_working_day_on_its_side(day: date) -> None:
    before, after = due_date(day, DueRule.BEFORE), due_date(day, DueRule.AFTER)
    assert before <= day <= after
    assert is_working_day(before)
    assert is_working_day(after)
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(is_working_day(off) for off in between)
    assert (before == after) == is_working_day(day)


def test_a_year_without_holiday_data_knows_weekends_and_says_so() -> None:
    assert is_working_day(date(2099, 10, 1))
    assert not is_working_day(date(2099, 10, 3))
    found = unknown_years([date(2099, 10, 1), date(2026, 1, 1), date(2099, 5, 1)])
    assert [(problem.code, problem.place) for problem in found] == [("DUT101", "2099")]
    assert "2099" in found[0].message()
