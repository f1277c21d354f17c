"""The cast at work: a plan applied, some of it done in time, some late, some not, one record corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import uuid_utils.compat
from django.test import Client
from pytest_django import Settings

from support.cast import NOON, Cast, make_cast
from support.facts import whole
from support.grounds import Grounds
from support.sample_plan import TEXT, measure, plan
from wuzha.duties.actions import apply
from wuzha.oversight.actions import recount
from wuzha.plan.actions import keep_version
from wuzha.web import clock
from wuzha.web.models import User
from wuzha.web.office import duty_settings
from wuzha.web.recording import record_work, recorder_for

TODAY = NOON + timedelta(days=49)  # 20 April


@dataclass(frozen=True)
class Campaign:
    """The cast, and the numbers of two records: one that stands, and the one that it corrects."""

    cast: Cast
    correction: UUID
    corrected: UUID


PLAN = plan(
    measure("四(一)", "household_visit", quota={"kind": "ratio", "value": 1.0}, due="2026-03-31"),
    measure("四(二)", "screen", cadence={"times": 1, "per": "month"}),
)


@pytest.fixture
def cast(cast_ground: Cast, db: None, settings: Settings) -> Iterator[Cast]:
    """The cast alone, for what needs no plan and no work. The clock stands at noon of 20 April 2026."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(TODAY):
        yield cast_ground


@pytest.fixture
def campaign_ground(grounds: Grounds) -> Iterator[Campaign]:
    """Where the plan is applied and some of the work done."""
    with grounds.on(make_campaign) as made:
        yield made


@pytest.fixture
def campaign(campaign_ground: Campaign, db: None, settings: Settings) -> Iterator[Campaign]:
    """The clock stands at noon of 20 April 2026."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(TODAY):
        yield campaign_ground


def make_campaign(folder: Path) -> Campaign:
    """As it stands at noon of 20 April 2026."""
    with clock.at(TODAY):
        cast = make_cast(folder)
        with whole(cast.district_id):
            by: dict[str, Any] = {"actor_id": cast.clerk.id, "actor_name": cast.clerk.name, "now": NOON}
            version, _ = keep_version(
                cast.district_id, filename="plan.txt", sha256="0", text=TEXT, typed=PLAN, year=2026, **by
            )
            assert apply(version, duty_settings(2026), **by, unconfirmed=True).added > 0
            corrected, correction = _work(cast)
        recount(cast.district_id)
        return Campaign(cast, correction, corrected)


def _work(cast: Cast) -> tuple[UUID, UUID]:
    """In time, late, refused, found vacant; a screen in January only; a visit written to the wrong day."""
    first, second, third, fourth = cast.doors["锦绣物业"]
    march, april = datetime(2026, 3, 10, 19, tzinfo=NOON.tzinfo), datetime(2026, 4, 8, 19, tzinfo=NOON.tzinfo)
    wrong = _visit(fourth, march, "met")
    right = _visit(fourth, april, "met", supersedes=wrong["id"])
    sent = [
        _visit(first, march, "met"),
        _visit(second, april, "met"),
        _visit(third, march, "vacant"),
        _visit(cast.doors["明月物业"][0], march, "refused"),
        wrong,
    ]
    screen = {"kind": "screen_loop", "target_kind": "place", "content": "防骗短片", "channel": "screen"}
    january = datetime(2026, 1, 9, 9, tzinfo=NOON.tzinfo)
    sent += [
        {**screen, "id": _new(), "occurred_at": january.isoformat(), "target_id": target}
        for target in cast.screens.values()
    ]
    for batch in (sent, [right]):
        recorded = record_work(recorder_for(cast.clerk, "sheet"), batch, TODAY)
        assert [[p.message() for p in receipt.problems] for receipt in recorded.rejected] == []
    return UUID(wrong["id"]), UUID(right["id"])


def _visit(door: int, at: datetime, outcome: str, **more: str) -> dict[str, Any]:
    return {
        "id": _new(),
        "kind": "visit",
        "occurred_at": at.isoformat(),
        "target_kind": "household",
        "target_id": door,
        "outcome": outcome,
        "material": "防骗手册 第2版",
        "channel": "household_visit",
        **more,
    }


def _new() -> str:
    return str(uuid_utils.compat.uuid7())


@pytest.fixture
def visit() -> Callable[[User | None], Client]:
    """A browser in which somebody is logged in, or nobody; it speaks English."""

    def browser(user: User | None) -> Client:
        client = Client(headers={"Accept-Language": "en"})
        if user:
            client.force_login(user)
        return client

    return browser
