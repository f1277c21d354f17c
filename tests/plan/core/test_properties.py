"""What holds for any text: reading is total, spans hold what they say, layout does not change the meaning."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plan.core import golden
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.view import plain, view_of

TEXTS = {name: golden.document(name).text for name in golden.names()}
# In these a list of units has nothing but spaces between its names, so spaces do mean something there.
LISTS_WITH_SPACES = {"pasted-one-line.txt", "tongbai-own-lines.txt"}
FRAGMENTS = st.sampled_from(
    [
        "一、", "(一)", "1.", "(1)", "①", "第一条", "1.1", "\n", " ", "。", ",", "、", "(", ")", "(责任单位:",
        "牵头单位:",
        "各村(社区)",
        "工作目标", "主要任务", "每周", "不少于2场", "100%", "2月底前", "即日起至", "20xx年", "13月45日",
        "报送局办公室", "附件1", "《", "》", "任组长", "“", "”", "\t", "\u3000", "双提升", "0000年1月1日",
    ]
)  # fmt: skip
BOUNDED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@BOUNDED
@given(st.one_of(st.text(max_size=300), st.lists(FRAGMENTS, max_size=80).map("".join)))
def test_any_text_gives_a_plan(text: str) -> None:
    plan = as_dict(read(text, 2026))
    assert set(plan) >= {"title", "measures", "problems"}


@BOUNDED
@given(st.data())
def test_a_mangled_plan_is_still_read(data: st.DataObject) -> None:
    text = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    mangled = text[:start] + data.draw(st.lists(FRAGMENTS, max_size=8).map("".join)) + text[end:]
    check_spans(mangled)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_spans_lie_in_the_text_and_hold_what_they_say(name: str) -> None:
    check_spans(TEXTS[name])


def check_spans(text: str) -> None:
    plan = read(text, 2026)
    for item in (*plan.goals, *plan.measures, *plan.phases, *plan.reports, *plan.annexes, *plan.problems):
        assert item.source is None or 0 <= item.source.start <= item.source.end <= len(text)
    for measure in plan.measures:
        inside = plain(measure.source.of(text))
        assert plain(measure.title) in inside
        assert all(plain(name) in inside for name in measure.targets)
    for goal in plan.goals:
        assert plain(goal.indicator) in plain(text)
    for report in plan.reports:
        assert plain(report.name) in plain(report.source.of(text))


@BOUNDED
@given(
    st.sampled_from(sorted(TEXTS)), st.randoms(use_true_random=False), st.sampled_from([" ", "\u3000", "\t", "\u200b"])
)
def test_spaces_around_digits_and_punctuation_change_nothing(name: str, chance: Any, space: str) -> None:
    text = TEXTS[name]
    loose = "".join(sign + (space if chance.random() < 0.3 and not is_letter(sign) else "") for sign in text)
    assert meaning(loose) == meaning(text)


@pytest.mark.parametrize("name", sorted(set(TEXTS) - LISTS_WITH_SPACES))
def test_letterspaced_text_means_the_same(name: str) -> None:
    text = TEXTS[name]
    assert meaning("".join(sign + ("" if sign == "\n" else " ") for sign in text)) == meaning(text)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_indents_and_blank_lines_change_nothing(name: str) -> None:
    text = TEXTS[name]
    assert meaning(re.sub(r"\n+", "\r\n\r\n\u3000\u3000", text)) == meaning(text)


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize("widen", [True, False])
def test_full_and_half_width_change_nothing(name: str, widen: bool) -> None:
    text = TEXTS[name]
    other = "".join(wide(sign) if widen else narrow(sign) for sign in text)
    assert meaning(other) == meaning(text)


def meaning(text: str) -> dict[str, Any]:
    """The plan without offsets, names in canonical form."""
    plan = read(text, 2026)
    bare = as_dict(replace(plan, problems=()))
    return {
        **canonical(bare),
        "problems": sorted(f"{problem.code} {plain(problem.place)}" for problem in plan.problems),
    }


def is_letter(sign: str) -> bool:
    return "一" <= sign <= "鿿" or sign == "\n"


def canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: canonical(item) for key, item in value.items() if key != "source"}
    if isinstance(value, list):
        return [canonical(item) for item in value]
    return plain(value) if isinstance(value, str) else value


def wide(sign: str) -> str:
    return chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign


def narrow(sign: str) -> str:
    return chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign


def test_the_view_leads_back_to_the_text() -> None:
    text = "各 村(社\n区)于 ２ 月 ⒈ 日"
    view = view_of(text)
    assert view.norm == "各村(社区)于2月1.日"
    assert view.span(0, 6).of(text) == "各 村(社\n区)"
    assert view.spelled(0, 6) == "各村(社区)"


def test_a_long_run_of_words_behind_a_list_is_given_up_in_time() -> None:
    # An expression that could cut the words behind 等 in any way did not end within a lifetime.
    text = "方案\n一、工作重点\n针对刷单、网购等" + "各色各样各处" * 60 + "。\n二、任务\n1.张贴海报。"
    assert read(text, 2026).measures
