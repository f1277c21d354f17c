"""Editing a typed plan: what may stand in a field, what an edit changes, which problems are left, what is proposed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.bounded import BOUNDED
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.amend import Edit, Op, amend, recheck
from wuzha.plan.core.amend.carrying import carry_over
from wuzha.plan.core.amend.drafting import Blank, empty, from_blank
from wuzha.plan.core.amend.edits import NOWHERE
from wuzha.plan.core.amend.fields import FIELDS
from wuzha.plan.core.amend.proposing import find, from_mark, next_clause
from wuzha.plan.core.diff import Part, diff
from wuzha.plan.core.documents import read_file
from wuzha.plan.core.layout import document_of, layout_of
from wuzha.plan.core.source import Document
from wuzha.plan.core.typed import plan_of
from wuzha.problems import WuzhaError
from wuzha.terms import Span

DEMO = sorted((Path(__file__).parents[2] / "src/wuzha/web/demo/data").glob("*.docx"))
GOLDEN = sorted(path for path in (Path(__file__).parent / "core/golden").iterdir() if path.suffix in (".txt", ".md"))
TEXT = """云杉区防骗宣传工作方案
一、主要任务
（一）上门宣传。逐户上门讲解反诈知识，覆盖全部住户。
（二）屏幕播放。辖区电子显示屏每月至少播放1次防骗短片。（责任单位：宣传科、有关部门）
二、工作要求
街道每周给辖区企业发送一次提示短信，3月底前发出第一次。
"""
PLAN = as_dict(read(TEXT, 2026))
BLANKS = {"PLN207", "PLN402", "PLN502", "PLN503"}
"""What a blank is as long as nobody filled it in: no name, no document, no contact."""


def edit(part: Part, op: Op, at: int | None = None, **values: Any) -> dict[str, Any]:
    return amend(PLAN, Edit(part, op, at, values), TEXT)


def codes(typed: dict[str, Any]) -> list[tuple[str, str]]:
    found = recheck(typed, Document("", TEXT), 2026)["problems"]
    return [(one["code"], one["place"]) for one in found]


def refused(part: Part, op: Op, at: int | None = None, **values: Any) -> dict[str, str]:
    with pytest.raises(WuzhaError) as error:
        edit(part, op, at, **values)
    return {problem.place: problem.code for problem in error.value.problems}


def test_an_edit_changes_its_field_and_nothing_else() -> None:
    made = edit(Part.MEASURES, Op.SET, 2, units=["宣传科", "  城管 中队 "], quota={"kind": "ratio", "value": 0.8})
    (change,) = diff(PLAN, made).clauses
    assert {field.field: field.new for field in change.fields} == {
        "units": ["宣传科", "城管 中队"],
        "quota": {"kind": "ratio", "value": 0.8},
    }
    assert PLAN["measures"][1]["units"] == ["宣传科", "有关部门"], "the plan before stays as it was"


def test_what_was_corrected_is_no_problem_any_more() -> None:
    assert ("PLN204", "一(一)") in codes(PLAN)
    assert ("PLN204", "一(一)") not in codes(edit(Part.MEASURES, Op.SET, 1, units=["物业科"]))
    assert ("PLN201", "一(二)") in codes(PLAN)
    assert ("PLN201", "一(二)") not in codes(edit(Part.MEASURES, Op.SET, 2, units=["宣传科"]))


def test_a_correction_can_make_a_new_problem() -> None:
    assert ("PLN305", "一(二)") not in codes(PLAN)
    late = amend(edit(Part.HEAD, Op.SET, period={"start": "2026-01-01", "end": "2026-06-30"}),
                 Edit(Part.MEASURES, Op.SET, 2, {"due": "2026-12-31"}), TEXT)  # fmt: skip
    assert len(codes(late)) > len(codes(PLAN))


@pytest.mark.parametrize("cadence", [{"times": 4, "per": "year"}, {"times": 2, "per": "month", "day": 5}])
def test_a_report_has_a_rhythm_that_the_calendar_knows(cadence: dict[str, Any]) -> None:
    """And a day of the month only where its stretch ends with one."""
    with pytest.raises(WuzhaError, match="PLN804"):
        edit(Part.REPORTS, Op.ADD, 0, name="总结", cadence=cadence)
    assert edit(Part.REPORTS, Op.ADD, 0, name="总结", cadence={"times": 2, "per": "year", "day": 20})["reports"]


def documents() -> Iterator[Document]:
    yield from map(read_file, [*DEMO, *GOLDEN])


@pytest.mark.parametrize("document", list(documents()), ids=lambda document: document.name)
def test_a_plan_that_nobody_corrected_has_the_problems_of_its_reading(document: Document) -> None:
    typed = as_dict(read(document, 2026))
    again = document_of(document.name, document.text, json.loads(json.dumps(layout_of(document))))
    assert again == document
    assert recheck(json.loads(json.dumps(typed)), again, 2026)["problems"] == typed["problems"]


@pytest.mark.parametrize(
    ("part", "values", "wrong"),
    [
        (Part.MEASURES, {"title": "  "}, {"title": "PLN801"}),
        (Part.MEASURES, {"title": "长" * 400}, {"title": "PLN802"}),
        (Part.MEASURES, {"due": "2026-02-30"}, {"due": "PLN803"}),
        (Part.MEASURES, {"channels": ["telepathy"]}, {"channels": "PLN804"}),
        (Part.MEASURES, {"channels": "screen"}, {"channels": "PLN804"}),
        (Part.MEASURES, {"cadence": {"times": 0, "per": "month"}}, {"cadence": "PLN805"}),
        (Part.MEASURES, {"cadence": {"times": "２", "per": "month"}}, {"cadence": "PLN805"}),
        (Part.MEASURES, {"cadence": {"times": 1, "per": "fortnight"}}, {"cadence": "PLN804"}),
        (Part.MEASURES, {"quota": {"kind": "ratio", "value": 1.2}}, {"quota": "PLN806"}),
        (Part.MEASURES, {"quota": {"kind": "ratio", "value": float("nan")}}, {"quota": "PLN806"}),
        (Part.MEASURES, {"quota": {"kind": "count", "value": "viele"}}, {"quota": "PLN805"}),
        (Part.MEASURES, {"rank": 1}, {"rank": "PLN810"}),
        (Part.MEASURES, {"title": "", "due": "x"}, {"title": "PLN801", "due": "PLN803"}),
        (Part.HEAD, {"period": {"start": "2026-05-01", "end": "2026-04-01"}}, {"period": "PLN807"}),
    ],
)
def test_what_cannot_stand_in_a_field_is_said_beside_it(
    part: Part, values: dict[str, Any], wrong: dict[str, str]
) -> None:
    assert refused(part, Op.SET, 1, **values) == wrong


def test_an_entry_that_is_not_there_is_not_corrected() -> None:
    assert refused(Part.MEASURES, Op.SET, 9, title="x") == {"": "PLN809"}
    assert refused(Part.PHASES, Op.DROP, 1) == {"": "PLN809"}
    assert refused(Part.ANNEXES, Op.DROP, 1) == {"": "PLN809"}


def test_a_phase_keeps_its_days_in_order_whichever_is_set() -> None:
    phased = edit(Part.PHASES, Op.ADD, name="部署", start="2026-02-01", end="2026-03-01")
    with pytest.raises(WuzhaError) as error:
        amend(phased, Edit(Part.PHASES, Op.SET, 1, {"end": "2026-01-01"}), TEXT)
    assert [problem.code for problem in error.value.problems] == ["PLN807"]


def test_marked_words_are_read_and_put_where_the_text_has_them() -> None:
    start = TEXT.index("街道每周")
    mark = Span(start, TEXT.index("。", start) + 1)
    taken = [measure["id"] for measure in PLAN["measures"]]
    proposed = from_mark(Document("", TEXT), mark, 2026, taken)
    assert (proposed["channels"], proposed["cadence"]) == (["sms"], {"times": 1, "per": "week"})
    assert proposed["source"] == {"start": mark.start, "end": mark.end}
    source = proposed.pop("source")
    made = edit(Part.MEASURES, Op.ADD, **proposed, source=source)
    assert [measure["id"] for measure in made["measures"]] == [*taken, proposed["id"]]
    first = {"start": 0, "end": 4}
    before = edit(Part.MEASURES, Op.ADD, id="零", title="新", text="新", source=first)
    assert [measure["id"] for measure in before["measures"]] == ["零", *taken]
    assert before["measures"][0] == {
        "id": "零", "title": "新", "text": "新", "channels": [], "targets": [], "units": [], "assisting": [],
        "quota": None, "cadence": None, "due": None, "source": first,
    }  # fmt: skip


def test_a_mark_in_a_clause_that_has_a_measure_gets_a_number_of_its_own() -> None:
    start = TEXT.index("电子显示屏")
    proposed = from_mark(Document("", TEXT), Span(start, start + 9), 2026, ["一(一)", "一(二)", "一(二)#2"])
    assert proposed["id"] == "一(二)#3"


@pytest.mark.parametrize("source", [{"start": 3, "end": 3}, {"start": -1, "end": 4}, {"start": 0, "end": 10**6}, "x"])
def test_a_place_outside_the_text_is_refused(source: Any) -> None:
    assert refused(Part.MEASURES, Op.ADD, id="三", title="x", text="x", source=source) == {"source": "PLN808"}


def test_pasted_words_are_found_whatever_their_layout() -> None:
    found = find(TEXT, "逐户上门\n讲解 反诈知识,覆盖")
    assert found is not None
    assert found.of(TEXT) == "逐户上门讲解反诈知识，覆盖"
    assert find(TEXT, "没有这句话") is None
    assert find(TEXT, "  ") is None


@pytest.mark.parametrize(
    ("taken", "following"),
    [
        ([], "二(一)"),
        (["四(一)", "四(二)"], "四(三)"),
        (["五(二)(9)"], "五(二)(10)"),
        (["三(十)"], "三(十一)"),
        (["一(二)#2"], "一(三)"),
        (["3"], "4"),
        (["主要任务/银龄课堂"], "二(一)"),
    ],
)
def test_the_next_clause_follows_the_last(taken: list[str], following: str) -> None:
    assert next_clause(taken) == following


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 400) | st.floats() | st.text(max_size=6)
    | st.sampled_from(["2026-03-31", "screen", "all", "ratio", "count", "month", "up", "物业科"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["kind", "value", "times", "per", "day", "start", "end", "role"]), inner),
    max_leaves=6,
)  # fmt: skip
EDITS = st.sampled_from(list(FIELDS)).flatmap(
    lambda part: st.builds(
        Edit,
        st.just(part),
        st.sampled_from(Op),
        st.none() | st.integers(-1, 4),
        st.dictionaries(st.sampled_from([*FIELDS[part], "source"]), VALUES, max_size=5),
    )
)


@BOUNDED
@given(st.lists(EDITS, max_size=4))
def test_any_edits_give_a_plan_or_problems(edits: list[Edit]) -> None:
    typed = PLAN
    for one in edits:
        with suppress(WuzhaError):
            typed = amend(typed, one, TEXT)
    typed = recheck(json.loads(json.dumps(typed)), Document("", TEXT), 2026)
    assert {**as_dict(plan_of(typed)), "problems": typed["problems"]} == typed


def test_last_years_plan_is_a_draft_whose_dates_are_all_to_be_looked_at() -> None:
    phased = amend(PLAN, Edit(Part.PHASES, Op.ADD, None, {"name": "2024年收尾", "end": "2024-02-29"}), TEXT)
    dated = amend(phased, Edit(Part.HEAD, Op.SET, None, {"document_number": "云安〔2024〕3号"}), TEXT)
    made = carry_over(dated, 2024, 2025)
    assert made["document_number"] is None
    assert (made["phases"][0]["name"], made["phases"][0]["end"]) == ("2025年收尾", "2025-02-28")
    days = [day for part in ("measures", "reports") for one in made[part] for day in [one["due"]] if day]
    noted = "".join(one["message"] for one in made["problems"] if one["code"] == "PLN831")
    assert all(day in noted for day in [*days, "2025-02-28"])


def test_a_carried_date_stays_a_note_until_it_changes() -> None:
    made = carry_over(edit(Part.PHASES, Op.ADD, name="部署", start="2026-02-01", end="2026-03-01"), 2026, 2027)

    def notes(typed: dict[str, Any]) -> str:
        found = recheck(typed, Document("", TEXT), 2027)["problems"]
        return "".join(one["message"] for one in found if one["code"] == "PLN831")

    assert "2027-03-01" in notes(made)
    moved = amend(made, Edit(Part.PHASES, Op.SET, 1, {"end": "2027-03-15"}), TEXT)
    assert "2027-03-01" not in notes(moved)
    assert "2027-02-01" in notes(moved)


@pytest.mark.parametrize("blank", Blank)
def test_a_template_is_a_whole_plan_but_for_its_blanks(blank: Blank) -> None:
    made = from_blank(blank, "云杉区反诈宣传方案", 2027)
    assert made["title"] == "云杉区反诈宣传方案"
    assert len(made["measures"]) >= 5
    assert all(measure["units"] and measure["channels"] for measure in made["measures"])
    assert made["period"] == {"start": "2027-01-01", "end": "2027-12-31"}
    assert {one["code"] for one in made["problems"]} <= BLANKS, "a template breaks none of the rules it is checked by"
    assert any("____" in one["message"] for one in made["problems"]), "the blanks are problems to settle"


def test_a_plan_from_nothing_says_its_title_and_its_year() -> None:
    made = empty("某区方案", 2027)
    assert as_dict(plan_of(made)) == made
    assert (made["title"], made["period"]["end"], made["measures"]) == ("某区方案", "2027-12-31", [])
    assert NOWHERE == {"start": 0, "end": 0}
