"""The self-check by example: each finding where it belongs, and silence where nothing is wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from wuzha.reports.core.claims import contradictions
from wuzha.reports.core.monthly_input import Ladder
from wuzha.reports.core.selfcheck import CheckRow, Finding, Setting, Standing, check
from wuzha.terms import FactKind, Grade

ZONE = dt.timezone(dt.timedelta(hours=8))


def at(day: int, hour: int = 10, minute: int = 0) -> dt.datetime:
    return dt.datetime(2031, 3, day, hour, minute, tzinfo=ZONE)


SETTING = Setting(now=at(24), campaign=dt.date(2031, 1, 1), due=dt.date(2031, 3, 25))


def row(number: int, kind: FactKind = FactKind.VISIT, when: dt.datetime | None = None, **more: object) -> CheckRow:
    occurred = when or at(3, 9 + number // 60, number % 60)
    made = CheckRow(
        id=str(number),
        kind=kind,
        occurred_at=occurred,
        recorded_at=occurred + dt.timedelta(hours=1),
        actor="甲",
        content="",
        material="折页",
        quantity=1,
        audience=0,
        grade=Grade.C,
        target=f"t{number}",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def codes(*rows: CheckRow, setting: Setting = SETTING, **stands: object) -> dict[str, int]:
    found = check(rows, setting, Standing(**stands))  # type: ignore[arg-type]
    return {one.code: one.count for one in found}


def test_an_ordinary_month_raises_nothing() -> None:
    assert codes(*(row(number) for number in range(40))) == {}
    assert codes() == {}


@pytest.mark.parametrize(
    ("stands", "code"),
    [
        ({"duties_late": 3}, "RPT201"),
        ({"duties_open": 3}, "RPT202"),
        ({"silent_places": 3}, "RPT203"),
        ({"vacant_posts": ("leader", "liaison", "deputy")}, "RPT204"),
        ({"duties_done_late": 3}, "RPT222"),
        ({"additions": 3}, "RPT224"),
    ],
)
def test_what_is_missing_or_late_is_counted(stands: dict[str, object], code: str) -> None:
    assert codes(**stands) == {code: 3}


def test_a_plan_that_was_not_filed_is_missing() -> None:
    assert codes(plan_missing=True) == {"RPT205": 1}


def test_only_the_future_holds_a_report_up() -> None:
    found = check([row(1, when=at(24, 11))], SETTING, Standing(duties_late=9, plan_missing=True))
    assert [one.code for one in found if one.blocks] == ["RPT210"]
    assert check([row(1, when=at(24, 10))], SETTING, Standing()) == []


def test_a_wrong_year_lies_before_the_campaign() -> None:
    assert codes(row(1, when=dt.datetime(2030, 3, 3, 9, tzinfo=ZONE))) == {"RPT211": 1}


def test_many_doors_in_a_minute_are_doubted_and_a_brisk_stairwell_is_not() -> None:
    crowd = [row(number, when=at(3, 19, 30).replace(second=number)) for number in range(5)]
    assert codes(*crowd) == {"RPT212": 5}
    assert codes(*crowd[:4]) == {}
    assert codes(*crowd[:3], *(replace(one, actor="乙", id=f"b{one.id}") for one in crowd[:3])) == {}


def test_the_same_text_in_all_of_one_kind() -> None:
    talks = [row(number, FactKind.EVENT, content="讲座") for number in range(5)]
    assert codes(*talks) == {"RPT213": 5}
    assert codes(*talks[:4], replace(talks[4], content="摆摊")) == {}
    assert codes(*talks[:4]) == {}


def test_a_slip_of_the_keyboard_is_out_of_line() -> None:
    talks = [row(n, FactKind.EVENT, content=f"讲座{n}", audience=40 + n) for n in range(5)]
    assert codes(*talks, row(9, FactKind.EVENT, content="讲座", audience=4000)) == {"RPT214": 1}
    assert codes(*talks, row(9, FactKind.EVENT, content="讲座", audience=300)) == {}


def test_nothing_but_words_is_said_of_a_whole_month_only() -> None:
    said = [row(number, grade=Grade.D) for number in range(5)]
    assert codes(*said) == {"RPT215": 5}
    assert codes(*said[:4], row(9)) == {}


def test_corrections_after_the_deadline() -> None:
    late = row(1, corrects=True, recorded_at=at(26))
    assert codes(late, setting=replace(SETTING, now=at(27))) == {"RPT216": 1, "RPT221": 1}
    assert codes(row(1, corrects=True)) == {}


def test_a_meeting_without_material_or_evidence() -> None:
    bare = row(1, FactKind.MEETING, content="部署", material="", grade=Grade.D)
    assert codes(bare) == {"RPT217": 1}
    assert codes(replace(bare, material="会议纪要")) == {}


def test_work_entered_long_after_it_was_done() -> None:
    assert codes(row(1, when=at(3, 9), recorded_at=at(11, 9))) == {"RPT221": 1}
    assert codes(row(1, when=at(3, 23), recorded_at=at(10, 1))) == {}


def test_a_report_that_is_due_already() -> None:
    after = replace(SETTING, now=at(26))
    assert codes(setting=after, report_missing=True) == {"RPT223": 1}
    assert codes(setting=after) == {}
    assert codes(report_missing=True) == {}


VISITS = [replace(row(number), target=f"t{number % 3}") for number in range(5)]
TALKS = [row(10 + n, FactKind.EVENT, content="讲座", audience=50) for n in range(2)]
LADDER = Ladder(100, 0, 0, visited=80, met=70, told=60, refreshed=0, refused=0)


def said(words: str) -> list[Finding]:
    return contradictions(words, [*VISITS, *TALKS], LADDER)


@pytest.mark.parametrize(
    "words",
    [
        "本月入户宣传5次，走访3户。",
        "累计入户80户，见面70户",
        "举办讲座2场，参加群众100人次。",
        "入户二百余户。",
        "上门走访200余户",
        "拜访了12家企业，发现3个问题。",
        "",
        "3月25日召开座谈",
    ],
)
def test_words_that_agree_with_the_ledger_or_speak_of_something_else(words: str) -> None:
    assert said(words) == []


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("本月入户120户。", "3、5、60、70、80"),
        ("走访 1,204 户", "3、5、60、70、80"),
        ("上门宣传１２０户", "3、5、60、70、80"),
        ("开展宣传活动6场", "2"),
        ("发送短信500条", "0"),
        ("受众900人次", "100"),
    ],
)
def test_words_that_contradict_the_ledger(words: str, known: str) -> None:
    (found,) = said(words)
    assert found.values["known"] == known
