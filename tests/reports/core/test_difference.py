"""Two states of a month: exactly what differs is told, figure by figure and text by text."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reports.core.sample import UNIT_MONTH
from wuzha.reports.core.difference import FigureChange, difference, pieces
from wuzha.reports.core.monthly_input import Activity, DutyCounts
from wuzha.terms import Grade


def test_the_same_month_differs_in_nothing() -> None:
    assert not difference(UNIT_MONTH, UNIT_MONTH).any


def test_a_duty_done_since_changes_the_measure_and_the_sum() -> None:
    screens = replace(UNIT_MONTH.measures[1], duties=DutyCounts(done=8, late=1))
    later = replace(UNIT_MONTH, measures=(UNIT_MONTH.measures[0], screens, UNIT_MONTH.measures[2]))
    assert difference(UNIT_MONTH, later).figures == (
        FigureChange("duties.due", "", 324, 325),
        FigureChange("duties.late", "", 16, 17),
        FigureChange("duties.due", "四（二）电子屏播放", 8, 9),
        FigureChange("duties.late", "四（二）电子屏播放", 0, 1),
    )


def test_a_measure_that_went_away_has_no_figure_now() -> None:
    fewer = replace(UNIT_MONTH, measures=UNIT_MONTH.measures[:2])
    changes = {(one.code, one.before, one.after) for one in difference(UNIT_MONTH, fewer).figures}
    assert ("facts.count", 0, None) in changes


def test_words_are_compared_piece_by_piece() -> None:
    found = difference(UNIT_MONTH, replace(UNIT_MONTH, problems="夜间入户人手仍不够。"))
    assert [(one.name, one.pieces) for one in found.texts] == [
        ("problems", (("=", "夜间入户人手"), ("+", "仍"), ("=", "不够。")))
    ]


def test_rows_that_came_and_went_are_named() -> None:
    new = Activity(UNIT_MONTH.period.end, "幸福里", "梧桐科", "讲座", 40, Grade.D, "0197")
    found = difference(UNIT_MONTH, replace(UNIT_MONTH, activities=(UNIT_MONTH.activities[0], new)))
    assert ([row.record for row in found.rows_in], [row.record for row in found.rows_out]) == (["0197"], ["0196"])


@given(st.text("甲乙丙 1", max_size=30), st.text("甲乙丙 1", max_size=30))
def test_pieces_give_both_texts_back(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(text for mark, text in found if mark != "+") == before
    assert "".join(text for mark, text in found if mark != "-") == after
