"""A plan that asks for visits, screens and monthly reports: March 2026 as units and office live through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import uuid_utils.compat

from support.cast import NOON, Cast, make_cast
from support.facts import whole
from support.sample_plan import measure, plan, report
from wuzha.database import scoped
from wuzha.duties.actions import apply
from wuzha.oversight.actions import recount, refresh
from wuzha.plan.actions import keep_version
from wuzha.registry.queries import units
from wuzha.reports.actions import file_report, write_text
from wuzha.reports.closing import Closing
from wuzha.reports.progress import Progress, progress
from wuzha.reports.queries import Month, month_of, monthly_input
from wuzha.web import clock
from wuzha.web.models import User
from wuzha.web.office import CAMPAIGN, duty_settings
from wuzha.web.recording import record_work, recorder_for

RULE = duty_settings(2026).report_rule
MARCH, APRIL, MAY = (month_of(2026, number, RULE) for number in (3, 4, 5))
PLAN = plan(
    measure("四(一)", "household_visit", quota={"kind": "ratio", "value": 1.0}, due="2026-03-20"),
    measure("四(二)", "screen", cadence={"times": 1, "per": "month"}, units=["物业科", "桦林社区居委会"]),
    reports=[report("当月情况", per="month", day=25)],
    organization={
        "posts": [],
        "members": ["物业科", "锦绣物业", "桦林社区居委会"],
        "offices": [],
        "requirements": [],
    },
)


def at(month: int, day: int, hour: int = 15) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=clock.ZONE)


@dataclass(frozen=True)
class MonthWorld:
    """The cast, and what its people do; each call is a transaction of its own under the scope of who does it."""

    cast: Cast

    @property
    def district_id(self) -> int:
        return self.cast.district_id

    def unit(self, name: str) -> Any:
        with whole(self.district_id):
            return next(one for one in units(self.district_id) if one.name == name)

    def record(self, user: User, now: datetime, **said: Any) -> str:
        """One record by somebody; gives its id."""
        number = str(uuid_utils.compat.uuid7())
        sent = {"id": number, "occurred_at": now.isoformat(), **said}
        with scoped(user.scope):
            receipts = record_work(recorder_for(user, "form"), [sent], now).receipts
        assert [problem.message() for one in receipts for problem in one.problems] == []
        return number

    def visit(self, day: datetime, now: datetime | None = None, door: int = 0, **said: Any) -> str:
        """锦绣物业 at one of its doors on a day, recorded then or later."""
        sent = {"kind": "visit", "target_id": self.cast.doors["锦绣物业"][door], "outcome": "met", "material": "折页"}
        return self.record(self.cast.worker, now or day, **{**sent, "occurred_at": day.isoformat(), **said})

    def send_in(self, user: User, name: str, now: datetime, month: Month = MARCH, **words: str) -> None:
        """A unit's report, with words where some are given."""
        unit = self.unit(name)
        with scoped(user.scope):
            refresh(self.district_id)
            recorder = recorder_for(user, "form")
            if words:
                write_text(recorder, unit, month, now, **({"narrative": "", "problems": "", "needs": ""} | words))
            content = monthly_input(self.district_id, month, RULE, now.date(), unit=unit, campaign=CAMPAIGN)
            file_report(recorder, unit, month, content, uuid_utils.compat.uuid7(), now)

    def closing(self, now: datetime, month: Month = MARCH) -> Closing:
        return Closing(recorder_for(self.cast.clerk, "form"), month, RULE, now, CAMPAIGN)

    def office(self) -> Any:
        """The office's transaction."""
        return scoped(self.cast.clerk.scope)

    def progress(self, name: str, month: Month = MARCH) -> Progress:
        unit = self.unit(name)
        with self.office():
            return progress(self.district_id, unit.id, month)


def make_month(folder: Path, typed: Mapping[str, Any] = PLAN) -> MonthWorld:
    """The cast with the plan applied."""
    with clock.at(NOON):
        cast = make_cast(folder)
        by: dict[str, Any] = {"actor_id": cast.clerk.id, "actor_name": cast.clerk.name, "now": NOON}
        with whole(cast.district_id):
            version, _ = keep_version(
                cast.district_id, filename="plan.txt", sha256="0", text="", typed=dict(typed), year=2026, **by
            )
            apply(version, duty_settings(2026), **by, unconfirmed=True)
        recount(cast.district_id)
    return MonthWorld(cast)
