"""The plan desk on pages: correcting, adding, taking out, deciding, confirming, comparing, writing, taking along."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from support.facts import whole
from web.pages.test_plans import bring_in, confirmed, page
from wuzha.plan import queries
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.amend.drafting import Blank
from wuzha.plan.core.documents import from_bytes
from wuzha.plan.core.vocabulary import DEFAULT
from wuzha.web.models import User

Browser = Callable[[User | None], Client]

TEXT = """云杉区防骗宣传工作方案
一、工作目标
入户宣传率达到100%。
二、主要任务
（一）上门宣传。逐户上门讲解反诈知识，覆盖全部住户。
（二）屏幕播放。辖区电子显示屏每月至少播放1次防骗短片。（责任单位：各社区、有关部门）
三、实施步骤
（一）部署阶段（2026年1月至2月）。
四、工作要求
街道每周给辖区企业发送一次提示短信。各单位每月25日前将工作情况报区专项办公室。
"""
MEASURE: dict[str, Any] = {
    "id": "二(一)",
    "title": "上门宣传",
    "channels": ["household_visit"],
    "units": ["物业科", "", " 桦林社区居委会 "],
    "targets": ["住户"],
    "quota_kind": "ratio",
    "quota_value": "80",
    "times": "2",
    "per": "quarter",
    "due": "2026-09-30",
}


WEEKLY = {"per": "week", "day": 5}
HALF_YEARLY = {"per": "year", "day": 20, "times": 2}


def bare(plan: dict[str, Any]) -> dict[str, Any]:
    """What a plan says, without places in a text."""
    without = [{name: value for name, value in one.items() if name != "source"} for one in plan["measures"]]
    return {**plan, "measures": without}


def typed(campaign: Any, version: int) -> dict[str, Any]:
    with whole(campaign.cast.district_id):
        found = queries.version(version)
        assert found is not None
        return dict(found.typed)


def version_in(answer: HttpResponse) -> int:
    assert answer.status_code == 302, answer.content.decode()
    return int(answer["Location"].split("/")[2])


def text_of(answer: HttpResponse) -> str:
    """What a page shows, without its markup."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page(answer)))


@pytest.fixture
def clerk(campaign: Any, visit: Browser) -> Client:
    return visit(campaign.cast.clerk)


