from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.bounded import BOUNDED
from support.duties_world import UNITS
from support.sample_plan import TEXT, measure, plan, report
from wuzha.duties.core.binding import bind
from wuzha.duties.core.builder import Settings, build
from wuzha.duties.core.calendar import DueRule
from wuzha.duties.core.definition import from_typed
from wuzha.duties.core.periods import ReportRule
from wuzha.duties.core.stages import Expansion, Match, Stage
from wuzha.duties.core.units import UnitRecord
from wuzha.problems import WuzhaError
from wuzha.terms import Channel, FactKind, Outcome, Per, PlaceClass, TargetKind

YEAR = Settings(2026)


def built(
    typed: dict[str, Any],
    settings: Settings = YEAR,
    text: str = "",
    units: Sequence[UnitRecord] = UNITS,
    key: str = "k",
) -> Expansion:
    ask = from_typed(typed, text)
    return build(ask, key, bind(ask.named, units, {}, ask.mentioned), units, settings)


def only(expansion: Expansion) -> Stage:
    (stage,) = expansion.stages
    return stage


def test_a_visit_is_asked_once_of_each_door_and_fulfilled_by_meeting_and_telling() -> None:
    stage = only(built(plan(measure("一", "household_visit", units=["物业科", "各村(社区)"]))))
    assert stage.target_kind is TargetKind.HOUSEHOLD
    assert set(stage.statuses) == {"occupied", "vacant"}
    assert stage.units == (3, 7, 8)
    assert stage.counting.facts == (FactKind.VISIT,)
    assert stage.counting.outcomes == (Outcome.MET,)
    assert stage.counting.material
    (period,) = stage.periods
    assert (period.start, period.due, period.expected) == (date(2026, 1, 1), date(2026, 12, 31), 1)


def test_the_plans_own_cadence_comes_before_the_channels_default() -> None:
    monthly = only(built(plan(measure("一", "chat_group"))))
    assert len(monthly.periods) == 12
    weekly = only(built(plan(measure("一", "chat_group", cadence={"times": 2, "per": "week"}))))
    assert len(weekly.periods) == 53
    assert {period.expected for period in weekly.periods[1:-1]} == {2}


def test_a_date_in_the_plan_is_kept_beside_the_day_that_counts() -> None:
    typed = plan(measure("一", "lightbox", due="2026-04-25"))
    (period,) = only(built(typed, Settings(2026, due_rule=DueRule.BEFORE))).periods
    assert (period.nominal_due, period.due) == (date(2026, 4, 25), date(2026, 4, 24))
    assert period.end == date(2026, 12, 31)


def test_each_channel_of_a_measure_is_a_stage_with_its_own_targets() -> None:
    stages = built(plan(measure("一", "screen", "counter", "sms"))).stages
    assert [(s.channel, s.target_kind, s.place_classes) for s in stages] == [
        (Channel.SCREEN, TargetKind.PLACE, (PlaceClass.SCREEN,)),
        (Channel.COUNTER, TargetKind.PLACE, (PlaceClass.COUNTER,)),
        (Channel.SMS, TargetKind.UNIT, ()),
    ]


@pytest.mark.parametrize(
    ("channels", "targets", "found"),
    [
        (["placement"], ["银行", "大型商超"], {"placement": {"bank", "shop"}}),
        (["placement"], ["楼栋单元", "村民小组"], {"placement": {"stairwell", "production_group"}}),
        (["transit", "screen", "placement"], ["公交车", "公交站"], {"transit": {"vehicle", "stop"}}),
        (["transit"], ["出租车"], {"transit": {"vehicle"}}),
        (["counter", "placement"], ["办事窗口"], {"counter": {"counter"}}),
        (["screen", "placement"], ["医院"], {"screen": {"screen"}, "placement": {"hospital"}}),
    ],
)
def test_places_that_a_measure_names_narrow_its_channels(
    channels: list[str], targets: list[str], found: dict[str, set[str]]
) -> None:
    stages = built(plan(measure("一", *channels, targets=targets))).stages
    assert {str(stage.channel): {str(place) for place in stage.place_classes} for stage in stages} == found


def test_posters_without_named_places_go_to_every_class_of_venue() -> None:
    classes = only(built(plan(measure("一", "placement")))).place_classes
    assert {PlaceClass.BANK, PlaceClass.SCHOOL, PlaceClass.NOTICE_BOARD} <= set(classes)
    assert not {PlaceClass.SCREEN, PlaceClass.CHAT_GROUP, PlaceClass.VEHICLE, PlaceClass.STAIRWELL} & set(classes)


def test_a_place_of_no_class_is_named_but_people_are_not() -> None:
    expansion = built(plan(measure("三", "placement", targets=["银行", "工业园区", "居民群众"])))
    (note,) = expansion.problems
    assert (note.code, note.place) == ("DUT123", "三")
    assert "工业园区" in note.message()
    assert "居民" not in note.message()


