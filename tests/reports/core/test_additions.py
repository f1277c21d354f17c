"""Each late record stands in exactly one report: the first after its month that was open when it was recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reports.core.sample import UNIT_MONTH
from wuzha.reports.core.additions import Locked, MonthKey, windows
from wuzha.reports.core.document import Paragraph
from wuzha.reports.core.figures import Cite
from wuzha.reports.core.monthly import monthly_report
from wuzha.reports.core.monthly_input import Addition


def at(day: int) -> dt.datetime:
    return dt.datetime(2031, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=day)


def month(number: int, locked_on: int) -> Locked:
    first = dt.date(2031, number, 1)
    return Locked(first, first + dt.timedelta(days=27), at(locked_on))


def test_a_report_holds_what_came_late_to_the_locked_months_before_it() -> None:
    locks = {(2031, 2): month(2, 60), (2031, 3): month(3, 90)}
    assert [(one.start.month, one.line) for one in windows(locks, (2031, 4))] == [(3, at(90)), (2, at(90))]
    assert [(one.start.month, one.line) for one in windows(locks, (2031, 3))] == [(2, at(60))]


def test_an_open_month_between_takes_what_came_late() -> None:
    assert windows({(2031, 2): month(2, 60)}, (2031, 4)) == []


def test_january_follows_december() -> None:
    december = Locked(dt.date(2030, 12, 1), dt.date(2030, 12, 28), at(3))
    assert windows({(2030, 12): december}, (2031, 1)) == [december]


@given(
    st.dictionaries(st.integers(1, 8), st.integers(0, 200), max_size=8),
    st.integers(1, 8),
    st.integers(0, 200),
)
def test_a_record_stands_once(locked: dict[int, int], own: int, recorded: int) -> None:
    locks = {(2031, number): month(number, day) for number, day in locked.items()}
    key: MonthKey = (2031, own)
    in_own = key not in locks or at(recorded) <= locks[key].line
    holders = []
    for number in range(1, 12):
        mine = [one for one in windows(locks, (2031, number)) if one.start.month == own and at(recorded) > one.line]
        open_then = (2031, number) not in locks or at(recorded) <= locks[2031, number].line
        holders += [number] if mine and open_then else []
    assert len(holders) + in_own == 1


def test_the_report_says_how_many_came_late_and_lists_them() -> None:
    row = Addition(dt.date(2031, 2, 3), dt.date(2031, 3, 29), "柳荫广场", "梧桐科", "讲座", corrects=True, record="1")
    document = monthly_report(replace(UNIT_MONTH, added=2, added_rows=(row, replace(row, corrects=False))))
    said = [
        "".join(part.text if isinstance(part, Cite) else part for part in block.text)
        for block in document.blocks
        if isinstance(block, Paragraph)
    ]
    assert "另有以前各期锁定后补记的工作2条，其中更正或撤回1条，不计入本期数字，见附件。" in said
    assert "补记工作记录表" in [one.title for one in document.attachments]
    assert "补记工作记录表" not in [one.title for one in monthly_report(UNIT_MONTH).attachments]