def test_a_measure_is_corrected_in_every_field(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    answer = clerk.post(f"/plans/{first}/edit/measures/1/", MEASURE)
    second = version_in(answer)
    assert answer["Location"] == f"/plans/{second}/#m1"
    measure = typed(campaign, second)["measures"][0]
    before = typed(campaign, first)["measures"][0]
    assert measure == {
        **before,
        "units": ["物业科", "桦林社区居委会"],
        "targets": ["住户"],
        "quota": {"kind": "ratio", "value": 0.8},
        "cadence": {"times": 2, "per": "quarter"},
        "due": "2026-09-30",
    }
    assert "No unit is responsible for measure 二(一)" in text_of(clerk.get(f"/plans/{first}/"))
    assert "No unit is responsible for measure 二(一)" not in text_of(clerk.get(f"/plans/{second}/"))


def test_the_form_shows_what_the_plan_says_and_sends_it_back_unchanged(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    offered = page(clerk.get(f"/plans/{first}/edit/measures/1/"))
    assert 'list="targets"' in offered
    assert f'<option value="{DEFAULT.addressees[0]}">' in offered
    for path in ("measures/2", "reports/1", "phases/1", "goals/1", "head/0", "organization/0", "focus/0"):
        shown = clerk.get(f"/plans/{first}/edit/{path}/")
        form = shown.context["form"]
        sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        answer = clerk.post(f"/plans/{first}/edit/{path}/", {name: v for name, v in sent.items() if v is not None})
        assert version_in(answer) == first, path
    with whole(campaign.cast.district_id):
        assert len(queries.version_ids(queries.version(first).plan_id)) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("path", "sent", "field", "value"),
    [
        ("goals/1", {"indicator": "入户率", "direction": "up", "target": "95%以上"}, "target", "95%以上"),
        ("phases/1", {"name": "部署阶段", "start": "2026-01-10", "end": "2026-02-20"}, "end", "2026-02-20"),
        ("reports/1", {"name": "月报", "to": "区专项办公室", "per": "week", "day": "5"}, "cadence", WEEKLY),
        ("reports/1", {"name": "半年总结", "per": "year/2", "day": "20"}, "cadence", HALF_YEARLY),
        ("reports/1", {"name": "总结", "due": "2026-12-15"}, "due", "2026-12-15"),
    ],
)  # fmt: skip
def test_goals_phases_and_reports_are_corrected_likewise(
    campaign: Any, clerk: Client, path: str, sent: dict[str, str], field: str, value: Any
) -> None:
    first = bring_in(clerk, TEXT)
    second = version_in(clerk.post(f"/plans/{first}/edit/{path}/", sent))
    assert typed(campaign, second)[path.split("/")[0]][0][field] == value


def test_the_head_and_the_leading_group_are_corrected(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    head = {"title": "云杉区宣传方案", "start": "", "end": "2026-11-30", "basis": ["《某通知》"], "document_number": ""}
    second = version_in(clerk.post(f"/plans/{first}/edit/head/0/", head))
    group = {"post_lines": ["组长 副区长", ""], "members": ["物业科"], "offices": [], "requirements": []}
    third = version_in(clerk.post(f"/plans/{second}/edit/organization/0/", group))
    made = typed(campaign, third)
    assert (made["title"], made["period"], made["basis"]) == (
        "云杉区宣传方案",
        {"start": None, "end": "2026-11-30"},
        ["《某通知》"],
    )
    assert made["organization"]["posts"] == [{"role": "组长", "holder": "副区长"}]
    incomplete = clerk.post(f"/plans/{third}/edit/organization/0/", {"post_lines": ["组长"]})
    assert "This must be said" in text_of(incomplete)


def test_a_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    wrong = {**MEASURE, "quota_value": "eighty", "due": "2026-02-30", "title": ""}
    answer = clerk.post(f"/plans/{first}/edit/measures/1/", wrong)
    shown = page(answer)
    assert {name for name in answer.context["form"].errors} == {"quota_value", "due", "title"}
    assert 'value="eighty"' in shown
    assert 'value="桦林社区居委会"' in shown


def test_words_that_were_missed_become_a_measure_in_their_place(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    start = TEXT.index("街道每周")
    mark = f"{start}-{TEXT.index('。', start) + 1}"
    form = clerk.get(f"/plans/{first}/add/measures/?mark={mark}")
    assert "街道每周给辖区企业发送一次提示短信。" in page(form)
    initial = form.context["form"].initial
    assert (initial["channels"], initial["times"], initial["per"]) == (["sms"], 1, "week")
    sent = {**{k: initial[k] for k in ("id", "title", "text", "channels", "times", "per")}, "mark": mark}
    second = version_in(clerk.post(f"/plans/{first}/add/measures/", {**sent, "units": ["松涛街道办"]}))
    added = typed(campaign, second)["measures"][-1]
    assert (added["units"], added["source"]["start"]) == (["松涛街道办"], start)
    lit = re.search(rf'data-of="([^"]*)" data-at="{start}"', page(clerk.get(f"/plans/{second}/")))
    assert lit is not None
    assert "m3" in lit[1].split()


def test_pasted_words_find_their_place_and_unknown_ones_have_none(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    more = {"id": "四", "title": "短信", "text": "短信", "words": "街道每周给辖区企业\n发送一次提示短信"}
    second = version_in(clerk.post(f"/plans/{first}/add/measures/", more))
    assert typed(campaign, second)["measures"][-1]["source"]["start"] == TEXT.index("街道每周")
    third = version_in(clerk.post(f"/plans/{second}/add/measures/", {**more, "id": "五", "words": "没有这句"}))
    assert typed(campaign, third)["measures"][-1]["source"] == {"start": 0, "end": 0}


def test_what_is_no_measure_is_taken_out(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    titles = [one["title"] for one in typed(campaign, first)["measures"]]
    second = version_in(clerk.post(f"/plans/{first}/drop/measures/1/"))
    assert [one["title"] for one in typed(campaign, second)["measures"]] == titles[1:]
    assert clerk.post(f"/plans/{second}/drop/measures/9/").status_code == 404
    assert clerk.post(f"/plans/{second}/drop/nothing/1/").status_code == 404
    assert clerk.get(f"/plans/{second}/drop/measures/1/").status_code == 405


def test_two_people_at_once_lose_nothing(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    second = version_in(clerk.post(f"/plans/{first}/edit/measures/1/", MEASURE))
    assert "data-edit" not in page(clerk.get(f"/plans/{first}/"))
    again = clerk.post(f"/plans/{first}/edit/measures/1/", MEASURE, follow=True)
    assert again.redirect_chain[0][0] == f"/plans/{second}/#m1", "sent twice, kept once"
    assert "Kept as version 2" in text_of(again)

    other = {"id": "二(二)", "title": "滚动播放", "channels": ["screen"], "times": "1", "per": "month"}
    third = version_in(clerk.post(f"/plans/{first}/edit/measures/2/", {**other, "units": ["各社区", "有关部门"]}))
    titles = [one["title"] for one in typed(campaign, third)["measures"]]
    assert titles == ["上门宣传", "滚动播放"]
    assert typed(campaign, third)["measures"][0]["quota"] == {"kind": "ratio", "value": 0.8}

    fourth = version_in(clerk.post(f"/plans/{third}/edit/measures/1/", {**MEASURE, "title": "敲门", "due": ""}))
    late = clerk.post(f"/plans/{third}/edit/measures/1/", {**MEASURE, "title": "别的"})
    told = re.sub(r"\s+", " ", text_of(late))
    assert "There is a newer version, number 4, by 区专项办公室clerk" in told
    assert [line.field for line in late.context["meanwhile"]] == ["Title", "By when"], "what somebody else changed"
    assert 'value="别的"' in page(late), "nothing that was typed is lost"
    assert 'value="2026-09-30"' not in page(late), "what was not touched is shown as it stands now"
    assert f'action="/plans/{fourth}/edit/measures/1/"' in page(late), "kept once more, it goes onto the newest"

    version_in(clerk.post(f"/plans/{fourth}/drop/measures/1/"))
    gone = clerk.post(f"/plans/{fourth}/edit/measures/1/", {**MEASURE, "title": "别的"})
    assert re.search(r'action="/plans/\d+/add/measures/"', page(gone)), "an entry that is gone can be put in again"


@pytest.mark.parametrize(
    ("part", "words", "initial"),
    [
        ("reports", "各单位每月25日前将工作情况报区专项办公室。", {"name": "工作情况", "per": "month", "day": 25}),
        (
            "phases",
            "（一）部署阶段（2026年1月至2月）。",
            {"name": "部署阶段", "start": "2026-01-01", "end": "2026-02-28"},
        ),
        ("goals", "街道每周给辖区企业发送一次提示短信。", {"indicator": "街道每周给辖区企业发送一次提示短信"}),
    ],
)
def test_words_are_added_as_any_kind_of_entry(clerk: Client, part: str, words: str, initial: dict[str, Any]) -> None:
    first = bring_in(clerk, TEXT)
    start = TEXT.index(words)
    form = clerk.get(f"/plans/{first}/add/{part}/?mark={start}-{start + len(words)}").context["form"]
    assert {name: form.initial[name] for name in initial} == initial


def test_problems_stand_beside_their_clause_and_are_decided_there(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    shown = page(clerk.get(f"/plans/{first}/"))
    item = shown.split('id="m2"')[1].split('id="at-m2"')[0]
    assert "PLN201" in item
    at = int(re.findall(r'id="q(\d+)"', item)[0])
    assert 'value="open"' not in page(clerk.get(f"/plans/{first}/problems/{at}/")), "what is open is not opened again"
    refused = clerk.post(f"/plans/{first}/problems/{at}/", {"state": "accepted", "reason": " "})
    assert "only with a reason" in text_of(refused)
    done = clerk.post(f"/plans/{first}/problems/{at}/", {"state": "accepted", "reason": "由宣传科代管"})
    assert done["Location"] == f"/plans/{first}/#q{at}"
    assert 'value="open"' in page(clerk.get(f"/plans/{first}/problems/{at}/"))
    assert "由宣传科代管" in text_of(clerk.get(f"/plans/{first}/"))
    assert "由宣传科代管" in text_of(clerk.get(f"/plans/{first}/history/"))
    second = version_in(clerk.post(f"/plans/{first}/edit/measures/1/", MEASURE))
    assert "由宣传科代管" in text_of(clerk.get(f"/plans/{second}/")), "a decision holds for later versions"
    assert clerk.post(f"/plans/{first}/problems/999/", {"state": "resolved"}).status_code == 404


def test_a_name_is_answered_beside_its_measure(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    assert "?only=%E6%9C%89%E5%85%B3%E9%83%A8%E9%97%A8&amp;back=m2" in page(clerk.get(f"/plans/{first}/"))
    path = f"/plans/{first}/names/?only=有关部门&back=m2"
    form = page(clerk.get(path, headers={"HX-Request": "true"}))
    assert "<html" not in form
    assert "有关部门" in form
    answer = clerk.post(path, {"others:有关部门": "物业科"})
    assert answer["Location"] == f"/plans/{first}/#m2"
    assert "有关部门 物业科" in re.sub(r"\s+", " ", text_of(clerk.get(f"/plans/{first}/")))


def test_the_author_does_not_confirm_and_nobody_applies_before_a_second_person_has(
    campaign: Any, clerk: Client, visit: Browser
) -> None:
    first = bring_in(clerk, TEXT)
    assert "a second person confirms" in text_of(clerk.get(f"/plans/{first}/"))
    said = text_of(clerk.post(f"/plans/{first}/confirm/", follow=True))
    assert "may not confirm it" in said
    refused = clerk.post(f"/plans/{first}/duties/")
    assert refused.status_code == 409
    assert "DUT128" in refused.content.decode()
    leader = visit(campaign.cast.leader)
    assert f'action="/plans/{first}/confirm/"' in page(leader.get(f"/plans/{first}/"))
    confirmed(visit, campaign.cast.leader, first)
    assert "confirmed by 区专项办公室leader" in text_of(clerk.get(f"/plans/{first}/"))
    assert clerk.post(f"/plans/{first}/duties/")["Location"] == "/duties/"


def test_any_two_versions_are_compared_with_what_it_does_to_duties(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    second = version_in(clerk.post(f"/plans/{first}/edit/measures/1/", MEASURE))
    third = version_in(clerk.post(f"/plans/{second}/drop/measures/2/"))
    told = re.sub(r"\s+", " ", text_of(clerk.get(f"/plans/{third}/compare/?with={first}")))
    assert "changed Measures 二(一) 上门宣传" in told
    assert "dropped Measures 二(二) 屏幕播放" in told
    assert "From version 1 to version 3" in told
    answer = clerk.get(f"/plans/{third}/compare/?with={first}")
    assert answer.context["sums"]["retired"][1] > 0
    assert "From version 2 to version 3" in text_of(clerk.get(f"/plans/{third}/compare/"))
    assert clerk.get(f"/plans/{first}/compare/")["Location"] == f"/plans/{first}/history/"
    history = text_of(clerk.get(f"/plans/{first}/history/"))
    assert "Measures: entry 2 taken out" in history
    assert "Measures 1: " in history
    assert "Title" not in history.split("Measures 1: ")[1].split("corrected")[0], "only what was changed is told"


@pytest.mark.parametrize("blank", Blank)
def test_a_plan_is_written_from_a_template_and_its_document_says_it(campaign: Any, clerk: Client, blank: str) -> None:
    begun = version_in(clerk.post("/plans/write/", {"start": blank, "title": "云杉区反诈方案", "year": 2027}))
    plan = typed(campaign, begun)
    assert all(one["source"]["end"] > one["source"]["start"] for one in plan["measures"]), "both sides can be lit"
    sent = {
        **MEASURE,
        "id": plan["measures"][0]["id"],
        "title": "敲门讲",
        "text": "敲门讲。逐户敲门讲清骗术。",
        "due": "",
    }
    second = version_in(clerk.post(f"/plans/{begun}/edit/measures/1/", sent))
    with whole(campaign.cast.district_id):
        kept = queries.version(second)
    assert kept is not None
    assert "敲门讲。逐户敲门讲清骗术。（责任单位：物业科、桦林社区居委会" in kept.text
    taken = clerk.get(f"/plans/{second}/take/plan.docx")
    again = as_dict(read(from_bytes("x.docx", taken.content), 2027))
    assert [one["id"] for one in again["measures"]] == [one["id"] for one in kept.typed["measures"]]
    assert again["measures"][0]["units"] == ["物业科", "桦林社区居委会"]
    assert bare(again)["measures"][1:] == bare(kept.typed)["measures"][1:]


def test_a_plan_is_written_from_nothing_entry_by_entry(campaign: Any, clerk: Client) -> None:
    version = version_in(clerk.post("/plans/write/", {"start": "nothing", "title": "松涛街道反诈方案", "year": 2026}))
    form = clerk.get(f"/plans/{version}/add/measures/")
    number = form.context["form"].initial["id"]
    more = {**MEASURE, "id": number, "title": "逐户走访", "text": "逐户走访。走访全部住户。"}
    version = version_in(clerk.post(f"/plans/{version}/add/measures/", more))
    version = version_in(
        clerk.post(f"/plans/{version}/add/reports/", {"name": "月报", "to": "专项办", "per": "month", "day": "25"})
    )
    version = version_in(
        clerk.post(f"/plans/{version}/add/goals/", {"indicator": "入户率", "direction": "up", "target": "100%"})
    )
    version = version_in(
        clerk.post(f"/plans/{version}/add/phases/", {"name": "实施阶段", "start": "2026-03-01", "end": "2026-10-31"})
    )
    made = typed(campaign, version)
    assert [len(made[part]) for part in ("measures", "reports", "goals", "phases")] == [1, 1, 1, 1]
    assert all(made[part][0]["source"]["end"] for part in ("measures", "reports", "goals", "phases"))
    again = clerk.post("/plans/write/", {"start": "nothing", "title": "松涛街道反诈方案", "year": 2026})
    assert "PLN825" in page(again)


def test_last_years_plan_moves_its_dates_and_asks_to_look_at_them(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    form = clerk.get(f"/plans/write/?from={first}").context["form"]
    assert (form.initial["start"], form.initial["year"]) == (str(first), 2027)
    assert f"/plans/write/?from={first}" in page(clerk.get(f"/plans/{first}/"))
    same = clerk.post("/plans/write/", {"start": first, "title": "", "year": 2026})
    assert "another year" in text_of(same)
    begun = version_in(clerk.post("/plans/write/", {"start": first, "title": "", "year": 2027}))
    made = typed(campaign, begun)
    assert made["phases"][0]["end"] == "2027-02-28"
    assert [one["title"] for one in made["measures"]] == ["上门宣传", "屏幕播放"]
    assert "carried over from the plan of 2026" in text_of(clerk.get(f"/plans/{begun}/"))

    same = clerk.get(f"/plans/{begun}/compare/?with={first}")
    assert same.context["told"] == [], "dates that only moved along are no change"
    assert same.context["sums"]["added"][1] == same.context["sums"]["retired"][1] == 0
    later = version_in(clerk.post(f"/plans/{begun}/edit/phases/1/", {"name": "部署阶段", "end": "2027-03-15"}))
    changed = clerk.get(f"/plans/{later}/compare/?with={first}")
    assert [line.field for one in changed.context["told"] for line in one.lines] == ["First day", "Last day"]
    assert "compared as it would read in 2027" in text_of(changed)
    assert f'value="{later}"' in page(clerk.get(f"/plans/{first}/history/")), "any other plan can be compared with"


def test_papers_are_taken_along_and_name_the_bound_units(campaign: Any, clerk: Client) -> None:
    first = bring_in(clerk, TEXT)
    clerk.post(f"/plans/{first}/names/", {"others:有关部门": "物业科"})
    sheet = clerk.get(f"/plans/{first}/take/responsibility.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert {"桦林社区居委会", "物业科"} <= {row[1] for row in rows}
    document = docx.Document(io.BytesIO(clerk.get(f"/plans/{first}/take/breakdown.docx").content))
    assert any("上门宣传" in cell.text for row in document.tables[0].rows for cell in row.cells)
    assert "filename*=UTF-8''" in sheet["Content-Disposition"]
    for wrong in ("plan.xlsx", "plan.pdf", "anything.docx"):
        assert clerk.get(f"/plans/{first}/take/{wrong}").status_code == 404


def long_text(measures: int) -> str:
    clause = "面向第{n}片住户逐户上门讲清一种手法并留下一份材料，每月至少开展1次，2026年6月20日前完成首轮。"
    lines = ["云杉区长方案"]
    for n in range(measures):
        chapter, clause_number = divmod(n, 50)
        lines += [f"{'一二三四五六七'[chapter]}、工作措施"] if clause_number == 0 else []
        lines.append(f"{clause_number + 1}.专项任务{n}。{clause.format(n=n)}（责任单位：物业科、第{n}网格站）")
    return "\n".join(lines)


def test_a_long_plan_shows_every_measure_and_asks_the_database_no_more_often(
    campaign: Any, clerk: Client, django_assert_max_num_queries: Any
) -> None:
    short, long = bring_in(clerk, long_text(2)), bring_in(clerk, long_text(250).replace("长方案", "很长的方案"))
    with django_assert_max_num_queries(30):
        clerk.get(f"/plans/{short}/")
    with django_assert_max_num_queries(30):
        shown = page(clerk.get(f"/plans/{long}/"))
    assert len(re.findall(r'<li id="m\d+"', shown)) == 250


READING = ["history/", "compare/", "take/plan.docx"]
WRITING = ["edit/measures/1/", "add/measures/", "drop/measures/1/", "problems/1/"]


def test_who_may_not(campaign: Any, clerk: Client, visit: Browser) -> None:
    cast, first = campaign.cast, bring_in(clerk, TEXT)
    for path in (*READING, *WRITING, "confirm/"):
        for user in (cast.liaison, cast.community, cast.worker):
            client = visit(user)
            answers = (client.get(f"/plans/{first}/{path}"), client.post(f"/plans/{first}/{path}"))
            assert [answer.status_code for answer in answers] == [403, 403], path
        stranger = visit(cast.stranger)
        method = stranger.post if path.startswith(("confirm", "drop")) else stranger.get
        assert method(f"/plans/{first}/{path}").status_code == 404, path
    leader = visit(cast.leader)
    for path in WRITING:
        assert (
            leader.get(f"/plans/{first}/{path}").status_code,
            leader.post(f"/plans/{first}/{path}").status_code,
        ) == (403, 403)
    assert leader.get("/plans/write/").status_code == 403
    for path in READING:
        assert leader.get(f"/plans/{first}/{path}").status_code in (200, 302)
    seen = page(visit(cast.liaison).get(f"/plans/{first}/"))
    assert "data-edit" not in seen
    assert "PLN201" not in seen, "problems are the office's business"
