"""Recording work through the API: taken once, refused with reasons, never outside the caller's scope."""

from __future__ import annotations

from typing import Any

import pytest
import uuid_utils.compat
from django.db import OperationalError

from support.cast import Cast
from support.facts import whole
from web.api.conftest import Call
from wuzha.database import statement
from wuzha.web.api import work


def visit(door: int, **more: Any) -> dict[str, Any]:
    """A visit as a program sends it."""
    sent = {"id": str(uuid_utils.compat.uuid7()), "kind": "visit", "occurred_at": "2026-03-02T10:00:00+08:00"}
    return {**sent, "target_id": door, "outcome": "met", **more}


def told(answer: Any) -> list[tuple[str, list[str]]]:
    """Status and problem codes of each record of an answer."""
    return [(one["status"], [p["code"] for p in one.get("problems", [])]) for one in answer.json()["records"]]


def test_a_batch_is_recorded_and_sending_it_again_adds_nothing(cast: Cast, call: Call) -> None:
    batch = {"records": [visit(door) for door in cast.doors["锦绣物业"]]}
    first = call(cast.worker, "/work", batch)
    assert (first.status_code, told(first)) == (200, [("accepted", [])] * 4)
    again = call(cast.worker, "/work", batch)
    assert (again.status_code, told(again)) == (200, [("known", [])] * 4)
    rows = call(cast.worker, "/ledger").json()["items"]
    assert sorted(row["id"] for row in rows) == sorted(record["id"] for record in batch["records"])
    assert {row["person"] for row in rows} == {cast.worker.name}


def test_one_bad_record_does_not_hold_up_the_others(cast: Cast, call: Call) -> None:
    door = cast.doors["锦绣物业"][0]
    taken = visit(door)
    call(cast.worker, "/work", {"records": [taken]})
    answer = call(
        cast.worker,
        "/work",
        {"records": [visit(door, outcome="asleep"), visit(door), {**taken, "outcome": "refused"}, "nonsense"]},
    )
    assert answer.status_code == 207
    expected = [("rejected", ["WRK103"]), ("accepted", []), ("rejected", ["LED101"]), ("rejected", ["WRK114"])]
    assert told(answer) == expected
    problem = answer.json()["records"][0]["problems"][0]
    assert problem["place"] == "outcome"
    assert "met, material_left" in problem["remedy"]


def test_reasons_come_in_the_language_of_the_request(cast: Cast, call: Call) -> None:
    bad = {"records": [visit(1, outcome="")]}
    english = call(cast.worker, "/work", bad).json()["records"][0]["problems"][0]["message"]
    chinese = call(cast.worker, "/work", bad, **{"Accept-Language": "zh-CN"}).json()["records"][0]["problems"][0]
    assert english == "“outcome” is missing."
    assert "outcome" in chinese["message"]
    assert chinese["message"] != english


def test_work_outside_the_scope_is_refused(cast: Cast, call: Call) -> None:
    theirs = cast.doors["明月物业"][0]
    answer = call(cast.worker, "/work", {"records": [visit(theirs)]})
    assert told(answer) == [("rejected", ["WRK110"])]
    other_unit = visit(cast.doors["锦绣物业"][0], unit_id=cast.units["明月物业"])
    assert told(call(cast.worker, "/work", {"records": [other_unit]})) == [("rejected", ["WRK111"])]
    assert told(call(cast.community, "/work", {"records": [visit(theirs)]})) == [("rejected", ["WRK110"])]
    own_ground = visit(cast.doors["锦绣物业"][0])
    assert told(call(cast.community, "/work", {"records": [own_ground]})) == [("accepted", [])]


def test_a_number_taken_by_a_stranger_tells_nothing_of_the_strangers_record(cast: Cast, call: Call) -> None:
    mine = visit(cast.doors["锦绣物业"][0])
    call(cast.worker, "/work", {"records": [mine]})
    with whole(cast.stranger.district_id):
        door = statement("wuzha.web.api", "households").rows(
            district=cast.stranger.district_id, after=0, limit=1, unit=None, area=None
        )[0]["id"]
    answer = call(cast.stranger, "/work", {"records": [{**mine, "target_id": door}]})
    assert told(answer) == [("accepted", [])], "numbers are unique within a district"
    assert call(cast.stranger, f"/work/{mine['id']}").json()["target_id"] == door


def test_a_correction_stands_in_place_of_the_record(cast: Cast, call: Call) -> None:
    wrong = visit(cast.doors["锦绣物业"][0])
    call(cast.worker, "/work", {"records": [wrong]})
    right = visit(cast.doors["锦绣物业"][0], outcome="refused", supersedes=wrong["id"])
    call(cast.worker, "/work", {"records": [right]})
    assert call(cast.worker, f"/work/{wrong['id']}").json()["superseded_by"] == right["id"]
    assert call(cast.worker, f"/work/{right['id']}").json()["supersedes"] == wrong["id"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "WEB306"),
        ("[]", 422, "WEB307"),
        ('{"records": []}', 422, "WEB307"),
        ('{"records": [' + ",".join(["1"] * 501) + "]}", 422, "WEB307"),
        ('{"records": {}}', 422, "WEB307"),
    ],
)
def test_a_body_that_is_no_batch_is_a_coded_problem(cast: Cast, call: Call, body: str, status: int, code: str) -> None:
    answer = call(cast.worker, "/work", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_body_beyond_the_limit_is_refused(cast: Cast, call: Call, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = call(cast.worker, "/work", {"records": [visit(1)]})
    assert (answer.status_code, answer.json()["code"]) == (413, "WEB308")


def test_what_fails_half_way_leaves_nothing_behind(cast: Cast, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    record = work.record_work

    def fails(*given: Any) -> None:
        record(*given)
        raise RuntimeError("after the write")

    monkeypatch.setattr(work, "record_work", fails)
    sent = visit(cast.doors["锦绣物业"][0])
    answer = call(cast.worker, "/work", {"records": [sent]})
    assert (answer.status_code, answer.json()["code"]) == (500, "WEB312")
    assert call(cast.worker, f"/work/{sent['id']}").status_code == 404


def test_a_database_that_is_away_is_told_with_the_time_to_come_back(
    cast: Cast, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*given: Any) -> None:
        raise OperationalError("terminating connection")

    monkeypatch.setattr(work, "record_work", away)
    answer = call(cast.worker, "/work", {"records": [visit(1)]})
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "WEB311", "3")


def test_kinds_of_work_say_what_may_be_recorded(cast: Cast, call: Call) -> None:
    kinds = {kind["kind"]: kind for kind in call(cast.worker, "/work/kinds").json()}
    assert kinds["visit"]["outcomes"] == ["met", "material_left", "not_home", "vacant", "refused"]
    assert [detail["name"] for detail in kinds["screen_loop"]["details"]] == ["plays_per_hour"]