def test_receipts_are_asked_of_the_schools_among_the_units() -> None:
    letter, receipt = built(plan(measure("一", "letter", "receipt", units=["物业科", "国际学校"]))).stages
    assert letter.target_units == (3, 10)
    assert receipt.target_units == (10,)
    assert receipt.counting.channels == (Channel.RECEIPT,)
    assert Channel.RECEIPT in letter.counting.channels


def test_a_number_asked_for_is_a_goal_of_the_whole_and_not_of_each_duty() -> None:
    stage = only(built(plan(measure("一", "pledge", quota={"kind": "count", "value": 10000}))))
    assert stage.quota is not None
    assert stage.quota.value == 10000
    assert [period.expected for period in stage.periods] == [1]


def test_work_of_units_that_are_not_known_makes_no_duties_and_says_so() -> None:
    expansion = built(plan(measure("五", "event", units=["有关部门"])))
    assert expansion.stages == ()
    assert [(problem.code, problem.place) for problem in expansion.problems] == [("DUT121", "五")]


def test_doors_of_a_measure_whose_units_are_not_known_are_still_asked_for() -> None:
    stage = only(built(plan(measure("五", "household_visit", units=["有关部门"]))))
    assert stage.units == ()


def test_two_measures_that_ask_the_same_of_one_unit_are_told_apart_by_their_names() -> None:
    lectures = measure("五(2)", "event", title="送法进社区", units=["各村(社区)"])
    fairs = measure("五(3)", "event", "sms", title="进企业", units=["物业科", "各村(社区)"])
    elsewhere = measure("五(4)", "event", title="进校园", units=["市场科"])
    named = {(s.title, s.channel): dict(s.counting.detail) for s in built(plan(lectures, fairs, elsewhere)).stages}
    assert named["送法进社区", Channel.EVENT] == {"measure": "送法进社区"}
    assert named["进企业", Channel.EVENT] == {"measure": "进企业"}
    assert named["进校园", Channel.EVENT] == {}, "nobody else asks it of that unit"


def test_a_measure_without_channel_says_so() -> None:
    assert [problem.code for problem in built(plan(measure("六"))).problems] == ["DUT122"]


def test_a_monthly_report_is_owed_by_every_named_unit_but_the_one_that_receives_it() -> None:
    typed = plan(measure("一", "sms", units=["国际学校"]), reports=[report("工作情况", per="month", day=25)])
    stage = built(typed, Settings(2026, report_rule=ReportRule.TWENTY_SIXTH)).stages[-1]
    assert set(stage.target_units) == {3, 4, 10}
    assert stage.counting.facts == (FactKind.REPORT_FILED,)
    assert stage.counting.match is Match.MONTH
    assert [period.month for period in stage.periods] == [f"2026-{month:02}" for month in range(1, 13)]
    assert stage.measure is None


def test_a_report_of_a_month_that_was_due_before_the_plan_began_is_not_asked() -> None:
    typed = plan(reports=[report("工作情况", per="month", day=25)], period={"start": "2026-03-28", "end": "2026-06-10"})
    months = built(typed, Settings(2026, report_rule=ReportRule.CALENDAR_MONTH)).stages[0].periods
    assert [period.month for period in months] == ["2026-04", "2026-05"]


def test_a_work_plan_with_two_dates_is_one_duty_due_on_the_later() -> None:
    typed = plan(reports=[report("工作方案", due="2026-02-28"), report("实施方案", due="2026-02-10")])
    expansion = built(typed, Settings(2026, due_rule=DueRule.AS_WRITTEN))
    stage = only(expansion)
    assert stage.counting.facts == (FactKind.PLAN_FILED,)
    assert stage.periods[0].due == date(2026, 2, 28)
    assert [problem.code for problem in expansion.problems] == ["DUT125"]


def test_a_summary_is_no_monthly_report() -> None:
    typed = plan(reports=[report("工作总结", due="2026-12-20")])
    assert only(built(typed)).counting.detail == (("form", "summary"),)


def test_a_report_without_a_day_is_due_at_the_end_of_its_period() -> None:
    expansion = built(plan(reports=[report("工作情况", per="quarter")]), Settings(2026, due_rule=DueRule.AS_WRITTEN))
    assert [period.due.month for period in only(expansion).periods] == [3, 6, 9, 12]
    assert [problem.code for problem in expansion.problems] == ["DUT127"]


@pytest.mark.parametrize(
    ("per", "times", "day", "dues"),
    [
        ("year", 2, None, ["2026-06-30", "2026-12-31"]),
        ("year", 2, 20, ["2026-06-20", "2026-12-20"]),
        ("year", 6, None, ["2026-02-28", "2026-04-30", "2026-06-30", "2026-08-31", "2026-10-31", "2026-12-31"]),
        ("month", 2, None, ["2026-01-15", "2026-01-31", "2026-02-15", "2026-02-28"]),
        ("month", 3, None, ["2026-01-10", "2026-01-20", "2026-01-31", "2026-02-10", "2026-02-20", "2026-02-28"]),
        ("year", 26, None, ["2026-01-11", "2026-01-25", "2026-02-08", "2026-02-22"]),
    ],
)
def test_a_report_of_another_rhythm_is_due_in_each_of_its_stretches(
    per: str, times: int, day: int | None, dues: list[str]
) -> None:
    typed = plan(reports=[report("工作进展", per=per, times=times, day=day)])
    stage = only(built(typed, Settings(2026, due_rule=DueRule.AS_WRITTEN)))
    assert [str(period.nominal_due) for period in stage.periods][: len(dues)] == dues
    assert {period.expected for period in stage.periods} == {1}


