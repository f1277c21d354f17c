from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.bounded import BOUNDED
from wuzha.duties.core.calendar import DueRule
from wuzha.duties.core.periods import Days, Period, ReportRule, cut, part, report_months, report_weeks, shares
from wuzha.plan.core.dates import PER_WORDS
from wuzha.plan.core.model import REPORT_PARTS
from wuzha.terms import Per
from wuzha.web.pages.plan_reading import report_rhythms

YEAR = Days(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def spans(draw: st.DrawFn) -> Days:
    start = draw(st.dates(date(2023, 1, 1), date(2027, 12, 31)))
    return Days(start, start + timedelta(days=draw(st.integers(0, 500))))


def assert_partition(periods: tuple[Period, ...], span: Days) -> None:
    assert periods[0].start == span.start
    assert periods[-1].end == span.end
    for one, following in pairwise(periods):
        assert following.start == one.end + timedelta(days=1)
    assert sum(period.days for period in periods) == len(span)


@BOUNDED
@given(spans(), st.sampled_from([None, *Per]))
def test_periods_partition_the_span(span: Days, per: Per | None) -> None:
    periods = cut(per, span)
    assert_partition(periods, span)
    assert all(period.days <= period.whole for period in periods)
    assert all(period.days == period.whole for period in periods[1:-1])


@BOUNDED
@given(spans(), st.sampled_from(Per), st.integers(1, 27))
def test_parts_partition_the_span(span: Days, per: Per, times: int) -> None:
    periods = part(per, times, span)
    assert_partition(periods, span)
    assert all(period.days == period.whole for period in periods[1:-1])


def test_every_rhythm_that_is_read_or_chosen_is_parted_by_the_calendar() -> None:
    read = {(per, times) for times, per in PER_WORDS.values() if times > 1}
    chosen = {value for value, _ in report_rhythms() if "/" in value}
    assert read <= REPORT_PARTS
    assert chosen == {f"{per}/{times}" for per, times in REPORT_PARTS}
    assert all(len(part(per, times, YEAR)) > len(cut(per, YEAR)) for per, times in REPORT_PARTS)


@BOUNDED
@given(spans(), st.one_of(st.none(), st.integers(1, 31)), st.sampled_from(ReportRule))
def test_report_months_partition_the_span_and_are_due_in_different_months(
    span: Days, day: int | None, rule: ReportRule
) -> None:
    periods = report_months(span, day, rule, DueRule.AS_WRITTEN)
    assert_partition(periods, span)
    months = [(period.nominal_due.year, period.nominal_due.month) for period in periods]
    assert months == sorted(set(months))


@BOUNDED
@given(spans(), st.sampled_from(Per), st.integers(1, 20))
def test_shares_ask_all_in_whole_periods_and_no_more_in_partial_ones(span: Days, per: Per, times: int) -> None:
    periods = cut(per, span)
    asked = shares(periods, times)
    for period, number in zip(periods, asked, strict=True):
        assert number == times if period.days == period.whole else 0 <= number <= times
    assert sum(asked) >= 1


def test_iso_weeks_cross_the_new_year() -> None:
    weeks = cut(Per.WEEK, YEAR)
    # 1 January 2026 is a Thursday; the year's last week ends in January 2027.
    assert (weeks[0].start, weeks[0].end) == (date(2026, 1, 1), date(2026, 1, 4))
    assert (weeks[-1].start, weeks[-1].end) == (date(2026, 12, 28), date(2026, 12, 31))
    assert len(weeks) == 53
    assert shares(weeks, 2)[0] == 1
    assert shares(weeks, 2)[-1] == 1


def test_a_period_is_due_on_its_own_last_day_even_on_a_sunday() -> None:
    week = cut(Per.WEEK, YEAR)[1]
    assert week.due == week.nominal_due == week.end == date(2026, 1, 11)
    assert week.end.weekday() == 6


def test_a_span_too_short_for_any_share_asks_once_in_its_longest_period() -> None:
    periods = cut(Per.MONTH, Days(date(2026, 1, 29), date(2026, 2, 5)))
    assert shares(periods, 1) == (0, 1)


def test_a_calendar_month_reported_on_the_25th_is_provisional() -> None:
    periods = report_months(YEAR, 25, ReportRule.CALENDAR_MONTH, DueRule.BEFORE)
    april = periods[3]
    assert (april.start, april.end) == (date(2026, 4, 1), date(2026, 4, 30))
    assert (april.nominal_due, april.due) == (date(2026, 4, 25), date(2026, 4, 24))
    assert april.provisional


def test_from_the_26th_to_the_25th_a_report_covers_its_days_when_it_is_due() -> None:
    periods = report_months(YEAR, 25, ReportRule.TWENTY_SIXTH, DueRule.AFTER)
    assert (periods[0].start, periods[0].end) == (date(2026, 1, 1), date(2026, 1, 25))
    assert (periods[3].start, periods[3].end) == (date(2026, 3, 26), date(2026, 4, 25))
    assert (periods[3].nominal_due, periods[3].due) == (date(2026, 4, 25), date(2026, 4, 27))
    assert not periods[3].provisional
    # The days after the last due day are not lost: they are due with the next year's first report.
    assert (periods[-1].start, periods[-1].end) == (date(2026, 12, 26), date(2026, 12, 31))
    assert periods[-1].nominal_due == date(2027, 1, 25)


def test_a_report_day_beyond_the_month_is_its_last_day() -> None:
    periods = report_months(YEAR, 31, ReportRule.CALENDAR_MONTH, DueRule.AS_WRITTEN)
    assert [period.nominal_due.day for period in periods[:4]] == [31, 28, 31, 30]


def test_weekly_reports_are_due_on_their_weekday() -> None:
    weeks = report_weeks(YEAR, 5, DueRule.AS_WRITTEN)
    assert weeks[1].nominal_due == date(2026, 1, 9)
    assert all(week.nominal_due.isoweekday() == 5 for week in weeks)


def test_days_never_run_backwards() -> None:
    with pytest.raises(ValueError, match="is before"):
        Days(date(2026, 2, 1), date(2026, 1, 31))
