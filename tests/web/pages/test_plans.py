"""Plans on pages: from a document to duties, and who may do what on the way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from support.cast import NOON
from support.facts import whole
from wuzha.duties.queries import answers, stages
from wuzha.ledger.models import Audit
from wuzha.plan.actions import keep_version
from wuzha.plan.core import as_dict, read
from wuzha.plan.queries import plans
from wuzha.problems import Kind, Problem
from wuzha.terms import Span
from wuzha.web.models import User
from wuzha.web.pages.plan_reading import Mark, pieces
from wuzha.web.retelling import KINDS, retold

Browser = Callable[[User | None], Client]

TEXT = """云杉区20xx年防骗宣传工作方案
一、工作目标
到20xx年底,辖区案件数量明显下降。
二、主要任务
(一)上门宣传。物业公司逐户上门讲解,全年覆盖100%的住户。(责任单位:物业科、相关科室)
(二)屏幕播放。辖区电子显示屏每月至少播放1次防骗短片。(责任单位:各社区)
三、工作要求
各单位请于20xx年3月31日前将工作方案报区专项办公室。
"""


def bring_in(client: Client, text: str = TEXT, year: int = 2026) -> int:
    answer = client.post("/plans/new/", {"text": text, "year": year})
    assert answer.status_code == 302, answer.content.decode()
    return int(answer["Location"].split("/")[2])


def confirmed(visit: Browser, leader: User, version: int) -> int:
    """The leader has looked at it."""
    assert visit(leader).post(f"/plans/{version}/confirm/").status_code == 302
    return version


def page(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_pasted_plan_is_read_kept_and_shown(campaign: Any, visit: Browser) -> None:
    clerk = visit(campaign.cast.clerk)
    shown = page(clerk.get(f"/plans/{bring_in(clerk)}/"))
    assert "上门宣传" in shown.split('id="measures"')[1]
    assert "相关科室" in shown.split('id="measures"')[1]
    assert re.search(r'<a href="#t-m1" data-span="m1">', shown)
    assert re.search(r'<i id="t-m1"></i>', shown)


def test_a_word_document_goes_the_same_way(campaign: Any, visit: Browser) -> None:
    document = Path(__file__).parents[3] / "src/wuzha/web/demo/data/plan-a.docx"
    clerk = visit(campaign.cast.clerk)
    with document.open("rb") as file:
        answer = clerk.post("/plans/new/", {"file": file, "year": 2026}, follow=True)
    shown = page(answer)
    assert "kept as version 1" in shown
    assert "plan-a.docx" in shown


def test_the_same_document_again_is_no_new_version_and_a_changed_one_is(campaign: Any, visit: Browser) -> None:
    clerk = visit(campaign.cast.clerk)
    first = bring_in(clerk)
    assert bring_in(clerk) == first
    second = bring_in(clerk, TEXT.replace("每月至少播放1次", "每月至少播放2次"))
    assert second != first
    assert f'href="/plans/{second}/"' in page(clerk.get(f"/plans/{first}/")), "an older version leads to the newer one"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"year": 2026}, "Choose a file, or paste the text"),
        ({"year": 26, "text": TEXT}, "2000"),
        ({"year": 2026, "file": ("plan.exe", b"MZ")}, "PLN9"),
        ({"year": 2026, "file": ("plan.docx", b"no archive")}, "PLN9"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(
    campaign: Any, visit: Browser, sent: dict[str, Any], said: str
) -> None:
    clerk = visit(campaign.cast.clerk)
    if "file" in sent:
        name, content = sent["file"]
        upload = io.BytesIO(content)
        upload.name = name
        sent = {**sent, "file": upload}
    assert said in page(clerk.post("/plans/new/", sent))
    with whole(campaign.cast.district_id):
        assert len(plans(campaign.cast.district_id)) == 1


def test_an_unclear_name_is_asked_once_and_its_answer_makes_duties(campaign: Any, visit: Browser) -> None:
    clerk = visit(campaign.cast.clerk)
    version = bring_in(clerk)
    asked = page(clerk.get(f"/plans/{version}/names/"))
    assert "相关科室" in asked.split("Understood")[0]
    wrong = page(clerk.post(f"/plans/{version}/names/", {"others:相关科室": "没有这个科", "nobody:相关科室": "on"}))
    assert "Not in the registry: 没有这个科" in wrong
    assert 'value="没有这个科"' in wrong, "nothing that was typed is lost"
    done = clerk.post(f"/plans/{version}/names/", {"others:相关科室": "物管科、松涛街道办"})
    assert done["Location"] == f"/plans/{version}/duties/"
    with whole(campaign.cast.district_id):
        kept = {one.name: set(one.unit_ids) for one in answers(campaign.cast.district_id)}
    assert kept == {"相关科室": {campaign.cast.units["物业科"], campaign.cast.units["松涛街道办"]}}
    again = page(clerk.get(f"/plans/{version}/names/?name=相关科室"))
    assert again.split("Understood")[0].count(" checked") == 2


def test_nobody_can_be_meant(campaign: Any, visit: Browser) -> None:
    clerk = visit(campaign.cast.clerk)
    version = bring_in(clerk)
    both = {"nobody:相关科室": "on", "unit:相关科室": str(campaign.cast.units["物业科"])}
    assert "Either units or nobody" in page(clerk.post(f"/plans/{version}/names/", both))
    clerk.post(f"/plans/{version}/names/", {"nobody:相关科室": "on"})
    assert "nobody is meant" in page(clerk.get(f"/plans/{version}/names/")).split("Understood")[1]


def test_the_preview_writes_nothing_and_applying_makes_exactly_what_it_said(campaign: Any, visit: Browser) -> None:
    clerk, district = visit(campaign.cast.clerk), campaign.cast.district_id
    version = confirmed(visit, campaign.cast.leader, bring_in(clerk))
    with whole(district):
        before = len(stages(district))
    shown = page(clerk.get(f"/plans/{version}/duties/"))
    figure = int(re.search(r'wz-stat-figure">([\d,]+)', shown)[1].replace(",", ""))  # type: ignore[index]
    with whole(district):
        assert len(stages(district)) == before
    assert clerk.post(f"/plans/{version}/duties/")["Location"] == "/duties/"
    with whole(district):
        line = Audit.objects.filter(action="duties.apply").latest("id")
        assert line.detail["added"] == figure > 0
        assert len(stages(district)) > before
    clerk.post(f"/plans/{version}/duties/")
    with whole(district):
        assert Audit.objects.filter(action="duties.apply").latest("id").detail["added"] == 0
    assert "applied" in page(clerk.get("/plans/")).split("防骗宣传")[1]


def test_the_preview_is_a_list_by_measure_and_by_unit_that_can_be_taken_along(campaign: Any, visit: Browser) -> None:
    clerk = visit(campaign.cast.clerk)
    version = bring_in(clerk)
    narrowed = page(clerk.get(f"/plans/{version}/duties/?channel=screen")).split("<tbody>")[1]
    assert "屏幕播放" in narrowed
    assert "上门宣传" not in narrowed
    answer = clerk.get(f"/plans/{version}/duties/?view=unit&sort=-duties&export=xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)  # type: ignore[attr-defined]
    rows = sheet.to_python()[2:]
    assert [row[3] for row in rows] == sorted((row[3] for row in rows), reverse=True)
    assert {"物业科", "桦林社区居委会"} <= {row[1] for row in rows}


def test_a_plan_that_ends_before_it_starts_is_refused_with_its_reason(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    typed = as_dict(read(TEXT, 2026)) | {"period": {"start": "2026-12-31", "end": "2026-01-01"}}
    by: dict[str, Any] = {"actor_id": cast.clerk.id, "actor_name": cast.clerk.name, "now": NOON}
    with whole(cast.district_id):
        version, _ = keep_version(
            cast.district_id, filename="x.txt", sha256="1", text=TEXT, typed=typed, year=2026, **by
        )
    confirmed(visit, cast.leader, version.id)
    for answer in (
        visit(cast.clerk).get(f"/plans/{version.id}/duties/"),
        visit(cast.clerk).post(f"/plans/{version.id}/duties/"),
    ):
        assert answer.status_code == 409
        assert "DUT126" in answer.content.decode()


OFFICE_ONLY = ["/plans/new/", "/plans/{}/names/", "/plans/{}/duties/"]
READING = ["/plans/", "/plans/{}/"]


def test_who_may_see_and_who_may_do(campaign: Any, visit: Browser) -> None:
    version = bring_in(visit(campaign.cast.clerk))
    cast = campaign.cast
    for path in (*OFFICE_ONLY, *READING):
        path = path.format(version)
        assert visit(None).get(path)["Location"] == f"/login/?next={path}"
        assert visit(cast.worker).get(path).status_code == 403
    for path in OFFICE_ONLY:
        path = path.format(version)
        for user in (cast.leader, cast.liaison, cast.community):
            assert (visit(user).get(path).status_code, visit(user).post(path).status_code) == (403, 403)
    for path in READING:
        for user in (cast.leader, cast.liaison, cast.community):
            assert "/plans/new/" not in page(visit(user).get(path.format(version)))
    for path in ("/plans/{}/", "/plans/{}/names/", "/plans/{}/duties/"):
        assert visit(cast.stranger).get(path.format(version)).status_code == 404
        assert visit(cast.stranger).post(path.format(version)).status_code in (404, 200)
    assert "云杉区" not in page(visit(cast.stranger).get("/plans/"))


def test_the_list_finds_plans_by_their_words_literally(campaign: Any, visit: Browser) -> None:
    clerk = visit(campaign.cast.clerk)
    bring_in(clerk)
    assert "防骗宣传" in page(clerk.get("/plans/?words=电子显示屏"))
    assert "No row fits" in page(clerk.get("/plans/?words=%25%25"))
    assert "No row fits" in page(clerk.get("/plans/?words=电子_屏"))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
def test_a_cut_text_is_the_whole_text_and_every_mark_covers_just_its_stretch(ends: list[tuple[int, int]]) -> None:
    text = "".join(chr(0x4E00 + at) for at in range(30))
    found = [Mark(f"m{at}", "measures", Span(*sorted(pair))) for at, pair in enumerate(ends)]
    cut = list(pieces(text, found))
    assert "".join(piece.text for piece in cut) == text
    for mark in found:
        covered = "".join(piece.text for piece in cut if mark.label in piece.labels.split())
        assert covered == mark.span.of(text)


def chinese(text: str) -> str:
    return f"译 {text} 完"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_stored_problem_is_told_again_as_if_it_were_new(kind: Kind) -> None:
    class Named(dict[str, str]):
        def __missing__(self, name: str) -> str:
            return f"«{name} 12%»"

    problem = Problem(kind, "四(一)", Named(some="value"))
    told = retold(problem.as_dict(), chinese)
    assert told == problem.as_dict(chinese)


def test_a_stored_problem_of_a_kind_that_is_gone_stays_as_it_was() -> None:
    stored = {"code": "PLN000", "severity": "error", "place": "", "message": "m", "remedy": "r", "source": None}
    assert retold(stored, str.upper) == stored


def test_problems_of_a_real_reading_are_told_again() -> None:
    found = read("方案\n(一)上门。(责任单位:相关单位)", 2026).problems
    assert found
    assert [retold(one.as_dict(), chinese) for one in found] == [one.as_dict(chinese) for one in found]
