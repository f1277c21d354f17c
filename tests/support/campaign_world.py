"""As a script: apply a plan with household visits and monthly reports in the home named by WUZHA_HOME."""

from __future__ import annotations

import os
from typing import Any

from support.sample_plan import measure, plan, report

PLAN = plan(
    measure("四(一)", "household_visit", due="2026-04-30"),
    measure("四(二)", "screen", cadence={"times": 1, "per": "month"}, units=["物业科", "桦林社区居委会"]),
    title="走访与月报方案",
    reports=[report("当月情况", per="month", day=25)],
    organization={"posts": [], "members": ["物业科", "锦绣物业", "明月物业"], "offices": [], "requirements": []},
)


def apply_plan() -> None:
    """Keep the plan, apply it, and count everything anew."""
    from support.cast import NOON
    from support.facts import whole
    from wuzha.duties.actions import apply
    from wuzha.oversight.actions import recount
    from wuzha.plan.actions import keep_version
    from wuzha.registry.queries import districts
    from wuzha.web.commands.house import house
    from wuzha.web.office import duty_settings

    by: dict[str, Any] = {"actor_id": 0, "actor_name": "测试", "now": NOON}
    with house():
        district = next(one.id for one in districts() if one.code == "YS")
        with whole(district):
            version, _ = keep_version(district, filename="plan.txt", sha256="1", text="", typed=PLAN, year=2026, **by)
            apply(version, duty_settings(2026), **by, unconfirmed=True)
        recount(district)


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "wuzha.web.settings"
    django.setup()
    apply_plan()
