"""The registry on pages: what is there, found by its words, and to each visitor only what is theirs."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from support.cast import NOON
from support.facts import whole
from wuzha.oversight.actions import turn
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.importing import Importer, import_roster
from wuzha.terms import Interval
from wuzha.web.models import User
from wuzha.web.pages.registry_frame import ground, intersection

Browser = Callable[[User | None], Client]
PAGES = [f"/registry/{name}" for name in ("", "units/", "people/", "households/", "places/")]


def page(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def rows(shown: str) -> str:
    """The rows of a page's list, without its filters."""
    return shown.partition("<tbody>")[2]


def test_visitors_log_in_workers_are_told_no_and_another_district_sees_nothing(campaign: Any, visit: Browser) -> None:
    for path in PAGES:
        assert visit(None).get(path)["Location"] == f"/login/?next={path}"
        assert visit(campaign.cast.worker).get(path).status_code == 403
        strange = page(visit(campaign.cast.stranger).get(path))
        assert not re.search("锦绣|明月|桦林|林晚舟|物业科", strange)
    assert visit(campaign.cast.stranger).get(f"/registry/?area={campaign.cast.areas['桦林社区']}").status_code == 404


def test_only_the_office_is_led_to_importing(campaign: Any, visit: Browser) -> None:
    for path in PAGES:
        assert "/registry/import/" in page(visit(campaign.cast.clerk).get(path))
        for user in (campaign.cast.leader, campaign.cast.liaison):
            assert "/registry/import/" not in page(visit(user).get(path))


def test_areas_are_walked_down_with_their_counts(campaign: Any, visit: Browser) -> None:
    clerk, areas = visit(campaign.cast.clerk), campaign.cast.areas
    top = rows(page(clerk.get("/registry/")))
    assert "松涛街道" in top
    assert re.search(rf'households/\?area={areas["松涛街道"]}">7<', top)
    street = page(clerk.get(f"/registry/?area={areas['松涛街道']}"))
    assert "桦林社区" in rows(street)
    assert re.search(r"wz-path.*云杉区.*<b>松涛街道</b>", street, re.DOTALL)
    assert [int(one) for one in re.findall(r'households/\?area=\d+">(\d+)<', rows(street))] == [4, 3]
    doors = rows(page(clerk.get(f"/registry/households/?area={areas['桦林社区']}")))
    assert doors.count("<tr>") == 4, "the figure leads to just these rows"


def test_a_community_sees_the_doors_on_its_own_ground(campaign: Any, visit: Browser) -> None:
    community = page(visit(campaign.cast.community).get("/registry/households/"))
    assert "锦绣苑" in rows(community)
    assert "明月苑" not in rows(community)


def test_units_without_leader_or_liaison_officer_are_found(campaign: Any, visit: Browser) -> None:
    clerk = visit(campaign.cast.clerk)
    everyone = page(clerk.get("/registry/units/"))
    assert re.search(r"Without a leader.*?>5 <small>/ 6", everyone, re.DOTALL)
    assert re.search(r"Without a liaison.*?>4 <small>/ 6", everyone, re.DOTALL)
    lacking = rows(page(clerk.get("/registry/units/?gap=liaison")))
    assert ("松涛街道办" in lacking, "锦绣物业</th>" in lacking) == (True, False)
    assert "林晚舟" in rows(page(clerk.get("/registry/units/?words=物管科"))), "found by another name"


def test_nobody_is_said_to_be_missing_where_the_visitor_may_not_look(campaign: Any, visit: Browser) -> None:
    shown = page(visit(campaign.cast.community).get("/registry/units/"))
    assert re.search(r"Without a leader.*?>1 <small>/ 1", shown, re.DOTALL)
    assert "林晚舟" not in shown.partition("物业科")[2].partition("</tr>")[0], "people of other units are not shown"
    assert rows(page(visit(campaign.cast.community).get("/registry/units/?gap=any"))).count("<tr>") == 1


def test_people_are_those_of_the_own_unit_and_those_who_left_are_asked_for(campaign: Any, visit: Browser) -> None:
    liaison = rows(page(visit(campaign.cast.liaison).get("/registry/people/")))
    assert ("陈平" in liaison, "赵青山" in liaison) == (True, False)
    clerk = visit(campaign.cast.clerk)
    assert "何离任" not in rows(page(clerk.get("/registry/people/")))
    assert "何离任" in rows(page(clerk.get("/registry/people/?state=ended")))
    assert rows(page(clerk.get("/registry/people/?words=13800000003"))).count("<tr>") == 1


