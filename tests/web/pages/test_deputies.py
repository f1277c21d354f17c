"""Deputies in absence, areas seen for a time, and looking up without seeing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from support.facts import whole
from wuzha.database import scoped
from wuzha.ledger.models import Audit, Fact
from wuzha.oversight.queries import coverage_total
from wuzha.plan.queries import newest, plans
from wuzha.problems import WuzhaError
from wuzha.registry import queries as registry
from wuzha.web import clock, deputies, keys, notices
from wuzha.web.actor import Actor
from wuzha.web.keys import NewKey
from wuzha.web.models import Deputation, Needs, Policy, User
from wuzha.web.notices import Told

Browser = Callable[[User | None], Client]
OFFICE = Actor(0, "专班")
HATS = "/account/hats/"


def named(cast: Any, absent: User, deputy: User, days: int = 6, after: int = 0) -> Deputation:
    first = clock.today() + timedelta(days=after)
    with whole(cast.district_id):
        return deputies.name_deputy(absent, deputy, first, first + timedelta(days=days), OFFICE, clock.now())


def wearing(visit: Browser, user: User, key: str) -> Client:
    client = visit(user)
    assert client.post(f"{HATS}{key}/on/").status_code == 302
    return client


def visited(client: Client, door: int) -> int:
    sent = {
        "id": "01920000-0000-7000-8000-0000000000aa",
        "kind": "visit",
        "occurred_at": clock.now().isoformat(),
        "target_kind": "household",
        "target_id": door,
        "outcome": "met",
        "channel": "household_visit",
    }
    return client.post("/api/v1/work", {"records": [sent]}, content_type="application/json").status_code


def actions(district_id: int) -> list[str]:
    with whole(district_id):
        return list(Audit.objects.filter(district_id=district_id).order_by("id").values_list("action", flat=True))


def test_a_deputy_does_what_the_absent_may_with_both_names_and_no_longer_than_said(
    campaign: Any, visit: Browser
) -> None:
    cast, door = campaign.cast, campaign.cast.doors["锦绣物业"][0]
    one = named(cast, cast.worker, cast.liaison)
    client = wearing(visit, cast.liaison, f"deputy-{one.id}")
    page = client.get("/work/").content.decode()
    assert "recorded with both names" in page
    assert visited(client, door) in (200, 201, 207)
    with whole(cast.district_id):
        record = Fact.objects.get(id="01920000-0000-7000-8000-0000000000aa")
    assert record.actor_id == cast.liaison.id
    assert record.actor_name == f"{cast.liaison.name}（代{cast.worker.name}）"
    assert record.unit_id == cast.units["锦绣物业"]
    with clock.at(clock.now() + timedelta(days=7)):
        later = client.get("/duties/").content.decode()
        assert "recorded with both names" not in later
        assert client.post(f"{HATS}deputy-{one.id}/on/").status_code == 404
    assert {"deputy.name", "hat.on"} <= set(actions(cast.district_id))


def test_a_deputy_of_the_clerk_keeps_no_accounts_and_passes_nothing_on(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    one = named(cast, cast.clerk, cast.liaison)
    client = wearing(visit, cast.liaison, f"deputy-{one.id}")
    assert client.get("/registry/import/").status_code == 200
    for path in ("/settings/accounts/new/", f"/settings/accounts/{cast.worker.id}/standing/"):
        assert client.get(path).status_code == 403
    with whole(cast.district_id):
        key = keys.add(cast.worker, NewKey("月度表格"), "wz_theirs", OFFICE, clock.now())
    assert client.get(f"/keys/{key.id}/").status_code == 404
    assert client.post(f"/keys/{key.id}/end/").status_code == 404
    named(cast, cast.liaison, cast.worker)
    assert f"deputy-{one.id}" not in visit(cast.worker).get(HATS).content.decode()
    assert visit(cast.worker).post(f"{HATS}deputy-{one.id}/on/").status_code == 404
    assert visit(cast.stranger).post(f"{HATS}deputy-{one.id}/on/").status_code == 404


def test_a_deputy_of_an_administrator_needs_the_second_factor_that_he_needs(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    one = named(cast, cast.clerk, cast.liaison)
    with whole(cast.district_id):
        Policy.objects.create(district_id=cast.district_id, second_factor=Needs.ADMINISTRATORS)
    client = wearing(visit, cast.liaison, f"deputy-{one.id}")
    assert client.get("/registry/import/")["Location"] == "/account/second-factor/"
    client.post(f"{HATS}off/")
    assert client.get("/registry/households/").status_code == 200


@pytest.mark.parametrize("role", ["admin", "security", "auditor"])
def test_the_three_neither_have_nor_are_deputies(campaign: Any, role: str) -> None:
    cast = campaign.cast
    for absent, deputy in ((cast[role], cast.leader), (cast.leader, cast[role])):
        with pytest.raises(WuzhaError, match="WEB441"):
            named(cast, absent, deputy)
    with pytest.raises(WuzhaError, match="WEB441"):
        named(cast, cast.clerk, cast.stranger)


def test_one_deputy_at_a_time_for_days_that_fit(campaign: Any) -> None:
    cast = campaign.cast
    first = named(cast, cast.liaison, cast.worker)
    with pytest.raises(WuzhaError, match="WEB443"):
        named(cast, cast.liaison, cast.community, after=3)
    for days, after in ((5, -1), (-1, 2), (deputies.LONGEST, 8)):
        with pytest.raises(WuzhaError, match="WEB442"):
            named(cast, cast.liaison, cast.community, days, after)
    with whole(cast.district_id):
        deputies.end_deputy(first, OFFICE, clock.now())
    named(cast, cast.liaison, cast.community)


def test_the_deputy_of_the_author_is_no_second_person(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    named(cast, cast.clerk, cast.leader)
    with whole(cast.district_id):
        version = newest(plans(cast.district_id)[0].id)
        assert version
        assert version.created_by == cast.clerk.id
    for client in (visit(cast.leader), wearing(visit, cast.leader, f"deputy-{Deputation.objects.get().id}")):
        said = client.post(f"/plans/{version.id}/confirm/", follow=True)
        assert "You stand in for whoever did this" in said.content.decode()
    with whole(cast.district_id):
        version.refresh_from_db()
    assert version.confirmed_at is None


def test_reminders_go_to_both_while_it_lasts(campaign: Any) -> None:
    cast = campaign.cast
    named(cast, cast.liaison, cast.worker)
    with whole(cast.district_id):
        told = [notices.tell([cast.liaison], Told(f"one {n}", "asked", {}, ""), day) for n, day in enumerate(days())]
    assert told == [2, 1]


def days() -> list[Any]:
    return [clock.now(), clock.now() + timedelta(days=30)]


def test_one_names_a_deputy_of_ones_unit_and_the_office_anybody(campaign: Any, visit: Browser) -> None:
    cast, today = campaign.cast, clock.today().isoformat()
    asked = {"deputy": cast.liaison.id, "first": today, "last": today}
    page = visit(cast.worker).post(HATS, asked).content.decode()
    assert "Nobody else of your unit" in page
    assert not Deputation.objects.exists()
    office = visit(cast.clerk).post(f"/settings/accounts/{cast.worker.id}/standing/", {"do": "deputy", **asked})
    assert office.status_code == 302
    assert visit(cast.liaison).post(f"/settings/accounts/{cast.worker.id}/standing/", asked).status_code == 403
    (one,) = Deputation.objects.all()
    assert (one.absent_id, one.deputy_id) == (cast.worker.id, cast.liaison.id)
    assert visit(cast.community).post(f"/account/deputies/{one.id}/end/").status_code == 404
    visit(cast.worker).post(f"/account/deputies/{one.id}/end/")
    one.refresh_from_db()
    assert one.ended_at is not None


def test_another_area_is_seen_until_its_last_day_and_entered_never(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    last = (clock.today() + timedelta(days=3)).isoformat()
    given = {"do": "sight", "area": cast.areas["白桦社区"], "until": last, "reason": "协助白桦社区核查"}
    path = f"/settings/accounts/{cast.community.id}/standing/"
    assert visit(cast.clerk).post(path, given).status_code == 302
    plain = visit(cast.community).get("/registry/households/").content.decode().partition("<tbody>")[2]
    assert "明月" not in plain
    (sight,) = deputies.sights_of(cast.community.id, clock.today())
    client = wearing(visit, cast.community, f"sight-{sight.id}")
    seen = client.get("/registry/households/").content.decode().partition("<tbody>")[2]
    assert "明月物业" in seen
    assert "锦绣物业" not in seen
    assert "13800" not in client.get("/registry/people/?words=明月").content.decode().partition("<tbody>")[2]
    with whole(cast.district_id):
        before = Fact.objects.filter(district_id=cast.district_id).count()
    for door in (cast.doors["明月物业"][1], cast.doors["锦绣物业"][1]):
        assert visited(client, door) == 207, "rejected"
    for page in ("/", "/work/", "/duties/", "/coverage/", "/reports/", f"/work/record/visit/?target=household:{door}"):
        assert client.get(page, follow=True).status_code in (200, 404)
    with whole(cast.district_id):
        assert Fact.objects.filter(district_id=cast.district_id).count() == before
    with clock.at(clock.now() + timedelta(days=4)):
        assert "明月" not in client.get("/registry/households/").content.decode().partition("<tbody>")[2]
    assert "sight.give" in actions(cast.district_id)
    reason = {**given, "reason": " "}
    assert visit(cast.clerk).post(path, reason).status_code == 200
    with whole(cast.district_id):
        area = registry.area(cast.district_id, cast.areas["白桦社区"])
        assert area
        with pytest.raises(WuzhaError, match="WEB444"):
            deputies.give_sight(cast.leader, area, clock.today(), "看", OFFICE, clock.now())


def test_looking_up_tells_that_it_is_there_and_nothing_else(campaign: Any, visit: Browser) -> None:
    cast = campaign.cast
    worker = visit(cast.worker)
    with scoped(cast.worker.scope):
        before = coverage_total(cast.district_id)
    found = worker.get("/registry/lookup/?words=明月苑 1-101").content.decode()
    assert "1号楼101室" in found
    assert "明月物业" in found
    with whole(cast.district_id):
        line = Audit.objects.get(district_id=cast.district_id, action="registry.lookup")
    assert line.kind == "read"
    assert line.detail["keys"] == [cast.doors["明月物业"][0]]
    assert worker.get("/registry/lookup/?words=锦绣苑 1号楼101").status_code == 200
    with whole(cast.district_id):
        assert Audit.objects.filter(action="registry.lookup").count() == 1, "one's own doors are no look-up"
    ground_alone = worker.get("/registry/lookup/?words=明月苑").content.decode()
    assert "号楼" not in ground_alone, "a ground alone lists no doors"
    assert "明月物业" in worker.get("/registry/lookup/?words=明月物").content.decode()
    assert "Not in the register" in worker.get("/registry/lookup/?words=明月苑 9号楼909").content.decode()
    assert "明月苑门口显示屏" in worker.get("/registry/lookup/?words=门口显示").content.decode()
    assert "明月物业" not in visit(cast.stranger).get("/registry/lookup/?words=明月苑 1-101").content.decode()
    assert visit(cast.auditor).get("/registry/lookup/?words=明月物业").status_code == 403
    for path in ("/registry/lookup/", "/ledger/", "/coverage/households/", "/registry/contacts/"):
        assert worker.get(f"{path}?words=%00ab").status_code in (200, 404), path
    with scoped(cast.worker.scope):
        assert coverage_total(cast.district_id) == before


def test_what_stands_in_is_never_written_over_an_account() -> None:
    acting = User(id=1, name="代")
    acting.hat = "deputy-1"
    with pytest.raises(RuntimeError):
        acting.save()
