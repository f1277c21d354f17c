"""Every list as a feed: the rows, filters, order and scope of its page, for browsers and for programs with a key."""

from __future__ import annotations

import base64
import csv
import inspect
import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import URLPattern
from pytest_django import Settings

from support.cast import NOON, OFFICE
from support.facts import whole
from wuzha.registry import queries as registry
from wuzha.terms import Role
from wuzha.web import keys
from wuzha.web.feeds import FEEDS
from wuzha.web.keys import LISTS, NewKey
from wuzha.web.models import User
from wuzha.web.urls import urlpatterns

Browser = Callable[[User | None], Client]
PAGES = [one for one in urlpatterns if isinstance(one, URLPattern)]


def body(answer: Any) -> str:
    assert isinstance(answer, StreamingHttpResponse), answer.content
    return b"".join(answer).decode()  # type: ignore[arg-type]


def table(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(answer).removeprefix("\ufeff"))))


@pytest.fixture
def by_key(campaign: Any) -> Callable[..., HttpResponse]:
    """``by_key(user, path, **asked)``: a program with a fresh key of the user's."""
    count = iter(range(99))

    def get(user: User, path: str, **asked: Any) -> HttpResponse:
        token = f"wz_{next(count)}"
        with whole(user.district_id):
            keys.add(user, NewKey(token, **asked), token, OFFICE, NOON)
        return Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"}).get(path)

    return get


def test_every_page_that_is_a_list_has_a_feed() -> None:
    lists = {
        one.name
        for one in PAGES
        if ".respond(" in inspect.getsource(inspect.unwrap(one.callback)) and not str(one.name).endswith("_csv")
    }
    assert len(lists) > 15
    assert lists - set(FEEDS) == set()
    assert set(FEEDS) <= {one.name for one in PAGES}
    assert set(FEEDS.values()) | {"areas"} <= set(LISTS)


def test_every_feed_without_arguments_answers_whom_its_page_answers(campaign: Any, visit: Browser) -> None:
    wrong: dict[str, int] = {}
    for page in PAGES:
        if not str(page.name).endswith("_csv") or "<" in str(page.pattern):
            continue
        for user in (campaign.cast.clerk, campaign.cast.leader, campaign.cast.worker, campaign.cast.auditor):
            answer = visit(user).get(f"/{page.pattern}")
            served = Role(user.role) in vars(page.callback)["allowed_roles"]
            if answer.status_code != (200 if served else 403) or (served and not body(answer)):
                wrong[f"{user.role} {page.pattern}"] = answer.status_code
    assert wrong == {}


def test_a_feed_is_what_its_page_exports(campaign: Any, visit: Browser) -> None:
    clerk = visit(campaign.cast.clerk)
    asked = "?kind=visit&sort=place&rows=all"
    assert body(clerk.get(f"/ledger.csv{asked}")) == b"".join(clerk.get(f"/ledger/{asked}&export=csv")).decode()
    assert len(table(clerk.get(f"/ledger.csv{asked}"))) > len(table(clerk.get("/ledger.csv?kind=visit"))) > 1


def test_excel_gets_its_mark_and_programs_get_names_that_stay(campaign: Any, visit: Browser) -> None:
    clerk = visit(campaign.cast.clerk)
    assert body(clerk.get("/ledger.csv")).startswith("\ufeffWhen,")
    plain = body(clerk.get("/ledger.csv?bom=0&names=stable&kind=visit"))
    rows = list(csv.DictReader(io.StringIO(plain)))
    assert list(rows[0])[:4] == ["occurred_at", "kind", "place", "area"]
    assert {row["kind"] for row in rows} == {"visit"}
    assert rows[0]["occurred_at"].endswith("+08:00")
    assert {row["outcome"] for row in rows} >= {"met", "refused"}


def test_a_feed_keeps_to_the_scope_of_whoever_asks(campaign: Any, visit: Browser, by_key: Any) -> None:
    cast = campaign.cast
    path = "/registry/households.csv?names=stable&bom=0"
    everything = table(by_key(cast.clerk, path))
    theirs = table(by_key(cast.community, path))
    assert (len(everything), len(theirs)) == (1 + 7, 1 + 4)
    assert theirs == table(visit(cast.community).get(path))
    with whole(cast.district_id):
        area = next(one for one in registry.areas(cast.district_id) if one.name == "白桦社区")
    assert len(table(by_key(cast.clerk, path, area=area))) == 1 + 3
    assert len(table(by_key(cast.stranger, path))) == 1 + 1


