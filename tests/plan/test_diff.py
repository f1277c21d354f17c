"""Comparing two typed plans: what changed is told by clause, what only moved is no change."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.bounded import BOUNDED
from support.sample_plan import measure, plan, report
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.diff import Change, Part, diff
from wuzha.plan.core.typed import plan_of

TEXT = """云杉区防骗宣传工作方案
一、工作目标
入户宣传率达到100%。
二、主要任务
（一）上门宣传。物业公司逐户上门讲解反诈知识，覆盖全部住户。（责任单位：物业科、市场科）
（二）屏幕播放。辖区电子显示屏每月至少播放1次防骗短片。（责任单位：各社区）
（三）横幅悬挂。主要路口悬挂宣传横幅，2026年4月30日前完成。（责任单位：城管中队）
三、工作要求
每月25日前将工作情况报区专项办公室。
"""


def typed(text: str) -> dict[str, Any]:
    return as_dict(read(text, 2026))


def test_a_plan_is_as_itself() -> None:
    found = diff(typed(TEXT), typed(TEXT))
    assert (bool(found), found.moved) == (False, ())
    assert found.unchanged == 5


def test_a_changed_field_is_told_with_both_values() -> None:
    newer = (
        TEXT.replace("物业科、市场科", "物业科、宣传科")
        .replace("每月至少播放1次", "每周至少播放2次")
        .replace("4月30日", "5月10日")
    )
    clauses = {clause.clause: clause for clause in diff(typed(TEXT), typed(newer)).clauses}
    assert {number: clause.change for number, clause in clauses.items()} == dict.fromkeys(
        ("二(一)", "二(二)", "二(三)"), Change.CHANGED
    )
    (units,) = clauses["二(一)"].fields
    assert (units.field, units.added, units.dropped) == ("units", ("宣传科",), ("市场科",))
    rhythm = {change.field: (change.old, change.new) for change in clauses["二(二)"].fields}
    assert rhythm["cadence"] == ({"times": 1, "per": "month"}, {"times": 2, "per": "week"})
    due = {change.field: (change.old, change.new) for change in clauses["二(三)"].fields}
    assert due["due"] == ("2026-04-30", "2026-05-10")


def test_a_clause_that_only_moved_is_no_change() -> None:
    lines = TEXT.splitlines()
    lines[4], lines[6] = lines[6].replace("（三）", "（一）"), lines[4].replace("（一）", "（三）")
    found = diff(typed(TEXT), typed("\n".join(lines)))
    assert not found
    assert {(one.before, one.clause) for one in found.moved} == {("二(一)", "二(三)"), ("二(三)", "二(一)")}


def test_a_clause_put_in_between_moves_the_others_and_changes_none() -> None:
    lines = TEXT.splitlines()
    lines[4:5] = [
        "（一）短信提醒。每季度向居民发送提示短信。（责任单位：宣传科）",
        lines[4].replace("（一）", "（二）"),
    ]
    lines[6] = lines[6].replace("（二）", "（三）")
    lines[7] = lines[7].replace("（三）", "（四）")
    found = diff(typed(TEXT), typed("\n".join(lines)))
    assert [(one.change, one.clause) for one in found.clauses] == [(Change.ADDED, "二(一)")]
    assert [one.clause for one in found.moved] == ["二(二)", "二(三)", "二(四)"]


def test_a_clause_that_moved_and_changed_is_told_once_with_both_numbers() -> None:
    lines = TEXT.splitlines()
    lines[6] = lines[6].replace("（三）", "（二）").replace("城管中队", "城管中队、宣传科")
    del lines[5]
    found = diff(typed(TEXT), typed("\n".join(lines)))
    told = [(one.change, one.before, one.clause) for one in found.clauses]
    assert told == [(Change.DROPPED, None, "二(二)"), (Change.CHANGED, "二(三)", "二(二)")]


def test_another_task_under_the_same_number_is_one_dropped_and_one_added() -> None:
    newer = TEXT.replace(
        "横幅悬挂。主要路口悬挂宣传横幅，2026年4月30日前完成。", "短信提醒。每季度给手机用户发送提示短信。"
    )
    found = diff(typed(TEXT), typed(newer))
    assert {(one.change, one.title) for one in found.clauses} == {
        (Change.DROPPED, "横幅悬挂"),
        (Change.ADDED, "短信提醒"),
    }


def test_widths_spaces_and_the_order_of_keys_are_no_change() -> None:
    wide = (
        TEXT.replace("（", "(").replace("）", ")").replace("1次", "１次").replace("物业科、市场科", "物业科、\n市场科")
    )
    assert not diff(typed(TEXT), typed(wide))
    stored = json.loads(json.dumps(typed(TEXT), sort_keys=True))
    assert not diff(typed(TEXT), stored)
    assert not diff(stored, typed(TEXT))


def test_reports_goals_phases_and_the_head_are_compared_too() -> None:
    old = plan(report_a := measure("一", "event"), reports=[report("月报", per="month", day=25)])
    new = plan(report_a, reports=[report("月报", per="month", day=28)], title="另一个方案")
    parts = {clause.part: [change.field for change in clause.fields] for clause in diff(old, new).clauses}
    assert parts == {Part.HEAD: ["title"], Part.REPORTS: ["cadence"]}


NAMES = st.text("横幅短信入户屏幕讲座海报公约学校社区银行", min_size=4, max_size=12)
MEASURES = st.lists(
    st.builds(
        lambda name, units, due: measure("", "event", title=name, text=name, units=units, due=due),
        NAMES,
        st.lists(st.sampled_from(["物业科", "宣传科", "派出所"]), max_size=2, unique=True),
        st.sampled_from([None, "2026-03-31"]),
    ),
    max_size=7,
    unique_by=lambda made: made["title"],
)


def numbered(measures: list[dict[str, Any]]) -> dict[str, Any]:
    return plan(*({**one, "id": f"四({at})"} for at, one in enumerate(measures, start=1)))


@BOUNDED
@given(MEASURES, st.randoms(use_true_random=False))
def test_any_order_of_the_same_clauses_is_no_change(measures: list[dict[str, Any]], chance: Any) -> None:
    shuffled = deepcopy(measures)
    chance.shuffle(shuffled)
    found = diff(numbered(measures), numbered(shuffled))
    assert not found
    assert len(found.moved) + found.unchanged == len(measures)


@BOUNDED
@given(MEASURES, MEASURES)
def test_the_way_back_drops_what_the_way_there_added(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    there, back = diff(numbered(one), numbered(other)), diff(numbered(other), numbered(one))
    for change, undone in ((Change.ADDED, Change.DROPPED), (Change.DROPPED, Change.ADDED)):
        assert sorted(c.title for c in there.of(change)) == sorted(c.title for c in back.of(undone))
    changes = {(c.old, c.new, f.field, str(f.old), str(f.new)) for c in there.of(Change.CHANGED) for f in c.fields}
    undone_ = {(c.new, c.old, f.field, str(f.new), str(f.old)) for c in back.of(Change.CHANGED) for f in c.fields}
    assert changes == undone_


@BOUNDED
@given(MEASURES, MEASURES)
def test_every_clause_is_accounted_for_once(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    found = diff(numbered(one), numbered(other))
    kept = len(found.of(Change.CHANGED)) + len(found.moved) + found.unchanged
    assert kept + len(found.of(Change.DROPPED)) == len(one)
    assert kept + len(found.of(Change.ADDED)) == len(other)


@pytest.mark.parametrize("text", [TEXT, ""])
def test_a_typed_plan_comes_back_from_its_json(text: str) -> None:
    plan_ = read(text, 2026)
    again = plan_of(json.loads(json.dumps(as_dict(plan_))))
    assert as_dict(again) == {**as_dict(plan_), "problems": []}
