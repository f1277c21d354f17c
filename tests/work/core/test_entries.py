from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import uuid_utils.compat
from hypothesis import given
from hypothesis import strategies as st

from support.bounded import BOUNDED
from wuzha.problems import Problem
from wuzha.terms import Channel, FactKind, Grade, Outcome, TargetKind
from wuzha.work.core.entries import Entry, validate
from wuzha.work.core.kinds import KINDS

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 5, 18, 0, tzinfo=ZONE)
ID = str(uuid_utils.compat.uuid7())
VISIT = {"id": ID, "kind": "visit", "occurred_at": "2026-03-05T09:30:00+08:00", "target_id": 7, "outcome": "met"}


def entry(machine: bool = False, **more: Any) -> Entry:
    found = validate({**VISIT, **more}, now=NOW, machine=machine)
    assert isinstance(found, Entry), found
    return found


def problems(**more: Any) -> list[tuple[str, str]]:
    found = validate({**VISIT, **more}, now=NOW)
    assert isinstance(found, list), found
    return [(problem.code, problem.place) for problem in found]


def other(kind: str, **more: Any) -> Entry | list[Problem]:
    sent = {name: value for name, value in VISIT.items() if name != "outcome"}
    return validate({**sent, "kind": kind, **more}, now=NOW)


def test_three_answers_make_a_visit() -> None:
    made = entry()
    assert (made.kind, made.target_kind, made.target_id) == (FactKind.VISIT, TargetKind.HOUSEHOLD, 7)
    assert (made.outcome, made.grade, made.quantity) == (Outcome.MET, Grade.D, 1)


def test_no_kind_of_work_asks_for_more_than_three_things_of_its_own() -> None:
    for work in KINDS.values():
        own = [bool(work.outcomes), work.needs_content, *(detail.required for detail in work.details)]
        assert sum(own) <= 3, work.kind
    assert set(KINDS) == set(FactKind)


def test_a_visit_has_five_outcomes() -> None:
    assert len(KINDS[FactKind.VISIT].outcomes) == 5
    assert problems(outcome="celebrated") == [("WRK103", "outcome")]
    assert problems(outcome="") == [("WRK101", "outcome")]


def test_everything_that_is_wrong_is_said_at_once_by_field() -> None:
    found = problems(id="x", target_id="many", outcome="", occurred_at="soon", colour="red", quantity=0)
    assert set(found) == {
        ("WRK102", "colour"),
        ("WRK108", "id"),
        ("WRK106", "occurred_at"),
        ("WRK104", "target_id"),
        ("WRK101", "outcome"),
        ("WRK104", "quantity"),
    }


def test_texts_of_a_form_and_values_of_the_api_mean_the_same() -> None:
    form = entry(target_id=" 7 ", quantity="2", occurred_at="2026-03-05 09:30", material=" 折页2 ")
    api = entry(target_id=7, quantity=2, material="折页2")
    assert form == api


@pytest.mark.parametrize("number", ["not a number", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", 7])
def test_only_a_uuid_of_version_7_is_a_record_number(number: object) -> None:
    assert problems(id=number) == [("WRK108", "id")]


def test_a_time_without_zone_is_local_and_becomes_the_local_day() -> None:
    late_in_utc = entry(occurred_at=datetime(2026, 3, 4, 23, 30, tzinfo=UTC))
    assert late_in_utc.occurred_at.date().isoformat() == "2026-03-05"
    assert entry(occurred_at="2026-03-05T07:30").occurred_at == late_in_utc.occurred_at


def test_work_that_has_not_been_done_yet_is_refused_but_a_fast_clock_is_not() -> None:
    assert problems(occurred_at=(NOW + timedelta(hours=1)).isoformat()) == [("WRK107", "occurred_at")]
    assert entry(occurred_at=(NOW + timedelta(minutes=5)).isoformat())


def test_a_slip_in_the_year_is_refused_and_last_years_work_is_not() -> None:
    assert problems(occurred_at="2016-03-05 09:30") == [("WRK116", "occurred_at")]
    assert entry(occurred_at="2025-03-05 09:30")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_time_at_the_end_of_the_calendar_is_refused(moment: str) -> None:
    assert [place for _, place in problems(occurred_at=moment)] == ["occurred_at"]


def test_the_grade_follows_from_the_evidence_and_the_sender() -> None:
    assert entry(evidence="photo", evidence_ref="相册 12").grade is Grade.C
    assert entry(evidence="signature", evidence_ref="签收单 3").grade is Grade.B
    assert entry(machine=True).grade is Grade.A
    assert problems(grade="A") == [("WRK102", "grade")]


def test_evidence_without_a_reference_is_no_evidence() -> None:
    assert problems(evidence="photo") == [("WRK112", "evidence_ref")]


def test_a_correction_names_the_record_it_corrects() -> None:
    other_id = uuid_utils.compat.uuid7()
    assert entry(supersedes=str(other_id)).supersedes == other_id


@pytest.mark.parametrize("name", ["note", "content", "material", "person"])
def test_an_id_card_number_is_refused_wherever_it_is_written(name: str) -> None:
    assert ("WRK113", name) in problems(**{name: "证件11010119900307123X"})


def test_a_long_number_that_is_no_id_card_number_is_kept() -> None:
    assert entry(note="订单 202603051234567890123456").note


def test_texts_are_bounded_and_hold_no_control_characters() -> None:
    assert problems(note="长" * 501) == [("WRK105", "note")]
    assert entry(note="一\x00二\n三\ud800").note == "一 二 三 "


def test_work_is_recorded_of_its_own_kind_of_target() -> None:
    assert problems(target_kind="unit") == [("WRK109", "target_kind")]
    posted = other("group_post", content="转发提醒")
    assert isinstance(posted, Entry)
    assert posted.target_kind is TargetKind.PLACE


def test_a_kind_with_two_sorts_of_targets_asks_which() -> None:
    found = other("event", content="集市宣传")
    assert isinstance(found, list)
    assert [(problem.code, problem.place) for problem in found] == [("WRK101", "target_kind")]
    made = other("event", content="集市宣传", target_kind="unit", channel="pledge", audience="120")
    assert isinstance(made, Entry)
    assert (made.channel, made.audience) == (Channel.PLEDGE, 120)


def test_a_report_says_for_which_month_it_is() -> None:
    filed = other("report_filed", detail={"month": "2026-02"})
    assert isinstance(filed, Entry)
    assert filed.detail == {"month": "2026-02"}
    wrong = other("report_filed", detail={"month": "2026-13", "colour": "red"})
    assert isinstance(wrong, list)
    assert {problem.place for problem in wrong} == {"detail.month", "detail.colour"}


json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.datetimes().map(str)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)
fields = st.sampled_from(
    [*VISIT, "target_kind", "detail", "evidence", "evidence_ref", "channel", "quantity", "unit_id"]
)


@BOUNDED
@given(st.one_of(json, st.dictionaries(fields, json).map(lambda sent: {**VISIT, **sent})), st.sampled_from(FactKind))
def test_whatever_is_sent_becomes_an_entry_or_reasons(sent: Any, kind: FactKind) -> None:
    if isinstance(sent, dict) and "kind" in sent:
        sent = {**sent, "kind": kind}
    found = validate(sent, now=NOW)
    if isinstance(found, list):
        assert found
        assert all(problem.message() and problem.remedy() for problem in found)
    else:
        assert found.occurred_at <= NOW + timedelta(minutes=10)
        assert found.id.version == 7
