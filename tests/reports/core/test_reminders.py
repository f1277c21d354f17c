"""Reminders by example, and what holds of every rule: each at most once, the most pressing one only."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuzha.reports.core.reminders import CATCH_UP, Occasion, Reminder, Rule, days_of, occasions

DUE = dt.date(2031, 3, 25)
RULE = Rule((3, 1), (1, 3), 5)


def on(shift: int, rule: Rule = RULE) -> list[tuple[str, int]]:
    return [(one.kind.value, one.days) for one in occasions(DUE, rule, DUE + dt.timedelta(days=shift))]


@pytest.mark.parametrize(
    ("shift", "given"),
    [
        (-4, []),
        (-3, [("before", 3)]),
        (-2, [("before", 3)]),
        (-1, [("before", 1)]),
        (0, [("before", 1)]),
        (1, [("after", 1)]),
        (2, [("after", 1)]),
        (3, [("after", 3)]),
        (5, [("after", 3), ("escalation", 5)]),
        (9, [("after", 3), ("escalation", 5)]),
        (10, [("escalation", 5)]),
        (40, []),
    ],
)
def test_what_is_to_be_given_by_when(shift: int, given: list[tuple[str, int]]) -> None:
    assert on(shift) == given


def test_an_office_that_wants_none_has_none() -> None:
    assert [on(shift, Rule((), (), None)) for shift in range(-5, 20)] == [[]] * 25


DAYS = st.lists(st.integers(0, 20), max_size=4).map(tuple)


@given(DAYS, DAYS, st.none() | st.integers(0, 20))
def test_whoever_looks_each_day_gives_every_reminder_once(
    before: tuple[int, ...], after: tuple[int, ...], escalate: int | None
) -> None:
    rule, given_ = Rule(before, after, escalate), set[Occasion]()
    for shift in range(-30, 60):
        given_ |= set(occasions(DUE, rule, DUE + dt.timedelta(days=shift)))
    late = {Occasion(Reminder.AFTER, days) for days in after if days}
    zero = {Occasion(Reminder.AFTER, 0)} & given_
    told = {Occasion(Reminder.ESCALATION, escalate)} if escalate is not None else set()
    assert given_ == {Occasion(Reminder.BEFORE, days) for days in before} | late | zero | told


@given(DAYS, st.integers(0, 40))
def test_a_machine_that_was_off_for_long_says_nothing_stale(after: tuple[int, ...], shift: int) -> None:
    for one in occasions(DUE, Rule((), after, None), DUE + dt.timedelta(days=shift)):
        assert one.days <= shift < one.days + CATCH_UP


@pytest.mark.parametrize(("text", "days"), [("3、1", (3, 1)), ("1 3,3", (3, 1)), ("", ()), ("0", (0,))])
def test_days_as_they_are_typed(text: str, days: tuple[int, ...]) -> None:
    assert days_of(text) == days


@pytest.mark.parametrize("text", ["三", "-1", "40", "1;2"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        days_of(text)
