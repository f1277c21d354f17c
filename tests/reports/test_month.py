"""The month: figures from ledger and duties, filings by rule, a filed report that stays as it was filed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import uuid_utils.compat
from pytest_django import Settings

from support.cast import NOON, Cast
from support.facts import whole
from support.sample_plan import measure, plan, report
from wuzha.database import scoped
from wuzha.duties.actions import apply
from wuzha.duties.core.periods import ReportRule
from wuzha.oversight.actions import recount
from wuzha.plan.actions import keep_version
from wuzha.problems import WuzhaError
from wuzha.registry.queries import units
from wuzha.reports.actions import file_report, write_text
from wuzha.reports.core.monthly_input import FilingState, MonthlyInput, thaw
from wuzha.reports.documents import monthly_docx
from wuzha.reports.queries import filings, month_of, monthly_input
from wuzha.web import clock
from wuzha.web.office import CAMPAIGN, duty_settings
from wuzha.web.recording import record_work, recorder_for

RULE = ReportRule.TWENTY_SIXTH
MARCH = month_of(2026, 3, RULE)
MEMBERS = ["物业科", "锦绣物业", "明月物业"]
PLAN = plan(
    measure("四(一)", "household_visit", quota={"kind": "ratio", "value": 1.0}, due="2026-03-20"),
    measure("四(二)", "screen", cadence={"times": 1, "per": "month"}, units=["物业科", "桦林社区居委会"]),
    reports=[report("当月情况", per="month", day=25)],
    organization={"posts": [], "members": MEMBERS, "offices": [], "requirements": []},
)


@pytest.fixture
def cast(cast_ground: Cast, db: None, settings: Settings) -> Iterator[Cast]:
    """A plan with monthly reports is applied; three firms and sections owe them."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(NOON):
        made = cast_ground
        by: dict[str, Any] = {"actor_id": made.clerk.id, "actor_name": made.clerk.name, "now": NOON}
        with whole(made.district_id):
            version, _ = keep_version(
                made.district_id, filename="plan.txt", sha256="0", text="", typed=PLAN, year=2026, **by
            )
            apply(version, duty_settings(2026), **by, unconfirmed=True)
        recount(made.district_id)
    return made


def at(day: int, hour: int = 15) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=clock.ZONE)


def visit(cast: Cast, door: int, day: int) -> None:
    sent = {
        "id": str(uuid_utils.compat.uuid7()),
        "kind": "visit",
        "occurred_at": at(day).isoformat(),
        "target_id": door,
        "outcome": "met",
        "material": "折页 第1版",
    }
    with scoped(cast.worker.scope):
        assert not record_work(recorder_for(cast.worker, "form"), [sent], at(day, 20)).rejected
    recount(cast.district_id)


def content(cast: Cast, today: date, name: str | None = None) -> MonthlyInput:
    with scoped(cast.clerk.scope):
        unit = next((one for one in units(cast.district_id) if one.name == name), None)
        return monthly_input(cast.district_id, MARCH, RULE, today, unit=unit, campaign=CAMPAIGN)


def send_in(cast: Cast, name: str, now: datetime, **words: str) -> None:
    with scoped(cast.clerk.scope):
        unit = next(one for one in units(cast.district_id) if one.name == name)
        recorder = recorder_for(cast.clerk, "form")
        if words:
            write_text(recorder, unit, MARCH, now, **({"narrative": "", "problems": "", "needs": ""} | words))
        month = monthly_input(cast.district_id, MARCH, RULE, now.date(), unit=unit, campaign=CAMPAIGN)
        file_report(recorder, unit, MARCH, month, uuid_utils.compat.uuid7(), now)


def states(cast: Cast, today: date) -> dict[str, FilingState]:
    with scoped(cast.clerk.scope):
        return {one.unit: one.state for one in filings(cast.district_id, MARCH, today)}


def test_a_month_runs_from_the_26th_to_the_25th() -> None:
    assert (MARCH.start, MARCH.end, MARCH.due) == (date(2026, 2, 26), date(2026, 3, 25), date(2026, 3, 25))


def test_before_the_due_day_nobody_is_missing(cast: Cast) -> None:
    assert set(states(cast, date(2026, 3, 25)).values()) == {FilingState.NOT_DUE}


def test_missing_late_and_empty_are_three_states(cast: Cast) -> None:
    visit(cast, cast.doors["锦绣物业"][0], 10)
    send_in(cast, "锦绣物业", at(24))
    send_in(cast, "物业科", at(27), narrative="走访业委会。")
    assert states(cast, date(2026, 3, 30)) == {
        "锦绣物业": FilingState.FILED,
        "物业科": FilingState.LATE,
        "明月物业": FilingState.MISSING,
        "桦林社区居委会": FilingState.MISSING,
    }
    send_in(cast, "明月物业", at(25))
    assert states(cast, date(2026, 3, 30))["明月物业"] is FilingState.EMPTY


def test_figures_come_from_records_and_a_unit_reports_its_own(cast: Cast) -> None:
    doors = cast.doors["锦绣物业"]
    visit(cast, doors[0], 10)
    visit(cast, doors[1], 23)
    whole_district = content(cast, date(2026, 3, 26))
    visits = next(one for one in whole_district.measures if one.clause == "四(一)")
    assert (visits.duties.done, visits.duties.done_late, visits.duties.late) == (1, 1, 5)
    assert (visits.records, whole_district.records) == (2, 2)
    assert visits.units == ("物业科",)
    firm = content(cast, date(2026, 3, 26), "锦绣物业")
    assert firm.ladder is not None
    assert (firm.ladder.told, firm.ladder.eligible) == (2, 4)
    assert firm.duties.late == 3  # two doors, and this very report
    assert content(cast, date(2026, 3, 26), "明月物业").records == 0


def test_a_filed_report_stays_as_it_was_filed(cast: Cast) -> None:
    send_in(cast, "锦绣物业", at(24), narrative="第一次。")
    before = content(cast, date(2026, 3, 24), "锦绣物业")
    visit(cast, cast.doors["锦绣物业"][0], 24)
    again = thaw(content_of_snapshot(cast))
    assert again == before
    assert monthly_docx(again, at(24), "") == monthly_docx(before, at(24), "")
    assert content(cast, date(2026, 3, 24), "锦绣物业") != before


def content_of_snapshot(cast: Cast) -> dict[str, Any]:
    from wuzha.reports.models import Snapshot

    with scoped(cast.clerk.scope):
        return dict(Snapshot.objects.get(district_id=cast.district_id).content)


def test_nobody_files_for_another_unit(cast: Cast) -> None:
    with scoped(cast.clerk.scope):
        other = next(one for one in units(cast.district_id) if one.name == "明月物业")
        month = monthly_input(cast.district_id, MARCH, RULE, NOON.date(), unit=other, campaign=CAMPAIGN)
    with scoped(cast.worker.scope), pytest.raises(WuzhaError, match="WRK11"):
        file_report(recorder_for(cast.worker, "form"), other, MARCH, month, uuid_utils.compat.uuid7(), NOON)
