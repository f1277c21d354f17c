"""The cast at the end of a month: some work done, some late, some never; reports in time, late, empty and missing."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import uuid_utils.compat

from support.cast import NOON, Cast, make_cast
from support.facts import whole
from support.sample_plan import measure, plan, report
from wuzha.database import scoped
from wuzha.duties.actions import apply
from wuzha.oversight.actions import recount
from wuzha.plan.actions import keep_version
from wuzha.registry.queries import units
from wuzha.reports.actions import file_report, write_text
from wuzha.reports.queries import month_of, monthly_input
from wuzha.web import clock
from wuzha.web.office import CAMPAIGN, duty_settings
from wuzha.web.recording import record_work, recorder_for

RULE = duty_settings(2026).report_rule
MARCH = month_of(2026, 3, RULE)
TODAY = NOON + timedelta(days=26)  # 28 March
MEMBERS = ["物业科", "锦绣物业", "明月物业", "桦林社区居委会", "松涛街道办"]
PLAN = plan(
    measure("四(一)", "household_visit", due="2026-03-12"),
    measure("四(二)", "screen", cadence={"times": 1, "per": "week"}, units=["物业科", "桦林社区居委会"]),
    measure("四(三)", "event", "training", units=["物业科", "桦林社区居委会"], due="2026-03-24"),
    reports=[report("当月情况", per="month", day=25)],
    organization={"posts": [], "members": MEMBERS, "offices": [], "requirements": []},
)


def make_march(folder: Path) -> Cast:
    """The month as it stands at noon of 28 March 2026."""
    with clock.at(TODAY):
        made = make_cast(folder)
        by: dict[str, Any] = {"actor_id": made.clerk.id, "actor_name": made.clerk.name, "now": NOON}
        with whole(made.district_id):
            version, _ = keep_version(
                made.district_id, filename="plan.txt", sha256="0", text="", typed=PLAN, year=2026, **by
            )
            apply(version, duty_settings(2026), **by, unconfirmed=True)
            _work(made)
        recount(made.district_id)
        for name, day in (("锦绣物业", 24), ("物业科", 27), ("松涛街道办", 24)):
            file_month(made, name, _at(day))
        recount(made.district_id)
    return made


def file_month(cast: Cast, name: str, now: datetime, **words: str) -> None:
    """File a unit's March, with words where some are given."""
    with clock.at(now), scoped(cast.clerk.scope):
        unit = next(one for one in units(cast.district_id) if one.name == name)
        recorder = recorder_for(cast.clerk, "form")
        if words:
            write_text(recorder, unit, MARCH, now, **({"narrative": "", "problems": "", "needs": ""} | words))
        content = monthly_input(cast.district_id, MARCH, RULE, now.date(), unit=unit, campaign=CAMPAIGN)
        file_report(recorder, unit, MARCH, content, uuid_utils.compat.uuid7(), now)


def _at(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, 15, tzinfo=clock.ZONE)


def _work(cast: Cast) -> None:
    doors = cast.doors["锦绣物业"]
    visits = [
        (doors[0], 5, "met", 2),
        (doors[0], 10, "met", 3),
        (doors[1], 20, "met", 3),
        (doors[2], 6, "vacant", 3),
        (doors[3], 6, "not_home", 3),
        (cast.doors["明月物业"][0], 7, "refused", 3),
    ]
    by_firm = [
        _entry("visit", "household", door, _at(day, month), outcome=outcome, material="折页 第1版")
        for door, day, outcome, month in visits
    ]
    screens = [_entry("screen_loop", "place", cast.screens["桦林社区居委会"], _at(day)) for day in (3, 10, 18)]
    said = {"content": "防骗讲座", "audience": 40}
    community = cast.units["桦林社区居委会"]
    events = [
        _entry("event", "unit", community, _at(9), channel="event", unit_id=community, **said),
        _entry("event", "unit", community, _at(26), channel="training", unit_id=community, **said),
    ]
    for sender, sent in ((cast.worker, by_firm[:-1]), (cast.clerk, [by_firm[-1], *screens, *events])):
        assert record_work(recorder_for(sender, "form"), sent, TODAY).rejected == []


def _entry(kind: str, target_kind: str, target: int, at: datetime, **more: Any) -> dict[str, Any]:
    number = str(uuid_utils.compat.uuid7())
    target_of = {"target_kind": target_kind, "target_id": target}
    return {"id": number, "kind": kind, "occurred_at": at.isoformat(), **target_of, **more}
