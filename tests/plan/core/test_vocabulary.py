"""An office's own words are understood without touching the program."""

from __future__ import annotations

from importlib import resources

from wuzha.plan.core import read
from wuzha.plan.core.vocabulary import DEFAULT, from_toml
from wuzha.terms import Channel, PlaceClass

TEXT = "一、工作任务\n(一)物业科在水上巴士循环播报提示。"


def test_a_word_that_an_office_adds_is_a_channel_and_a_place() -> None:
    table = resources.files("wuzha.plan.core").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    extended = table.replace("vehicle = [", 'vehicle = ["水上巴士", ').replace(
        "[channels.transit]\nwords = [", '[channels.transit]\nwords = ["水上巴士", '
    )
    before, after = read(TEXT, 2026).measures[0], read(TEXT, 2026, from_toml(extended)).measures[0]
    assert (before.channels, before.targets) == ((), ())
    assert (after.channels, after.targets) == ((Channel.TRANSIT,), ("水上巴士",))


def test_targets_have_a_class_of_places_or_none() -> None:
    assert DEFAULT.place_class("网格工作群") == PlaceClass.CHAT_GROUP
    assert DEFAULT.place_class("住宅区大楼单元") == PlaceClass.STAIRWELL
    assert DEFAULT.place_class("居民群众") is None
    assert DEFAULT.place_class("不认识的地方") is None