def test_who_may_not_is_told_so_in_the_way_of_programs(campaign: Any, by_key: Any) -> None:
    cast = campaign.cast

    def told(answer: HttpResponse) -> tuple[int, str]:
        assert answer["Content-Type"] == "application/problem+json"
        return answer.status_code, answer.json()["code"]  # type: ignore[attr-defined]

    assert told(by_key(cast.clerk, "/ledger.csv", reach=["duties", "record"])) == (403, "WEB313")
    assert told(by_key(cast.worker, "/settings.csv")) == (403, "WEB302")
    assert told(by_key(cast.auditor, "/ledger.csv")) == (403, "WEB302")
    nobody = Client(headers={"Authorization": "Bearer wz_nobody"}).get("/ledger.csv")
    assert told(nobody) == (401, "WEB301")
    assert nobody["WWW-Authenticate"].startswith("basic ")
    assert told(by_key(cast.clerk, "/registry/imports/99999.csv"))[0] == 404


def test_a_key_of_one_area_reads_nothing_that_lies_on_no_ground(campaign: Any, by_key: Any) -> None:
    cast = campaign.cast
    with whole(cast.district_id):
        area = next(one for one in registry.areas(cast.district_id) if one.name == "桦林社区")
    paths = {"people": "/registry/people.csv", "accounts": "/settings.csv", "households": "/registry/households.csv"}
    answers = {name: by_key(cast.clerk, path, area=area).status_code for name, path in paths.items()}
    assert answers == {"people": 403, "accounts": 403, "households": 200}


def test_excel_sends_the_key_as_a_password(campaign: Any) -> None:
    cast = campaign.cast
    with whole(cast.district_id):
        keys.add(cast.worker, NewKey("x"), "wz_excel", OFFICE, NOON)

    def get(said: str) -> int:
        basic = base64.b64encode(said.encode()).decode()
        return Client(headers={"Authorization": f"Basic {basic}"}).get("/registry/units.csv").status_code

    assert get("随便:wz_excel") == 403, "the page is not for workers"
    assert Client(headers={"Authorization": "Basic !"}).get("/ledger.csv").status_code == 401
    basic = base64.b64encode(b":wz_excel").decode()
    assert Client(headers={"Authorization": f"Basic {basic}"}).get("/ledger.csv").status_code == 200


def test_a_browser_without_a_session_is_asked_to_log_in(campaign: Any) -> None:
    answer = Client(headers={"Accept": "text/html,*/*"}).get("/ledger.csv?kind=visit")
    assert answer["Location"] == "/login/?next=/ledger.csv%3Fkind%3Dvisit"


def test_a_feed_changes_nothing(campaign: Any, visit: Browser) -> None:
    assert visit(campaign.cast.clerk).post("/registry/import.csv", {"do": "x"}).status_code == 405


def test_who_asks_too_often_is_asked_to_wait(campaign: Any, settings: Settings) -> None:
    cast = campaign.cast
    settings.API_KEY_RATE = 2
    with whole(cast.district_id):
        keys.add(cast.clerk, NewKey("x"), "wz_often", OFFICE, NOON)
    client = Client(headers={"Authorization": "Bearer wz_often", "Accept-Language": "en"})
    assert [client.get("/ledger.csv?kind=meeting").status_code, client.get("/api/v1/units").status_code] == [200, 200]
    for path in ("/api/v1/units", "/ledger.csv"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (429, "WEB314")
        assert answer["Content-Type"] == "application/problem+json"
        assert 0 < int(answer["Retry-After"]) <= 30


def test_an_address_that_calls_too_often_is_asked_to_wait_whatever_its_keys(campaign: Any, settings: Settings) -> None:
    settings.API_ADDRESS_RATE = 2
    found = [Client(REMOTE_ADDR="192.0.2.7").get("/api/v1/units").status_code for _ in range(3)]
    assert found == [401, 401, 429]
    assert Client(REMOTE_ADDR="192.0.2.8").get("/api/v1/units").status_code == 401


def test_rows_leave_as_they_are_read(campaign: Any, visit: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wuzha.web.lists.EXPORT_BATCH", 2)
    answer = visit(campaign.cast.clerk).get("/registry/households.csv")
    assert isinstance(answer, StreamingHttpResponse)
    lines = iter(answer)
    assert next(lines).startswith(b"\xef\xbb\xbf")  # type: ignore[arg-type]
    assert len(list(lines)) == 7


def test_what_somebody_typed_is_never_computed(campaign: Any, visit: Browser) -> None:
    user = campaign.cast.clerk
    User.objects.filter(id=user.id).update(name="\uff1dcmd")
    told: Mapping[str, Any] = dict(row[1::-1] for row in table(visit(user).get("/settings.csv?role=clerk"))[1:])
    assert told == {"clerk": "'\uff1dcmd"}
