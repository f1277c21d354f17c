"""Two people at once: what of an older version's edit still fits the newest one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.bounded import BOUNDED
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.amend import Edit, Op, amend
from wuzha.plan.core.amend.rebasing import OvertakenError, counterpart, rebase
from wuzha.plan.core.diff import Part

TEXT = """云杉区防骗宣传工作方案
一、工作目标
入户宣传率达到100%。
二、主要任务
（一）上门宣传。逐户上门讲解反诈知识，覆盖全部住户。（责任单位：物业科）
（二）屏幕播放。辖区电子显示屏每月至少播放1次防骗短片。（责任单位：宣传科）
（三）短信提醒。每季度向手机用户发送1次提示短信。（责任单位：办公室）
三、工作要求
各单位每月25日前将工作情况报区专项办公室。
"""
PLAN = as_dict(read(TEXT, 2026))


def put(typed: dict[str, Any], part: Part, op: Op, at: int | None = None, **values: Any) -> dict[str, Any]:
    return amend(typed, Edit(part, op, at, values), TEXT)


def onto(edit: Edit, newer: dict[str, Any], text: str = TEXT) -> Edit | None:
    return rebase(edit, PLAN, TEXT, newer, text)


def whole(at: int, **values: Any) -> Edit:
    """An edit as a form sends it: every field of the measure."""
    shown = {name: value for name, value in PLAN["measures"][at - 1].items() if name != "source"}
    return Edit(Part.MEASURES, Op.SET, at, {**shown, **values})


def test_changes_of_different_measures_and_of_different_fields_both_stand() -> None:
    newer = put(PLAN, Part.MEASURES, Op.SET, 1, title="敲门讲解", units=["城管科"])
    assert onto(whole(2, title="滚动播放"), newer) == Edit(Part.MEASURES, Op.SET, 2, {"title": "滚动播放"})
    made = onto(whole(1, due="2026-06-30"), newer)
    assert made == Edit(Part.MEASURES, Op.SET, 1, {"due": "2026-06-30"}), "what the form only showed is not put back"
    both = amend(newer, made, TEXT)["measures"][0]
    assert (both["title"], both["units"], both["due"]) == ("敲门讲解", ["城管科"], "2026-06-30")


def test_a_measure_is_found_where_it_moved_to() -> None:
    newer = put(PLAN, Part.MEASURES, Op.DROP, 1)
    assert onto(whole(3, title="发短信"), newer) == Edit(Part.MEASURES, Op.SET, 2, {"title": "发短信"})
    assert onto(Edit(Part.MEASURES, Op.DROP, 3), newer) == Edit(Part.MEASURES, Op.DROP, 2)
    assert counterpart(Part.MEASURES, PLAN, newer, 1) is None


def test_the_same_again_asks_for_nothing() -> None:
    edit = whole(2, title="滚动播放")
    assert onto(edit, amend(PLAN, edit, TEXT)) is None
    assert onto(Edit(Part.MEASURES, Op.DROP, 2), put(PLAN, Part.MEASURES, Op.DROP, 2)) is None
    added = Edit(Part.REPORTS, Op.ADD, values={"name": "小结", "due": "2026-12-10"})
    assert onto(added, amend(PLAN, added, TEXT)) is None
    twice = amend(amend(PLAN, added, TEXT), Edit(Part.REPORTS, Op.SET, 2, {"due": "2026-12-20"}), TEXT)
    assert onto(added, twice) == added, "another of that name is one more"


@pytest.mark.parametrize(
    ("edit", "newer"),
    [
        (whole(1, title="敲门"), put(PLAN, Part.MEASURES, Op.SET, 1, title="敲门讲解")),
        (whole(1, title="敲门"), put(PLAN, Part.MEASURES, Op.DROP, 1)),
        (Edit(Part.MEASURES, Op.DROP, 1), put(PLAN, Part.MEASURES, Op.SET, 1, due="2026-06-30")),
        (Edit(Part.HEAD, Op.SET, None, {"title": "甲"}), put(PLAN, Part.HEAD, Op.SET, title="乙")),
    ],
)
def test_what_somebody_else_changed_is_not_overwritten(edit: Edit, newer: dict[str, Any]) -> None:
    with pytest.raises(OvertakenError):
        onto(edit, newer)


def test_marked_words_belong_to_their_text() -> None:
    mark = {"start": TEXT.index("入户"), "end": TEXT.index("100%")}
    added = Edit(Part.GOALS, Op.ADD, values={"indicator": "见面率", "source": mark})
    assert onto(added, put(PLAN, Part.MEASURES, Op.DROP, 1)) == added
    with pytest.raises(OvertakenError):
        onto(added, as_dict(read(TEXT[5:], 2026)), TEXT[5:])


EDITS = st.one_of(
    st.builds(whole, st.integers(1, 3), title=st.sampled_from("甲乙丙")),
    st.builds(whole, st.integers(1, 3), due=st.sampled_from(["2026-05-01", None])),
    st.builds(lambda at: Edit(Part.MEASURES, Op.DROP, at), st.integers(1, 3)),
    st.builds(
        lambda name: Edit(Part.PHASES, Op.ADD, None, {"name": name, "start": None, "end": None}),
        st.sampled_from(["启动", "总结"]),
    ),
)


@BOUNDED
@given(EDITS, EDITS)
def test_either_order_comes_to_the_same_or_is_refused(one: Edit, other: Edit) -> None:
    ends = []
    for first, second in ((one, other), (other, one)):
        newer = amend(PLAN, first, TEXT)
        try:
            made = onto(second, newer)
        except OvertakenError:
            return
        ends.append(amend(newer, made, TEXT) if made else newer)
    left, right = ({**end, "phases": sorted(end["phases"], key=lambda phase: phase["name"])} for end in ends)
    assert left == right
