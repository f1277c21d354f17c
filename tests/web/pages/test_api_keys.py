"""Keys for programs on pages: made and shown once, listed, ended; the office sees and ends everybody's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from support.cast import NOON, OFFICE, PASSWORD
from support.facts import whole
from wuzha.web import keys, policy
from wuzha.web.keys import NewKey
from wuzha.web.models import ApiKey, User

Browser = Callable[[User | None], Client]
NEW = "/account/keys/new/"


def asked(**changes: Any) -> dict[str, Any]:
    return {"name": "月度表格", "expires": "2026-12-31", "reading": "all", **changes}


def sure(visit: Browser, user: User) -> Client:
    """A browser in which somebody has just given the password once more."""
    client = visit(user)
    assert client.post(NEW, {"password": PASSWORD})["Location"] == NEW
    return client


def made(visit: Browser, user: User, **changes: Any) -> str:
    """The token of a key that somebody makes on the page."""
    page = sure(visit, user).post(NEW, asked(**changes))
    assert page["Cache-Control"] == "no-store"
    (token,) = set(re.findall(r"wz_[a-z0-9]{40}", page.content.decode()))
    return str(token)


def test_a_key_is_shown_once_and_opens_what_its_holder_sees(campaign: Any, visit: Browser) -> None:
    worker = campaign.cast.worker
    token = made(visit, worker)
    answer = Client().get("/api/v1/households", headers={"Authorization": f"Bearer {token}"})
    assert {row["id"] for row in answer.json()["items"]} == set(campaign.cast.doors["锦绣物业"])
    page = visit(worker).get("/account/keys/").content.decode()
    assert "月度表格" in page
    assert "reads everything" in page
    assert token not in page
    assert ApiKey.objects.get(name="月度表格").digest == keys.digest_of(token)


def test_an_open_browser_alone_makes_no_key(campaign: Any, visit: Browser) -> None:
    client = visit(campaign.cast.worker)
    assert "Present password" in client.get(NEW).content.decode()
    client.post(NEW, asked())
    client.post(NEW, asked(password="guessed"))
    client.post(NEW, asked())
    assert not ApiKey.objects.exists()


def test_lists_ground_and_recording_are_chosen(campaign: Any, visit: Browser) -> None:
    ground = str(campaign.cast.areas["桦林社区"])
    made(visit, campaign.cast.clerk, reading="some", lists=["ledger", "units"], area=ground, recording="on")
    key = ApiKey.objects.get(name="月度表格")
    assert (key.reach, str(key.area_id)) == (["ledger", "record", "units"], ground)
    assert "桦林社区" in visit(campaign.cast.clerk).get(f"/keys/{key.id}/").content.decode()
    assert b"recording" not in sure(visit, campaign.cast.leader).get(NEW).content


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"reading": "none"}, "lists", "open nothing"),
        ({"reading": "some"}, "lists", "open nothing"),
        ({"expires": "2026-04-19"}, "expires", "cannot be valid until then"),
        ({"expires": "2036-04-19"}, "expires", "cannot be valid until then"),
        ({"expires": "soon"}, "expires", "valid date"),
        ({"name": ""}, "name", "required"),
        ({"area": "999999"}, "area", "not one of the available"),
    ],
)
def test_what_cannot_be_made_is_said_beside_the_field(
    campaign: Any, visit: Browser, changes: dict[str, Any], field: str, said: str
) -> None:
    page = sure(visit, campaign.cast.clerk).post(NEW, asked(**changes))
    assert said in str(page.context["form"].errors[field])
    assert not ApiKey.objects.exists()


def test_the_same_name_twice_is_refused_and_sending_the_form_again_makes_no_second_key(
    campaign: Any, visit: Browser
) -> None:
    made(visit, campaign.cast.worker)
    again = sure(visit, campaign.cast.worker).post(NEW, asked())
    assert "WEB406" not in again.content.decode()
    assert "already" in str(again.context["form"].errors["name"])
    assert ApiKey.objects.count() == 1


def test_its_holder_ends_a_key_and_nobody_else_sees_it(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    token = made(visit, cast.worker)
    path = f"/keys/{ApiKey.objects.get().id}/"
    for other in (cast.liaison, cast.leader, cast.stranger, cast.auditor):
        assert visit(other).get(path).status_code == 404
        assert visit(other).post(f"{path}end/").status_code == 404
    assert visit(cast.worker).post(f"{path}end/")["Location"] == "/account/keys/"
    assert visit(cast.worker).post(f"{path}end/").status_code == 302
    assert Client().get("/api/v1/units", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert b"End the key" not in visit(cast.worker).get(path).content


def test_the_office_sees_and_ends_every_key_of_its_district(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    made(visit, cast.worker)
    with whole(cast.stranger.district_id):
        keys.add(cast.stranger, NewKey("别区的"), "wz_theirs", OFFICE, NOON)
    page = visit(cast.clerk).get("/settings/keys/").content.decode()
    assert cast.worker.name in page
    assert "别区的" not in page
    key = ApiKey.objects.get(user=cast.worker)
    assert visit(cast.clerk).post(f"/keys/{key.id}/end/")["Location"] == "/settings/keys/"
    ended = visit(cast.clerk).get("/settings/keys/?state=ended").content.decode()
    assert "月度表格" in ended
    assert "月度表格" not in visit(cast.clerk).get("/settings/keys/?state=valid").content.decode()
    assert visit(cast.clerk).get(f"/keys/{ApiKey.objects.get(name='别区的').id}/").status_code == 404


def test_where_administration_is_divided_the_clerk_looks_after_none_but_the_own_ones(
    campaign: Any, visit: Browser
) -> None:
    cast = campaign.cast
    made(visit, cast.worker)
    made(visit, cast.clerk)
    with whole(cast.district_id):
        policy.divide(cast.district_id, OFFICE, NOON, into_three=True)
    theirs, own = ApiKey.objects.get(user=cast.worker), ApiKey.objects.get(user=cast.clerk)
    assert visit(cast.clerk).get("/settings/keys/").status_code == 403
    assert visit(cast.clerk).get(f"/keys/{theirs.id}/").status_code == 404
    assert visit(cast.clerk).get(f"/keys/{own.id}/").status_code == 200
    assert visit(cast.security).post(f"/keys/{theirs.id}/end/").status_code == 302
    assert ApiKey.objects.get(id=theirs.id).revoked_at is not None
