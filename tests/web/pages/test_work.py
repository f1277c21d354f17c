"""Recording work: from a duty to its record, each once, mistakes kept and put right, each within their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import uuid_utils.compat
from django.http import HttpResponse
from django.test import Client

from support.standing import facts
from wuzha.database import scoped
from wuzha.terms import DutyState, FactKind, Outcome
from wuzha.web import clock
from wuzha.web.models import User
from wuzha.work.core.kinds import KINDS

Browser = Callable[[User | None], Client]
FIELDWORK = ["/work/", "/work/doors/", "/work/record/placement/places/", "/work/record/event/"]
MINE = ["/duties/mine/", "/duties/mine/list/"]


def number(page: str) -> str:
    found = re.search(r'name="id" value="([0-9a-f-]{36})"', page)
    assert found
    return found[1]


def test_fieldwork_is_for_those_who_do_it(campaign: Any, visit: Browser) -> None:
    allowed = {"clerk": 200, "leader": 403, "liaison": 200, "community": 200, "worker": 200}
    for path in FIELDWORK:
        assert {who: visit(campaign.cast[who]).get(path).status_code for who in allowed} == allowed
        assert visit(None).get(path)["Location"].startswith("/login/")
    for path in MINE:
        found = {who: visit(campaign.cast[who]).get(path).status_code for who in allowed}
        assert found == allowed | {"clerk": 403}, "the office has the matrix"


def door_page(campaign: Any) -> str:
    return f"/work/doors/{campaign.cast.areas['锦绣苑']}/"


def tap(browser: Client, path: str, door: int, outcome: str, **more: str) -> HttpResponse:
    sent = {"id": str(uuid_utils.compat.uuid7()), "door": str(door), "outcome": outcome, "material": "手册 第3版"}
    return browser.post(path, sent | more)  # type: ignore[return-value]


def test_a_tap_records_the_visit_with_the_material_in_hand(campaign: Any, visit: Browser) -> None:
    first, second, *_rest = campaign.cast.doors["锦绣物业"]
    browser = visit(campaign.cast.worker)
    assert tap(browser, door_page(campaign), first, "met")["Location"].endswith(f"#door-{first}")
    tap(browser, door_page(campaign), second, "not_home")
    met, away = (facts(campaign, target_id=door)[-1] for door in (first, second))
    assert (met["outcome"], met["material"], met["source"], met["channel"]) == (
        "met",
        "手册 第3版",
        "form",
        "household_visit",
    )
    assert (away["outcome"], away["material"]) == ("not_home", ""), "nobody took anything"
    assert met["occurred_at"] == clock.now()


def test_a_tap_sent_twice_counts_once_and_another_outcome_under_its_number_is_refused(
    campaign: Any, visit: Browser
) -> None:
    door = campaign.cast.doors["锦绣物业"][0]
    before = len(facts(campaign, target_id=door))
    browser, same = visit(campaign.cast.worker), str(uuid_utils.compat.uuid7())
    tap(browser, door_page(campaign), door, "met", id=same)
    with clock.at(clock.now() + timedelta(seconds=3)):
        again = browser.post(
            door_page(campaign), {"id": same, "door": door, "outcome": "met", "material": "手册 第3版"}, follow=True
        )
        assert "Recorded: Met" in again.content.decode()
        other = browser.post(door_page(campaign), {"id": same, "door": door, "outcome": "refused"}, follow=True)
    assert "is-error" in other.content.decode()
    assert len(facts(campaign, target_id=door)) == before + 1


def test_a_tap_in_place_answers_with_the_door_alone(campaign: Any, visit: Browser) -> None:
    door = campaign.cast.doors["锦绣物业"][0]
    sent = {"id": str(uuid_utils.compat.uuid7()), "door": door, "outcome": "met", "material": "手册 第3版"}
    part = visit(campaign.cast.worker).post(door_page(campaign), sent, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith(f'<li id="door-{door}"')
    assert "Recorded: Met" in part
    assert "Correct today" in part
    assert number(part) != sent["id"], "the next visit gets a number of its own"


def test_the_page_of_a_building_offers_the_material_used_last(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.worker)
    assert 'value="防骗手册 第2版"' not in browser.get(door_page(campaign)).content.decode(), (
        "the office recorded those"
    )
    tap(browser, door_page(campaign), campaign.cast.doors["锦绣物业"][0], "met")
    again = visit(campaign.cast.worker).get(door_page(campaign)).content.decode()
    assert 'id="material" name="material" value="手册 第3版"' in again


def test_nobody_records_at_doors_of_others(campaign: Any, visit: Browser) -> None:
    theirs = campaign.cast.doors["明月物业"][0]
    elsewhere = f"/work/doors/{campaign.cast.areas['明月苑']}/"
    before = len(facts(campaign))
    assert tap(visit(campaign.cast.worker), elsewhere, theirs, "met").status_code in (302, 404)
    assert tap(visit(campaign.cast.leader), elsewhere, theirs, "met").status_code == 403
    assert tap(visit(campaign.cast.stranger), elsewhere, theirs, "met").status_code == 404
    assert "1号楼" not in visit(campaign.cast.worker).get(elsewhere).content.decode()
    assert len(facts(campaign)) == before


def duty_rows(campaign: Any, visit: Browser, query: str = "") -> str:
    return visit(campaign.cast["worker"]).get(f"/duties/mine/list/?{query}").content.decode()


def test_my_duties_count_what_their_rows_show(campaign: Any, visit: Browser) -> None:
    for who in ("worker", "community", "liaison"):
        browser = visit(campaign.cast[who])
        for side in ("does", "answers"):
            page = browser.get(f"/duties/mine/?span=all&side={side}").content.decode()
            linked = re.findall(r'<a href="(/duties/mine/list/[^"]+state=[^"]+)">([^<]+?) ([\d,]+)</a>', page)
            for href, word, count in linked:
                listed = browser.get(href.replace("&amp;", "&")).content.decode()
                assert f"Rows: {count}" in listed, (who, side, word)
                assert listed.count('data-label="State"') == min(int(count), 50)


def test_my_duties_are_narrowed_by_state_area_and_words(campaign: Any, visit: Browser) -> None:
    late = duty_rows(campaign, visit, "state=late")
    assert set(re.findall(r"wz-pill is-(\w+)", late)) <= {DutyState.LATE}
    assert duty_rows(campaign, visit, "words=201室").count('data-label="State"') == 1
    ground = campaign.cast.areas["锦绣苑"]
    assert duty_rows(campaign, visit, f"area={ground}").count('data-label="State"') == 4
    assert "明月苑" not in duty_rows(campaign, visit)
    ways = re.findall(r'<td class="([^"]*)" data-label="">', duty_rows(campaign, visit))
    assert ways
    assert not any("is-nothing" in classes for classes in ways), "a phone leaves out what says nothing"


def test_a_duty_leads_to_its_record_and_is_done_by_it(campaign: Any, visit: Browser) -> None:
    """A screen of the community: the form knows place and kind; afterwards the duty stands as done."""
    browser = visit(campaign.cast.community)
    april = {"due_first": "2026-04-01", "due_last": "2026-04-30", "words": "显示屏"}
    rows = browser.get("/duties/mine/list/", april).content.decode()
    way = re.search(r'class="wz-way" href="([^"]+)"', rows)
    assert way
    address = way[1].replace("&amp;", "&")
    form = browser.get(address).content.decode()
    assert "桦林社区大厅显示屏" in form
    assert "for 2026-04-01 to 2026-04-30" in form
    sent = {"id": number(form), "occurred_at": "2026-04-18T10:00", "content": "防骗短片", "evidence": "none"}
    done = browser.post(address, sent)
    assert done["Location"].startswith("/duties/mine/list/")
    after = browser.get(done["Location"]).content.decode()
    assert "is-done" in after.split("<tbody>")[1]
    assert len(facts(campaign, id=sent["id"], target_id=campaign.cast.screens["桦林社区居委会"])) == 1


def test_a_form_sent_twice_records_once(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.community)
    form = browser.get("/work/record/meeting/").content.decode()
    sent = {"id": number(form), "occurred_at": "2026-04-18T10:00", "content": "部署会", "evidence": "none"}
    for _ in range(2):
        assert browser.post("/work/record/meeting/", sent)["Location"] == "/work/"
    (row,) = facts(campaign, kind="meeting")
    assert (row["unit_id"], row["target_id"]) == (campaign.cast.units["桦林社区居委会"],) * 2


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("content", "", "required"),
        ("occurred_at", "2027-01-01T10:00", "has not come yet"),
        ("occurred_at", "tomorrow", "valid date"),
        ("evidence", "photo", "no reference to it was given"),
        ("note", "证号110101199003070732", "ID-card number"),
        ("audience", "-5", "greater than or equal to 0"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(
    campaign: Any, visit: Browser, field: str, value: str, said: str
) -> None:
    browser = visit(campaign.cast.community)
    sent = {
        "id": str(uuid_utils.compat.uuid7()),
        "occurred_at": "2026-04-18T10:00",
        "content": "部署会纪要",
        "person": "林晚舟",
        "evidence": "none",
        field: value,
    }
    page = browser.post("/work/record/meeting/", sent).content.decode()
    wrong = re.search(r'class="wz-error"[^>]*>(.*?)</li>', page, re.S)
    assert wrong
    assert said in wrong[1]
    assert "林晚舟" in page
    assert sent["id"] in page
    assert 'aria-invalid="true"' in page
    assert facts(campaign, kind="meeting") == []


def test_a_correction_takes_the_place_of_the_old_record(campaign: Any, visit: Browser) -> None:
    door = campaign.cast.doors["锦绣物业"][2]
    browser = visit(campaign.cast.worker)
    tap(browser, door_page(campaign), door, "refused")
    (old,) = facts(campaign, target_id=door, outcome="refused")
    page = browser.get(f"/ledger/{old['id']}/correct/").content.decode()
    assert re.search(r'value="refused"[^>]*checked', page)
    sent = {"id": number(page), "occurred_at": "2026-04-20T11:30", "outcome": "met", "material": "手册 第3版"}
    answer = browser.post(f"/ledger/{old['id']}/correct/", {**sent, "evidence": "none"})
    assert answer["Location"] == f"/ledger/{sent['id']}/"
    (new,) = facts(campaign, id=sent["id"])
    assert (new["supersedes"], new["outcome"]) == (old["id"], "met")
    assert facts(campaign, id=old["id"]) == []
    twice = browser.get(f"/ledger/{old['id']}/correct/")
    assert twice["Location"] == f"/ledger/{sent['id']}/", "only the newest can be corrected"


def test_only_the_unit_that_did_the_work_corrects_it(campaign: Any, visit: Browser) -> None:
    path = f"/ledger/{campaign.correction}/correct/"
    people = ("clerk", "leader", "liaison", "worker", "stranger")
    found = {who: visit(campaign.cast[who]).get(path).status_code for who in people}
    assert found == {"clerk": 200, "leader": 403, "liaison": 404, "worker": 404, "stranger": 404}


def test_a_record_made_in_error_is_withdrawn_with_a_reason(campaign: Any, visit: Browser) -> None:
    door = campaign.cast.doors["锦绣物业"][3]
    browser = visit(campaign.cast.worker)
    tap(browser, door_page(campaign), door, "met")
    wrong = facts(campaign, target_id=door, outcome="met")[-1]
    path = f"/ledger/{wrong['id']}/withdraw/"
    assert path in browser.get(f"/ledger/{wrong['id']}/").content.decode()
    sent = {"id": number(browser.get(path).content.decode()), "why": "other", "words": " "}
    assert browser.post(path, sent).status_code == 200, "no reason, no withdrawal"
    answer = browser.post(path, sent | {"why": "wrong target", "words": "是隔壁门"})
    assert answer["Location"] == f"/ledger/{sent['id']}/"
    assert facts(campaign, id=wrong["id"]) == []
    (gone,) = facts(campaign, id=sent["id"])
    assert (gone["kind"], gone["supersedes"]) == ("withdrawal", wrong["id"])
    assert gone["note"].endswith("是隔壁门")
    listed = browser.get("/ledger/?words=是隔壁门").content.decode()
    assert sent["id"] not in listed, "what was withdrawn is shown on demand"
    assert sent["id"] in browser.get("/ledger/?words=是隔壁门&rows=all").content.decode()
    for id_, then in ((wrong["id"], "correct"), (wrong["id"], "withdraw"), (sent["id"], "correct")):
        assert browser.get(f"/ledger/{id_}/{then}/")["Location"] == f"/ledger/{sent['id']}/"


def test_only_the_unit_that_did_the_work_withdraws_it(campaign: Any, visit: Browser) -> None:
    path = f"/ledger/{campaign.correction}/withdraw/"
    people = ("clerk", "leader", "liaison", "worker", "stranger")
    found = {who: visit(campaign.cast[who]).get(path).status_code for who in people}
    assert found == {"clerk": 200, "leader": 403, "liaison": 404, "worker": 404, "stranger": 404}
    assert visit(None).get(path)["Location"].startswith("/login/")


def test_every_kind_of_work_has_a_form_that_records(campaign: Any, visit: Browser) -> None:
    """By the same table that spreadsheet and program follow."""
    cast = campaign.cast
    browser = visit(cast.clerk)
    screen = cast.screens["明月物业"]
    for kind, work in KINDS.items():
        if work.withdraws:
            assert browser.get(f"/work/record/{kind}/").status_code == 404, "it has a page of its own"
            continue
        target = "household" if kind is FactKind.VISIT else "place" if "place" in work.targets else "unit"
        named = {"household": cast.doors["明月物业"][2], "place": screen, "unit": cast.units["物业科"]}[target]
        address = f"/work/record/{kind}/?target={target}:{named}"
        page = browser.get(address).content.decode()
        sent = {"id": number(page), "occurred_at": "2026-04-19T09:00", "content": "内容", "evidence": "none"}
        sent |= (
            {"target_id": str(cast.units["物业科"])}
            if target == "unit"
            else {"unit_id": str(cast.units["区专项办公室"])}
        )
        sent |= {"outcome": Outcome.MET} if work.outcomes else {}
        answer = browser.post(address, sent)
        assert answer.status_code == 302, (kind, re.findall(r"wz-error.*?</li>", answer.content.decode(), re.S))
        assert len(facts(campaign, id=sent["id"], kind=kind, target_id=named)) == 1


def test_a_target_that_is_not_ones_own_has_no_form(campaign: Any, visit: Browser) -> None:
    theirs = campaign.cast.screens["明月物业"]
    assert visit(campaign.cast.worker).get(f"/work/record/placement/?target=place:{theirs}").status_code == 404
    assert visit(campaign.cast.clerk).get(f"/work/record/placement/?target=unit:{theirs}").status_code == 404
    assert visit(campaign.cast.clerk).get("/work/record/dancing/").status_code == 404
    with scoped(campaign.cast.worker.scope):
        assert (
            "明月苑门口显示屏" not in visit(campaign.cast.worker).get("/work/record/placement/places/").content.decode()
        )
