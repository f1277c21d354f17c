"""Words that an office adds: to which lists, how they are checked, and that every reading uses them."""

from __future__ import annotations

import pytest

from wuzha.plan.core import problems, read
from wuzha.plan.core.vocabulary import DEFAULT
from wuzha.plan.core.words import checked, from_office, known, lists, with_words
from wuzha.problems import Kind, WuzhaError
from wuzha.terms import Channel, PlaceClass

TEXT = "一、工作任务\n(一)在水上巴士循环播报提示。(主责科室:航运站)"


def code(error: WuzhaError) -> str:
    return error.problems[0].code


def test_a_file_adds_to_the_lists_of_the_reader() -> None:
    own = from_office(
        '[channels.transit]\nwords = ["水上巴士"]\n[places]\nvehicle = ["水上巴士", "出租车"]\n'
        '[labels]\nlead = ["主责科室"]\n'
    )
    before, after = read(TEXT, 2026).measures[0], read(TEXT, 2026, own).measures[0]
    assert (before.channels, before.targets, before.units) == ((), (), ())
    assert (after.channels, after.targets, after.units) == ((Channel.TRANSIT,), ("水上巴士",), ("航运站",))
    assert own.place_class("水上巴士") == PlaceClass.VEHICLE
    assert DEFAULT.place_class("水上巴士") is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("places = ", problems.NO_WORD_FILE),
        ("[places]\nbank = 3", problems.NO_WORD_FILE),
        ('[places]\nbank = ["好", 4]', problems.NO_WORD_FILE),
        ('[places]\nspaceport = ["发射场"]', problems.NO_SUCH_LIST),
        ('[channels.screen]\npatterns = ["(a+)+b"]', problems.NO_SUCH_LIST),
        ('[places]\nbank = ["行"]', problems.NO_WORD),
        ("a.b." * 5000 + 'c = ["x"]', problems.NO_WORD_FILE),
    ],
)
def test_a_file_that_is_something_else_is_refused(source: str, expected: Kind) -> None:
    with pytest.raises(WuzhaError) as caught:
        from_office(source)
    assert code(caught.value) == expected.code


def test_a_word_is_kept_without_blanks_and_only_where_it_is_new() -> None:
    assert checked("places.bank", " 邮储 网点 ") == "邮储网点"
    for path, word, expected in (
        ("places.bank", "银行", problems.WORD_KNOWN),
        ("places.bank", "银 行", problems.WORD_KNOWN),
        ("places.bank", "。。", problems.NO_WORD),
        ("places.bank", "行" * 25, problems.NO_WORD),
        ("places.nowhere", "邮储网点", problems.NO_SUCH_LIST),
    ):
        with pytest.raises(WuzhaError) as caught:
            checked(path, word)
        assert code(caught.value) == expected.code


def test_every_list_can_be_added_to_and_none_changes_the_readers_own() -> None:
    before = {path: known(path) for path in lists()}
    for path in lists():
        assert with_words(frozenset({(path, "前所未闻")})) is not DEFAULT
    assert {path: known(path) for path in lists()} == before
    assert with_words(frozenset()) is DEFAULT