@pytest.mark.parametrize(
    ("words", "count"),
    [("101", 2), ("锦绣苑 101", 1), ("松涛街道 明月苑", 3), ("锦绣苑 明月苑", 0), ("1_1", 0), ("%", 0), ("号楼 2", 4)],
)
def test_households_are_found_by_ground_and_door(campaign: Any, visit: Browser, words: str, count: int) -> None:
    shown = page(visit(campaign.cast.clerk).get("/registry/households/", {"words": words}))
    assert rows(shown).count("<tr>") == count


def test_households_page_by_page_are_all_of_them_once(campaign: Any, visit: Browser, monkeypatch: Any) -> None:
    monkeypatch.setattr("wuzha.web.lists.EXPORT_BATCH", 2)
    answer = visit(campaign.cast.clerk).get("/registry/households/?export=xlsx&sort=-area")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)  # type: ignore[attr-defined]
    found = [row[1] for row in sheet.to_python()[2:]]
    assert len(found) == 7
    assert len({(row[0], row[1]) for row in sheet.to_python()[2:]}) == 7


def test_places_are_narrowed_by_class_ground_and_holder(campaign: Any, visit: Browser) -> None:
    clerk, cast = visit(campaign.cast.clerk), campaign.cast
    assert rows(page(clerk.get("/registry/places/"))).count("<tr>") == 2
    assert rows(page(clerk.get("/registry/places/?place_class=bank"))).count("<tr>") == 0
    below = page(clerk.get(f"/registry/places/?unit={cast.units['物业科']}"))
    assert "明月苑门口显示屏" in rows(below), "a unit stands for itself and those below it"
    assert "桦林社区大厅显示屏" not in rows(below)
    assert rows(page(clerk.get(f"/registry/places/?area={cast.areas['明月苑']}&words=显示屏"))).count("<tr>") == 1


def test_a_word_that_names_ground_is_no_part_of_the_address(campaign: Any) -> None:
    with whole(campaign.cast.district_id):
        asked = ground(campaign.cast.district_id, QueryDict("words=锦绣苑+1号楼"))
    assert asked["patterns"] == ["%1号楼%"]
    assert asked["grounds"]


LEAVES = st.lists(st.integers(0, 3), max_size=3)


@given(st.lists(LEAVES, max_size=4), st.lists(LEAVES, max_size=4), LEAVES)
def test_what_lies_in_both_stretches_is_exactly_what_lies_in_each(
    some: list[list[int]], others: list[list[int]], point: list[int]
) -> None:
    def node(path: list[int]) -> Interval:
        found = Interval.root()
        for ordinal in path:
            found = found.child(ordinal)
        return found

    first, second, at = list(map(node, some)), list(map(node, others)), node(point).pos
    both = any(one.holds(at) for one in first) and any(one.holds(at) for one in second)
    assert any(one.holds(at) for one in intersection(first, second)) == both


GROUPS = """类别,名称,管理单位,所在区域,群类别,发布人,车牌,线路,停用日期
微信群,锦绣苑业主群,锦绣物业,锦绣苑,业主群,陈平,,,
微信群,物业科工作群,物业科,,工作群,,,,
公交车,12路一号车,物业科,,,,沪A12345,12路,2026-12-31
"""


def test_particulars_of_places_are_columns_filters_and_in_the_export(
    campaign: Any, visit: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "点位.csv"
    path.write_text(GROUPS, encoding="utf8")
    with whole(campaign.cast.district_id):
        import_roster(campaign.cast.district_id, RosterKind.PLACES, path, Importer(0, "测试"), NOON)
    turn(campaign.cast.district_id, NOON.date())
    clerk = visit(campaign.cast.clerk)
    groups = clerk.get("/registry/places/?place_class=chat_group&group_kind=village").content.decode()
    assert "陈平" in groups
    assert "物业科工作群" not in groups
    lacking = clerk.get("/registry/places/?lacks=publisher").content.decode().split("<tbody>")[1]
    assert "物业科工作群" in lacking
    assert "锦绣苑业主群" not in lacking
    assert "12路一号车" in clerk.get("/registry/places/?words=沪A12345").content.decode().split("<tbody>")[1]
    answer = clerk.get("/registry/places/?place_class=vehicle&export=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    row = dict(zip(lines[0].split(","), lines[1].split(","), strict=False))
    assert (row["Plate"], row["Route"], row["To"]) == ("沪A12345", "12路", "2026-12-31")
