from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from support.bounded import BOUNDED
from wuzha.duties.core.stages import Counting, Match, StagePeriod
from wuzha.duties.core.state import Record, counts_for, exists_for, progress, state_of
from wuzha.terms import Channel, DutyState, FactKind, Outcome

START, DUE, END = date(2026, 3, 1), date(2026, 3, 20), date(2026, 3, 31)
PERIOD = StagePeriod(START, END, DUE, DUE, 2)
POSTS = Counting((FactKind.GROUP_POST,))
VISITS = Counting((FactKind.VISIT,), outcomes=(Outcome.MET,), material=True)


def record(number: int, day: date = date(2026, 3, 5), kind: str = "group_post", **more: object) -> Record:
    return Record(UUID(int=number), kind, day, **more)  # type: ignore[arg-type]


def state(reached: date | None, today: date, *, counted: bool = True) -> DutyState:
    return state_of(reached, period_start=START, due=DUE, today=today, counted=counted)


def test_a_duty_is_open_then_due_soon_then_late() -> None:
    assert state(None, date(2026, 2, 20)) is DutyState.OPEN
    assert state(None, date(2026, 3, 12)) is DutyState.OPEN
    assert state(None, date(2026, 3, 13)) is DutyState.DUE_SOON
    assert state(None, DUE) is DutyState.DUE_SOON
    assert state(None, DUE + timedelta(days=1)) is DutyState.LATE


def test_a_duty_whose_period_has_not_begun_is_not_due_soon() -> None:
    assert state_of(None, period_start=START, due=START, today=date(2026, 2, 27)) is DutyState.OPEN
    assert state_of(None, period_start=START, due=START, today=START) is DutyState.DUE_SOON


def test_done_on_the_due_day_is_in_time_and_the_day_after_is_late() -> None:
    assert state(DUE, END) is DutyState.DONE
    assert state(DUE + timedelta(days=1), END) is DutyState.DONE_LATE


def test_a_vacant_door_is_not_counted_unless_the_work_was_done_before() -> None:
    assert state(None, END, counted=False) is DutyState.NOT_COUNTED
    assert state(DUE, END, counted=False) is DutyState.DONE


def test_the_expected_number_is_reached_by_the_record_that_completes_it() -> None:
    records = [record(1, date(2026, 3, 9)), record(2, date(2026, 3, 25)), record(3, date(2026, 3, 30))]
    found = progress(records, POSTS, PERIOD)
    assert (found.found, found.reached_on) == (3, date(2026, 3, 25))
    assert progress(records[:1], POSTS, PERIOD).reached_on is None


def test_a_record_sent_twice_counts_once_and_a_corrected_one_not_at_all() -> None:
    assert progress([record(1), record(1)], POSTS, PERIOD).found == 1
    correction = record(2, date(2026, 4, 2), supersedes=UUID(int=1))
    assert progress([record(1), correction], POSTS, PERIOD).found == 0
    again = record(3, supersedes=UUID(int=2))
    assert progress([record(1), correction, again], POSTS, PERIOD).found == 1


def test_work_outside_the_period_or_of_another_kind_does_not_count() -> None:
    assert not counts_for(record(1, START - timedelta(days=1)), POSTS, PERIOD)
    assert not counts_for(record(1, END + timedelta(days=1)), POSTS, PERIOD)
    assert not counts_for(record(1, kind="visit"), POSTS, PERIOD)


def test_a_visit_counts_where_somebody_was_met_and_told() -> None:
    assert counts_for(record(1, kind="visit", outcome="met", material="折页2"), VISITS, PERIOD)
    assert not counts_for(record(1, kind="visit", outcome="met"), VISITS, PERIOD)
    assert not counts_for(record(1, kind="visit", outcome="material_left", material="折页2"), VISITS, PERIOD)


def test_a_report_counts_for_the_month_it_names_even_if_filed_later() -> None:
    monthly = Counting((FactKind.REPORT_FILED,), match=Match.MONTH)
    late = record(1, date(2026, 4, 9), "report_filed", detail=(("month", "2026-03"),))
    assert progress([late], monthly, StagePeriod(START, END, DUE, DUE, 1)).reached_on == date(2026, 4, 9)
    assert not counts_for(record(1, DUE, "report_filed", detail=(("month", "2026-02"),)), monthly, PERIOD)


def test_work_of_a_unit_counts_for_the_channel_it_was_done_for() -> None:
    pledges = Counting((FactKind.EVENT,), channels=(Channel.PLEDGE,))
    assert counts_for(record(1, kind="event", channel="pledge"), pledges, PERIOD)
    assert not counts_for(record(1, kind="event", channel="event"), pledges, PERIOD)


def test_a_summary_must_say_that_it_is_one() -> None:
    summary = Counting((FactKind.REPORT_FILED,), detail=(("form", "summary"),))
    assert counts_for(record(1, kind="report_filed", detail=(("form", "summary"),)), summary, PERIOD)
    assert not counts_for(record(1, kind="report_filed"), summary, PERIOD)


days = st.dates(date(2026, 2, 1), date(2026, 4, 30))


@BOUNDED
@given(st.lists(st.builds(record, st.integers(1, 9), days)), days, days)
def test_more_work_never_makes_a_state_worse(records: list[Record], extra: date, today: date) -> None:
    order = [DutyState.LATE, DutyState.DUE_SOON, DutyState.OPEN, DutyState.DONE_LATE, DutyState.DONE]
    distinct = list({one.id: one for one in records}.values())
    before = progress(distinct, POSTS, PERIOD)
    after = progress([*distinct, record(99, extra)], POSTS, PERIOD)
    assert after.found >= before.found
    assert order.index(state(after.reached_on, today)) >= order.index(state(before.reached_on, today))


def test_a_place_owes_what_is_due_while_it_is_there() -> None:
    ended, due = date(2026, 5, 31), date(2026, 6, 25)
    assert exists_for(None, ended, due=due, day=ended), "on its last day it is still there"
    assert not exists_for(None, ended, due=due, day=date(2026, 6, 1))
    assert exists_for(None, ended, due=ended, day=date(2026, 6, 1)), "what was due before stays owed"
    begins = date(2026, 7, 1)
    assert not exists_for(begins, None, due=due, day=date(2026, 6, 1))
    assert exists_for(begins, None, due=begins, day=date(2026, 6, 1))
