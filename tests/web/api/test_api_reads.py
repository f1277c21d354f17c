"""Reading through the API: pages by cursor, filters, coverage."""

from __future__ import annotations

import pytest

from support.cast import Cast
from support.facts import whole
from web.api.conftest import Call
from web.api.test_api_work import visit
from wuzha.oversight import actions as oversight


def walk(call: Call, cast: Cast, path: str, limit: int) -> list[str]:
    """Every id of a list, page after page."""
    ids: list[str] = []
    cursor = ""
    while True:
        page = call(cast.clerk, f"{path}?limit={limit}&cursor={cursor}").json()
        ids += [row["id"] for row in page["items"]]
        assert len(page["items"]) <= limit
        if page["next"] is None:
            return ids
        cursor = page["next"]


@pytest.mark.parametrize("limit", [1, 2, 7, 500])
def test_pages_give_every_row_once(cast: Cast, call: Call, limit: int) -> None:
    records = [visit(door) for doors in cast.doors.values() for door in doors]
    call(cast.clerk, "/work", {"records": records})
    assert walk(call, cast, "/ledger", limit) == sorted(record["id"] for record in records)
    assert walk(call, cast, "/households", limit) == sorted(door for doors in cast.doors.values() for door in doors)
    assert len(walk(call, cast, "/units", limit)) == len(cast.units)


def test_rows_that_come_in_between_neither_repeat_nor_hide_others(cast: Cast, call: Call) -> None:
    doors = cast.doors["锦绣物业"]
    call(cast.clerk, "/work", {"records": [visit(door) for door in doors]})
    first = call(cast.clerk, "/ledger?limit=3").json()
    later = visit(doors[0])
    call(cast.clerk, "/work", {"records": [later]})
    rest = call(cast.clerk, f"/ledger?limit=3&cursor={first['next']}").json()
    ids = [row["id"] for row in first["items"] + rest["items"]]
    assert len(set(ids)) == len(ids) == 5
    assert ids[-1] == later["id"]


@pytest.mark.parametrize(
    "cursor", ["x", "WzFd", "eyJhIjogMX0", "WyJ0b2RheSIsICJub3RoaW5nIl0", "WzEsIDJd", "WzkyMjMzNzIwMzY4NTQ3NzU4MDhd"]
)
def test_a_cursor_that_we_did_not_give_out_is_refused(cast: Cast, call: Call, cursor: str) -> None:
    answer = call(cast.clerk, f"/ledger?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (422, "WEB310")


def test_a_number_beyond_every_row_gives_an_empty_page(cast: Cast, call: Call) -> None:
    answer = call(cast.clerk, "/units?cursor=WzkyMjMzNzIwMzY4NTQ3NzU4MDhd")
    assert (answer.status_code, answer.json()) == (200, {"items": [], "next": None})


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "area=-1", "place_class=castle"])
def test_a_bad_parameter_is_named(cast: Cast, call: Call, query: str) -> None:
    answer = call(cast.clerk, f"/places?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "WEB305")
    assert answer.json()["problems"][0]["place"] == query.partition("=")[0]


def test_filters_narrow(cast: Cast, call: Call) -> None:
    def ids(path: str) -> list[int]:
        return [row["id"] for row in call(cast.clerk, path).json()["items"]]

    assert ids(f"/households?area={cast.areas['白桦社区']}") == cast.doors["明月物业"]
    assert ids(f"/households?unit={cast.units['锦绣物业']}") == cast.doors["锦绣物业"]
    assert ids("/places?place_class=bank") == []
    assert ids(f"/places?area={cast.areas['桦林社区']}&place_class=screen") == [cast.screens["桦林社区居委会"]]
    call(cast.clerk, "/work", {"records": [visit(cast.doors["锦绣物业"][0])]})
    assert len(ids("/ledger?kind=visit&since=2026-03-02T00:00:00")) == 1
    assert ids("/ledger?kind=meeting") == ids("/ledger?since=2026-03-03T00:00:00%2B08:00") == []


def test_coverage_adds_up_along_both_trees(cast: Cast, call: Call) -> None:
    told = visit(cast.doors["锦绣物业"][0], material="折页 第1版")
    assert call(cast.worker, "/work", {"records": [told]}).status_code == 200
    with whole(cast.district_id):
        oversight.recount(cast.district_id)
    street = call(cast.clerk, f"/coverage?node={cast.areas['松涛街道']}").json()
    assert {row["name"]: (row["registered"], row["told"]) for row in street["rows"]} == {
        "桦林社区": (4, 1),
        "白桦社区": (3, 0),
    }
    line = call(cast.clerk, f"/coverage?tree=unit&node={cast.units['物业科']}").json()
    assert {row["name"]: row["eligible"] for row in line["rows"]} == {"锦绣物业": 4, "明月物业": 3}
    assert street["total"] == line["total"]
    assert street["total"]["told_by_grade"] == {"A": 0, "B": 0, "C": 0, "D": 1}
    assert call(cast.worker, "/coverage").json()["total"]["registered"] == 4
