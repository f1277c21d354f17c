"""Coverage: one set of figures down both trees, each leading to as many doors as it says, to each their own."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.facts import whole
from wuzha.database import scoped
from wuzha.oversight.actions import recount
from wuzha.oversight.queries import coverage_by_area, coverage_by_unit, coverage_total
from wuzha.terms import Grade, Interval, Outcome
from wuzha.web import clock
from wuzha.web.models import User
from wuzha.web.pages.households import RUNGS, HouseholdRows, count_of
from wuzha.web.recording import record_work, recorder_for
from wuzha.web.sources import Ask

Browser = Callable[[User | None], Client]
PEOPLE = ["clerk", "leader", "liaison", "community", "worker"]


def rows_of(user: User, rung: str, grade: str | None = None, **stretch: Interval) -> list[dict[str, Any]]:
    with scoped(user.scope):
        return list(HouseholdRows(user.scope, grade=grade, **stretch).fetch(Ask({"rung": rung}, "address", limit=99)))


@pytest.mark.parametrize("who", PEOPLE)
def test_each_figure_has_as_many_doors_behind_it(campaign: Any, who: str) -> None:
    user = campaign.cast[who]
    with scoped(user.scope):
        total = coverage_total(user.district_id)
    assert {rung: len(rows_of(user, rung)) for rung in RUNGS} == {rung: count_of(total, rung) for rung in RUNGS}
    assert {grade: len(rows_of(user, "told", grade)) for grade in Grade} == total.told_grades


def test_doors_stand_where_the_ladder_counts_them_whatever_was_recorded(campaign: Any) -> None:
    """The rows against the counted leaves, which their own oracle holds against the specification."""
    cast, now = campaign.cast, clock.now()
    doors = [door for held in cast.doors.values() for door in held]
    visits = st.lists(
        st.tuples(st.sampled_from(doors), st.sampled_from(list(Outcome)), st.integers(0, 90), st.booleans()), max_size=8
    )

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(visits)
    def hold(found: list[tuple[int, Outcome, int, bool]]) -> None:
        with whole(cast.district_id):
            sent = [
                {
                    "id": str(new_id()),
                    "kind": "visit",
                    "occurred_at": (now - timedelta(days=days, minutes=number)).isoformat(),
                    "target_kind": "household",
                    "target_id": door,
                    "outcome": outcome,
                    "material": "防骗手册 第2版" if told else "",
                }
                for number, (door, outcome, days, told) in enumerate(found)
            ]
            assert record_work(recorder_for(cast.clerk, "form"), sent, now).rejected == []
        recount(cast.district_id)
        with scoped(cast.clerk.scope):
            total = coverage_total(cast.district_id)
        counted = {rung: count_of(total, rung) for rung in RUNGS}
        assert {rung: len(rows_of(cast.clerk, rung)) for rung in RUNGS} == counted

    hold()


def new_id() -> object:
    import uuid_utils.compat

    return uuid_utils.compat.uuid7()


def test_the_parts_of_a_node_add_up_to_it_on_both_trees(campaign: Any) -> None:
    cast = campaign.cast
    with scoped(cast.clerk.scope):
        total = coverage_total(cast.district_id)
        by_unit = coverage_by_unit(cast.district_id, None)
        by_area = coverage_by_area(cast.district_id, cast.areas["云杉区"])
    for rows in (by_unit, by_area):
        for rung in RUNGS:
            assert sum(count_of(row, rung) for row in rows) == count_of(total, rung)


def links(page: str, column: str) -> dict[str, tuple[str, int]]:
    """Of each row the address behind a figure and the figure."""
    found = {}
    for row in page.split("<tbody>")[-1].split("<tr>")[1:]:
        name = re.search(r'data-label="(?:Area|Unit)"><a[^>]*>([^<]+)<', row)
        cell = re.search(rf'data-label="{column}">(?:<a href="([^"]+)">)?([\d,]+)<', row)
        if name and cell:
            found[name[1]] = ((cell[1] or "").replace("&amp;", "&"), int(cell[2].replace(",", "")))
    return found


def test_a_click_goes_down_the_tree_to_the_doors(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.clerk)
    page = browser.get("/coverage/").content.decode()
    assert links(page, "Visited")["松涛街道"][1] == 4
    for name in ("松涛街道", "桦林社区"):
        href = re.search(rf'<a href="(/coverage/\?by=area&amp;node=\d+)">{name}<', page)
        assert href
        page = browser.get(href[1].replace("&amp;", "&")).content.decode()
    address, figure = links(page, "Visited")["锦绣苑"]
    listed = browser.get(address).content.decode()
    assert f"Rows: {figure}" in listed
    assert listed.count('data-label="Stands at"') == figure == 3
    compound = re.search(r'<a href="([^"]+)">锦绣苑<', page)
    assert compound
    doors = browser.get(compound[1].replace("&amp;", "&"), follow=True).content.decode()
    assert doors.count('data-label="Stands at"') == 4, "an area without parts is its doors"


def test_the_export_is_what_is_shown_grades_on_demand(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.clerk)
    answer = browser.get("/coverage/?by=unit&grades=1&export=csv&sort=-told")
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))  # type: ignore[call-overload]
    page = browser.get("/coverage/?by=unit&grades=1&sort=-told").content.decode()
    shown = re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', page.split("wz-list")[1])
    assert lines[0] == [label.strip() for label in shown]
    assert [line[0] for line in lines[1:]] == list(links(page, "Told"))
    assert "Told, D" in lines[0]


def test_a_visit_just_recorded_shows_at_once(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    door = cast.doors["明月物业"][1]
    before = links(visit(cast.clerk).get("/coverage/").content.decode(), "Told")["松涛街道"][1]
    visit(cast.clerk).post(
        f"/work/doors/{cast.areas['明月苑']}/",
        {"id": str(new_id()), "door": door, "outcome": "met", "material": "防骗手册 第2版"},
    )
    after = links(visit(cast.clerk).get("/coverage/").content.decode(), "Told")["松涛街道"][1]
    assert after == before + 1


def test_to_each_their_own_doors(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    pages = {who: visit(cast[who]).get("/coverage/households/").content.decode() for who in (*PEOPLE, "stranger")}
    seen = {who: {firm for firm in ("锦绣苑", "明月苑") if firm in page} for who, page in pages.items()}
    both = {"锦绣苑", "明月苑"}
    assert seen == {
        "clerk": both,
        "leader": both,
        "liaison": both,
        "community": {"锦绣苑"},
        "worker": {"锦绣苑"},
        "stranger": set(),
    }


def test_a_node_that_is_not_there_or_not_ones_own_is_not_found(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    elsewhere = cast.areas["明月苑"]
    assert visit(cast.community).get(f"/coverage/?node={elsewhere}").status_code == 404
    assert visit(cast.stranger).get(f"/coverage/households/?area={elsewhere}").status_code == 404
    assert visit(cast.clerk).get("/coverage/?by=unit&node=999999").status_code == 404
    assert visit(None).get("/coverage/").status_code == 302