def test_a_meeting_that_a_phase_calls_is_held_once_by_every_unit() -> None:
    phases = [
        {"name": "第一阶段", "start": None, "end": "2026-02-10", "source": {"start": 0, "end": TEXT.index("第二")}},
        {
            "name": "第二阶段",
            "start": None,
            "end": "2026-12-31",
            "source": {"start": TEXT.index("第二"), "end": len(TEXT)},
        },
    ]
    stage = only(built(plan(phases=phases), text=TEXT))
    assert stage.title == "全局工作部署会"
    assert stage.counting.facts == (FactKind.MEETING,)
    assert stage.periods[0].nominal_due == date(2026, 2, 10)
    assert set(stage.target_units) == {2, 3, 4}


def test_without_a_first_day_nobody_owes_weeks_and_months_before_the_plan_came() -> None:
    asked = {
        "period": {"start": None, "end": None},
        "reports": [report("当月情况", per="month", day=25)],
    }
    typed = plan(measure("一", "lightbox"), measure("二", "screen", cadence={"times": 1, "per": "month"}), **asked)
    since = Settings(2026, since=date(2026, 3, 9))
    once, monthly, filing = built(typed, since).stages
    assert once.periods[0].start == date(2026, 1, 1), "what was done before it came counts for what is asked once"
    assert (monthly.periods[0].start, len(monthly.periods)) == (date(2026, 3, 9), 10)
    assert [period.nominal_due.month for period in filing.periods] == list(range(3, 13))
    assert len(built(typed).stages[2].periods) == 12
    typed["period"]["start"] = "2026-02-01"
    assert next(period.nominal_due.month for period in built(typed, since).stages[2].periods) == 2, "the plan says so"
    late = Settings(2026, since=date(2027, 1, 4))
    assert built({**typed, **asked}, late) == built({**typed, **asked}), "a plan of last year is asked as a whole"


def test_a_plan_that_ends_before_it_starts_is_refused() -> None:
    typed = plan(measure("一", "lightbox"), period={"start": "2026-05-01", "end": "2026-04-01"})
    with pytest.raises(WuzhaError) as caught:
        built(typed)
    assert caught.value.problems[0].code == "DUT126"


def test_days_off_of_a_year_without_data_are_mentioned() -> None:
    typed = plan(measure("一", "lightbox", due="2031-06-30"), period={"start": "2031-01-01", "end": "2031-12-31"})
    assert [problem.code for problem in built(typed, Settings(2031)).problems] == ["DUT101"]


measures = st.lists(
    st.builds(
        measure,
        st.sampled_from(["一", "二", "三"]),
        st.sampled_from(list(Channel)),
        st.sampled_from(list(Channel)),
        units=st.lists(st.sampled_from(["物业科", "各村(社区)", "派出所", "国际学校"]), max_size=3),
        targets=st.lists(st.sampled_from(["银行", "公交站", "小区"]), max_size=2),
        cadence=st.one_of(
            st.none(),
            st.builds(lambda times, per: {"times": times, "per": str(per)}, st.integers(1, 3), st.sampled_from(Per)),
        ),
        due=st.sampled_from([None, "2026-06-30"]),
        quota=st.sampled_from([None, {"kind": "ratio", "value": 0.5}]),
    ),
    max_size=4,
)


@BOUNDED
@given(measures)
def test_the_same_plan_again_gives_the_same_fingerprints(asked: list[dict[str, Any]]) -> None:
    once, again = built(plan(*asked)), built(plan(*asked), units=UNITS[::-1])
    prints = [stage.fingerprint for stage in once.stages]
    assert prints == [stage.fingerprint for stage in again.stages]
    assert len(set(prints)) == len(prints)


@BOUNDED
@given(measures)
def test_a_stage_survives_being_written_down(asked: list[dict[str, Any]]) -> None:
    for stage in built(plan(*asked)).stages:
        assert Stage.from_spec(stage.as_spec()) == stage


def test_a_fingerprint_tells_plans_units_and_dates_apart_but_not_titles_and_numbers() -> None:
    base = only(built(plan(measure("一", "event")))).fingerprint
    assert only(built(plan(measure("一", "event", title="改名")))).fingerprint == base
    assert only(built(plan(measure("二", "event")))).fingerprint == base
    assert only(built(plan(measure("零"), measure("一", "event")))).fingerprint == base
    assert only(built(plan(measure("一", "event")), key="other")).fingerprint != base
    assert only(built(plan(measure("一", "event", units=["市场科"])))).fingerprint != base
    assert only(built(plan(measure("一", "event", due="2026-06-30")))).fingerprint != base
