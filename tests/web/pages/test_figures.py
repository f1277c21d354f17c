"""Every figure of every document leads to as many rows as it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uuid_utils.compat
from django.http import Http404, QueryDict
from django.test import Client
from pytest_django import Settings

from support.cast import NOON, Cast, make_cast
from support.facts import whole
from support.sample_plan import measure, plan, report
from wuzha.database import scoped
from wuzha.duties.actions import apply
from wuzha.oversight.actions import recount
from wuzha.plan.actions import keep_version
from wuzha.registry.queries import units
from wuzha.reports.actions import file_report
from wuzha.reports.core.document import Heading, OfficialDocument, Paragraph, Table
from wuzha.reports.core.figures import DEFINITIONS, Cite, Figure
from wuzha.reports.core.monthly import monthly_report
from wuzha.reports.core.monthly_input import MonthlyInput
from wuzha.reports.core.phrases import duty_figures, ladder_figures
from wuzha.reports.queries import Month, month_of, monthly_input
from wuzha.web import clock
from wuzha.web.models import User
from wuzha.web.office import CAMPAIGN, duty_settings
from wuzha.web.pages.figure_words import WORDS
from wuzha.web.pages.figures import behind
from wuzha.web.recording import record_work, recorder_for
from wuzha.web.sources import Ask

Browser = Callable[[User | None], Client]
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


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Iterator[Cast]:
    """The 28th of March: much is done, some late, some never; reports came in time, late, empty and not at all."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(TODAY):
        made = make_cast(tmp_path)
        by: dict[str, Any] = {"actor_id": made.clerk.id, "actor_name": made.clerk.name, "now": NOON}
        with whole(made.district_id):
            version, _ = keep_version(
                made.district_id, filename="plan.txt", sha256="0", text="", typed=PLAN, year=2026, **by
            )
            apply(version, duty_settings(2026), **by, unconfirmed=True)
            _work(made)
        recount(made.district_id)
        for name, day in (("锦绣物业", 24), ("物业科", 27), ("松涛街道办", 24)):
            _file(made, name, _at(day))
        recount(made.district_id)
        yield made


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


def _file(cast: Cast, name: str, now: datetime) -> None:
    with clock.at(now), scoped(cast.clerk.scope):
        unit = next(one for one in units(cast.district_id) if one.name == name)
        content = monthly_input(cast.district_id, MARCH, RULE, now.date(), unit=unit, campaign=CAMPAIGN)
        file_report(recorder_for(cast.clerk, "form"), unit, MARCH, content, uuid_utils.compat.uuid7(), now)


def content(user: User, name: str | None = None, month: Month = MARCH) -> MonthlyInput:
    unit = next((one for one in units(user.district_id) if one.name == name), None)
    return monthly_input(user.district_id, month, RULE, clock.today(), unit=unit, campaign=CAMPAIGN)


def printed(document: OfficialDocument) -> Iterator[Figure]:
    """Every figure that stands in a document."""
    blocks = [*document.blocks, *(block for one in document.attachments for block in one.blocks)]
    for block in blocks:
        parts: Iterable[object] = ()
        match block:
            case Paragraph():
                parts = block.text
            case Table():
                parts = (cell for row in block.rows for cell in row)
            case Heading():
                pass
        yield from (part.figure for part in parts if isinstance(part, Cite))


def rows_behind(user: User, figure: Figure) -> int:
    """As many as the address of a figure leads to; of an audience the people in these rows."""
    path, _mark, query = figure.address("").partition("?")
    found = behind(user, path.removeprefix("/f/"), QueryDict(query))
    rows = found.source.fetch(Ask({}, found.sort.removeprefix("-"), limit=1000))
    assert found.source.count({}) in (None, len(rows)), figure
    return sum(row["audience"] for row in rows) if figure.code == "facts.audience" else len(rows)


def test_each_printed_figure_of_the_district_and_of_units_has_its_rows(cast: Cast) -> None:
    seen: set[str] = set()
    for user, name in (
        (cast.clerk, None),
        (cast.clerk, "物业科"),
        (cast.worker, "锦绣物业"),
        (cast.community, "桦林社区居委会"),
    ):
        with scoped(user.scope):
            figures = set(printed(monthly_report(content(user, name))))
            assert figures
            wrong = {one.address(""): (one.value, n) for one in figures if (n := rows_behind(user, one)) != one.value}
        assert wrong == {}, name
        seen |= {figure.code for figure in figures if figure.value}
    unseen = set(DEFINITIONS) - seen
    assert unseen <= {"ladder.nonresidential", "duties.open", "reports.not_due", "reports.empty"}, unseen


def test_the_figures_that_a_document_leaves_out_have_their_rows_too(cast: Cast) -> None:
    with scoped(cast.clerk.scope):
        for month in (MARCH, month_of(2026, 4, RULE)):
            said = content(cast.clerk, None, month)
            assert said.ladder
            figures = duty_figures(said.duties, said.rows) | ladder_figures(said.ladder, said.rows)
            assert {name: rows_behind(cast.clerk, one) for name, one in figures.items()} == {
                name: one.value for name, one in figures.items()
            }
            states = ("expected", "filed", "late", "empty", "missing", "not_due")
            counted = {state: sum(one.state == state for one in said.filings) for state in states[1:]}
            counted["expected"] = len(said.filings)
            found = {
                state: behind(cast.clerk, f"reports.{state}", QueryDict(f"month={month.key}")).source.count({})
                for state in states
            }
            assert found == counted


def test_every_defined_figure_has_words_and_a_page(cast: Cast, visit: Browser) -> None:
    assert set(WORDS) == set(DEFINITIONS)
    browser = visit(cast.clerk)
    for code in DEFINITIONS:
        page = browser.get(f"/f/{code}?month=2026-03&gap=liaison")
        assert page.status_code == 200, code
        assert str(WORDS[code][1]) in page.content.decode()


def test_the_page_says_what_is_counted_over_what(cast: Cast, visit: Browser) -> None:
    with scoped(cast.clerk.scope):
        figure = next(
            one for one in printed(monthly_report(content(cast.clerk, "物业科"))) if one.code == "duties.late"
        )
    page = visit(cast.clerk).get(figure.address("")).content.decode()
    assert f"Rows: {figure.value}" in page
    assert "物业科 · 2026-03" in page
    assert re.search("<h1>Late</h1>", page)


@pytest.mark.parametrize(
    "address",
    [
        "no.such",
        "duties.late",
        "duties.late?month=2026-13",
        "duties.late?month=2026-03&measure=9:x",
        "duties.late?month=2026-03&unit=x",
        "duties.next?month=2026-03&due=soon",
        "reports.late?month=03",
        "gaps?gap=chief",
    ],
)
def test_an_address_that_means_nothing_is_not_found(cast: Cast, visit: Browser, address: str) -> None:
    assert visit(cast.clerk).get(f"/f/{address}").status_code == 404


def test_nobody_sees_the_rows_of_another_unit(cast: Cast, visit: Browser) -> None:
    other = f"/f/duties.late?month=2026-03&unit={cast.units['明月物业']}"
    assert visit(cast.worker).get(other).status_code == 404
    assert visit(cast.stranger).get(other).status_code == 404
    assert visit(cast.worker).get("/f/reports.missing?month=2026-03").status_code == 404
    assert visit(None).get(other).status_code == 302
    assert "明月" not in visit(cast.worker).get("/f/ladder.eligible?month=2026-03").content.decode()
    with scoped(cast.worker.scope), pytest.raises(Http404):
        behind(cast.worker, "facts.count", QueryDict(f"month=2026-03&unit={cast.units['物业科']}"))
