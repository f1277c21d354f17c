"""Who may call what, and who must see nothing: the role matrix of the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from ninja.operation import Operation

from support.cast import NOON, OFFICE, PASSWORD, Cast
from support.facts import whole
from web.api.conftest import Call
from web.api.test_api_work import visit
from wuzha.oversight import actions as oversight
from wuzha.problems import Problem, WuzhaError
from wuzha.registry import queries as registry
from wuzha.terms import Role
from wuzha.web import accounts, clock, keys
from wuzha.web.access import EVERYBODY
from wuzha.web.api import api, work
from wuzha.web.api.problems import BATCH_SIZE
from wuzha.web.keys import NewKey
from wuzha.web.models import ApiKey

SNAPSHOT = Path(__file__).with_name("openapi.json")
READS = ("/areas", "/units", "/places", "/households", "/duties", "/ledger", "/coverage", "/work/kinds")
OPEN_TO_ALL = (
    *("list_work_kinds", "get_work", "list_areas", "list_units", "list_places"),
    *("list_households", "list_duties", "list_ledger", "get_coverage"),
)
MATRIX = {"record_work": {Role.CLERK, Role.LIAISON, Role.WORKER}, **{name: set(EVERYBODY) for name in OPEN_TO_ALL}}


def operations() -> Iterator[Operation]:
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            yield from (operation for operation in view.operations if operation.include_in_schema)


def test_every_operation_says_which_roles_it_serves() -> None:
    told = {operation.operation_id: set(operation.view_func.allowed_roles) for operation in operations()}
    assert told == MATRIX


@pytest.mark.parametrize("path", [*READS, "/work/01997a2c-0000-7000-8000-000000000000"])
def test_nobody_reads_without_a_valid_key(cast: Cast, call: Call, path: str) -> None:
    assert call(None, path).status_code == 401
    wrong = call(None, path, Authorization="Bearer wz_nobody")
    assert (wrong.status_code, wrong.json()["code"], wrong.headers["WWW-Authenticate"]) == (401, "WEB301", "Bearer")
    with whole(cast.district_id):
        keys.revoke(cast.clerk, "test", OFFICE, NOON)
        accounts.close(cast.worker, OFFICE, NOON)
    assert call(cast.clerk, path).status_code == 401, "a revoked key"
    assert call(cast.worker, path).status_code == 401, "a closed account"


def test_nobody_records_without_a_valid_key(cast: Cast, call: Call) -> None:
    batch = {"records": [visit(cast.doors["锦绣物业"][0])]}
    assert call(None, "/work", batch).status_code == 401
    with whole(cast.district_id):
        keys.revoke(cast.worker, "test", OFFICE, NOON)
    assert call(cast.worker, "/work", batch).status_code == 401
    assert call(cast.clerk, "/ledger").json()["items"] == []


def test_a_leader_reads_and_does_not_record(cast: Cast, call: Call) -> None:
    answer = call(cast.leader, "/work", {"records": [visit(cast.doors["锦绣物业"][0])]})
    assert (answer.status_code, answer.json()["code"]) == (403, "WEB302")
    assert [call(cast.leader, path).status_code for path in READS] == [200] * len(READS)


def seen(call: Call, user: Any, path: str) -> set[int]:
    return {row["id"] for row in call(user, path).json()["items"]}


def test_another_districts_clerk_sees_nothing(cast: Cast, call: Call) -> None:
    record = visit(cast.doors["锦绣物业"][0])
    call(cast.worker, "/work", {"records": [record]})
    assert call(cast.stranger, f"/work/{record['id']}").status_code == 404
    for path in ("/areas", "/units", "/places", "/households", "/duties", "/ledger"):
        assert seen(call, cast.stranger, path).isdisjoint(seen(call, cast.clerk, path)), path
    assert call(cast.stranger, "/ledger").json()["items"] == []
    top = cast.areas["云杉区"]
    assert call(cast.stranger, f"/coverage?node={top}").json()["rows"] == []


def test_a_worker_sees_what_the_firm_holds(cast: Cast, call: Call) -> None:
    theirs = visit(cast.doors["明月物业"][0])
    call(cast.clerk, "/work", {"records": [theirs]})
    assert seen(call, cast.worker, "/households") == set(cast.doors["锦绣物业"])
    assert seen(call, cast.worker, "/places") == set()
    assert seen(call, cast.worker, "/ledger") == set()
    assert call(cast.worker, f"/work/{theirs['id']}").status_code == 404


def test_a_community_sees_its_ground_whoever_holds_the_doors(cast: Cast, call: Call) -> None:
    assert seen(call, cast.community, "/households") == set(cast.doors["锦绣物业"])
    assert seen(call, cast.community, "/places") == {cast.screens["桦林社区居委会"]}
    assert cast.areas["明月苑"] not in seen(call, cast.community, "/areas")


def test_a_session_reads_and_needs_the_token_of_a_page_to_record(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/api/v1/work", {}, content_type="application/json").status_code == 401
    assert client.login(username=cast.worker.username, password=PASSWORD)
    assert client.get("/api/v1/households").status_code == 200
    batch = json.dumps({"records": [visit(cast.doors["锦绣物业"][0])]})
    refused = client.post("/api/v1/work", batch, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "WEB304")
    client.get("/login/")
    client.cookies["csrftoken"] = token = "a" * 32
    taken = client.post("/api/v1/work", batch, content_type="application/json", headers={"X-CSRFToken": token})
    assert taken.json()["records"][0]["status"] == "accepted"


def test_a_wrong_key_never_falls_back_to_the_session(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.clerk)
    assert client.get("/api/v1/units", headers={"Authorization": "Bearer wz_nobody"}).status_code == 401


@pytest.mark.parametrize(("path", "status", "code"), [("/nothing", 404, "WEB303"), ("/households", 405, "WEB309")])
def test_wrong_addresses_and_methods_are_coded_problems(
    cast: Cast, call: Call, path: str, status: int, code: str
) -> None:
    answer = call(cast.clerk, path, {})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_description_is_the_one_that_programs_were_written_against() -> None:
    """After a change that is meant: delete the snapshot and run this test once."""
    described = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    if not SNAPSHOT.exists():
        SNAPSHOT.write_text(json.dumps(described, indent=1, sort_keys=True) + "\n")
        pytest.fail("there was no snapshot; it is written now: look at it and commit it")
    assert described == json.loads(SNAPSHOT.read_text())


def test_the_description_is_served_without_a_key(client: Client) -> None:
    assert client.get("/api/v1/openapi.json").json()["openapi"].startswith("3.")


def test_what_a_session_is_refused_leaves_nothing_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    record_work = work.record_work

    def refused(*given: Any) -> None:
        record_work(*given)
        raise WuzhaError(Problem(BATCH_SIZE, values={"most": 1}))

    client = Client()
    client.force_login(cast.worker)
    sent = visit(cast.doors["锦绣物业"][0])
    with monkeypatch.context() as patched:
        patched.setattr(work, "record_work", refused)
        answer = client.post("/api/v1/work", {"records": [sent]}, content_type="application/json")
    assert answer.status_code == 422
    assert client.get(f"/api/v1/work/{sent['id']}").status_code == 404


def narrowed(cast: Cast, token: str, **asked: Any) -> Any:
    """A caller with a key of the clerk's that is narrower than the clerk."""
    with whole(cast.district_id):
        keys.add(cast.clerk, NewKey(token, **asked), token, OFFICE, NOON)

    def send(path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        if body is None:
            answer = Client().get(f"/api/v1{path}", headers=headers)
        else:
            answer = Client().post(f"/api/v1{path}", body, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    return send


def test_a_key_reaches_the_lists_that_it_was_made_for_and_no_other(cast: Cast) -> None:
    send = narrowed(cast, "wz_lists", reach=["units", "ledger"])
    batch = {"records": [visit(cast.doors["锦绣物业"][0])]}
    told = {path: send(path)[0] for path in READS}
    assert told == {path: 200 if path in ("/units", "/ledger", "/work/kinds") else 403 for path in READS}
    status, answer = send("/work", batch)
    assert (status, answer["code"]) == (403, "WEB313")
    assert send("/openapi.json")[0] == 200


def test_a_key_that_only_records_reads_nothing_and_one_that_only_reads_records_nothing(cast: Cast) -> None:
    batch = {"records": [visit(cast.doors["锦绣物业"][0])]}
    writer, reader = narrowed(cast, "wz_w", reach=["record"]), narrowed(cast, "wz_r", reach=["read"])
    assert [writer("/work", batch)[0], writer("/ledger")[0]] == [200, 403]
    assert [reader("/work", batch)[0], reader("/ledger")[0]] == [403, 200]


def test_a_key_of_one_area_sees_its_ground_and_records_nowhere_else(cast: Cast) -> None:
    with whole(cast.district_id):
        area = next(one for one in registry.areas(cast.district_id) if one.name == "桦林社区")
    send = narrowed(cast, "wz_area", area=area)
    assert {row["id"] for row in send("/households")[1]["items"]} == set(cast.doors["锦绣物业"])
    assert {row["id"] for row in send("/places")[1]["items"]} == {cast.screens["桦林社区居委会"]}
    refused = send("/work", {"records": [visit(cast.doors["明月物业"][0])]})[1]["records"][0]
    assert [one["code"] for one in refused["problems"]] == ["WRK110"]
    with whole(cast.district_id):
        oversight.recount(cast.district_id)
    assert send("/coverage")[1]["total"]["registered"] == 4


def test_a_key_ends_with_its_last_moment_and_tells_when_it_was_used(cast: Cast) -> None:
    send = narrowed(cast, "wz_day", expires_at=NOON + timedelta(days=1))
    assert ApiKey.objects.get(name="wz_day").last_used_at is None
    assert send("/units")[0] == 200
    assert ApiKey.objects.get(name="wz_day").last_used_at == NOON
    with clock.at(NOON + timedelta(seconds=30)):
        assert send("/units")[0] == 200
    assert ApiKey.objects.get(name="wz_day").last_used_at == NOON, "kept to the minute"
    with clock.at(NOON + timedelta(days=1)):
        assert send("/units")[0] == 401


def test_accounts_that_see_nothing_of_the_campaign_get_no_key(cast: Cast) -> None:
    with whole(cast.district_id), pytest.raises(WuzhaError, match="WEB432"):
        keys.add(cast.security, NewKey("x"), "wz_x", OFFICE, NOON)
