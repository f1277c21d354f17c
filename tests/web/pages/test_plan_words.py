"""Words of the office: added on a page, used by every reading, taken away again, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from support.facts import whole
from web.pages.conftest import Campaign
from wuzha.duties.actions import prepare_typed
from wuzha.ledger.models import Audit
from wuzha.plan import queries
from wuzha.plan.core import as_dict, read
from wuzha.plan.models import Version
from wuzha.terms import Channel, PlaceClass
from wuzha.web.models import User
from wuzha.web.office import duty_settings

Browser = Callable[[User | None], Client]
PATH = "/settings/words/"
TEXT = "云杉区水上宣传工作方案\n一、主要任务\n（一）在水上巴士循环播报提示。（责任单位：物业科）\n"


def add(browser: Client, path: str, words: str) -> str:
    return browser.post(PATH, {"list": path, "words": words}, follow=True).content.decode()


def bring_in(browser: Client) -> Version:
    answer = browser.post("/plans/new/", {"text": TEXT, "year": "2026"})
    version = queries.version(int(re.findall(r"\d+", answer.headers["Location"])[0]))
    assert version is not None
    return version


def test_a_word_that_the_office_adds_is_used_by_every_reading(campaign: Campaign, visit: Browser) -> None:
    cast, browser = campaign.cast, visit(campaign.cast.clerk)
    with whole(cast.district_id):
        first = bring_in(browser)
        assert first.typed["measures"][0]["channels"] == []
        assert "水上巴士" in add(browser, "channels.transit.words", "水上巴士、轮渡码头")
        add(browser, "places.vehicle", "水上巴士")
        second = bring_in(browser)
        measure = second.typed["measures"][0]
        assert (second.number, measure["channels"], measure["targets"]) == (2, [Channel.TRANSIT], ["水上巴士"])
        # A correction is checked with the same words, and duties know the place by its class.
        browser.post(f"/plans/{second.id}/set/measures/1/", {"title": "播报", "text": measure["text"], "id": "一(一)"})
        newest = queries.newest(second.plan_id)
        assert newest is not None
        assert not [one for one in newest.typed["problems"] if one["code"] == "PLN609"]
        prepared = prepare_typed(cast.district_id, "plan-x", newest.typed, newest.text, duty_settings(2026))
        assert [stage.place_classes for stage in prepared.expansion.stages] == [(PlaceClass.VEHICLE,)]


def test_a_word_is_taken_away_and_both_are_on_record(campaign: Campaign, visit: Browser) -> None:
    cast, browser = campaign.cast, visit(campaign.cast.clerk)
    with whole(cast.district_id):
        add(browser, "places.bank", "邮储网点")
        row = queries.standing_words(cast.district_id)[0]
        assert browser.post(f"{PATH}{row.id}/drop/").status_code == 302
        assert browser.post(f"{PATH}{row.id}/drop/").status_code == 404
        assert queries.standing_words(cast.district_id) == []
        assert [(one.known, one.author) for one in queries.word_history(cast.district_id)] == [
            (False, cast.clerk.name),
            (True, cast.clerk.name),
        ]
        lines = Audit.objects.filter(action__startswith="plan.word").order_by("id")
        assert [line.action for line in lines] == ["plan.word_add", "plan.word_drop"]
        assert queries.vocabulary_of(cast.district_id).place_class("邮储网点小站") is None
        page = browser.get(PATH).content.decode()
        assert page.count("邮储网点") == 2
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute("SET LOCAL ROLE wuzha_web; UPDATE plan_word SET known = true")


@pytest.mark.parametrize(
    ("path", "words", "said"),
    [
        ("places.bank", "银行", "银行"),
        ("places.bank", "行", "行"),
        ("places.bank", "邮储网点、行", "行"),
        ("channels.screen.patterns", "屏.*", "channels.screen.patterns"),
        ("places.bank", "", ""),
    ],
)
def test_what_is_no_new_word_is_refused_whole(
    campaign: Campaign, visit: Browser, path: str, words: str, said: str
) -> None:
    page = add(visit(campaign.cast.clerk), path, words)
    assert "wz-error" in page
    assert said in page
    with whole(campaign.cast.district_id):
        assert queries.word_history(campaign.cast.district_id) == []


def test_the_same_word_twice_is_said_to_be_known(campaign: Campaign, visit: Browser) -> None:
    browser = visit(campaign.cast.clerk)
    add(browser, "places.bank", "邮储网点")
    assert "wz-error" in add(browser, "places.bank", "邮储网点")
    with whole(campaign.cast.district_id):
        assert len(queries.word_history(campaign.cast.district_id)) == 1


def test_only_the_office_adds_words_and_only_for_its_own_district(campaign: Campaign, visit: Browser) -> None:
    cast = campaign.cast
    for user in (cast.leader, cast.liaison, cast.worker):
        assert visit(user).get(PATH).status_code == 403
        assert visit(user).post(PATH, {"list": "places.bank", "words": "邮储网点"}).status_code == 403
    add(visit(cast.clerk), "channels.transit.words", "水上巴士")
    with whole(cast.district_id + 1):
        elsewhere = queries.vocabulary_of(cast.district_id + 1)
        assert as_dict(read(TEXT, 2026, elsewhere))["measures"][0]["channels"] == []
