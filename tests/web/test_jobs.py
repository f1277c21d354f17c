"""What happens by itself: each district's yesterday is sealed, what has changed is counted, lost jobs are taken up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import uuid_utils.compat
from pytest_django import Settings

from support.cast import NOON, Cast
from support.facts import fact, whole
from wuzha.ledger import actions as ledger
from wuzha.ledger import queries
from wuzha.oversight.queries import coverage_total
from wuzha.oversight.tasks import count_changes
from wuzha.web import clock, jobs
from wuzha.web.recording import record_work, recorder_for


@pytest.fixture
def cast(cast_ground: Cast, db: None, settings: Settings) -> Iterator[Cast]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(NOON):
        yield cast_ground


def test_yesterday_is_sealed_in_every_district_and_once(cast: Cast) -> None:
    districts = [cast.district_id, cast.stranger.district_id]
    yesterday = NOON - timedelta(days=1)
    for district in districts:
        with whole(district):
            ledger.append(district, [fact(yesterday)], yesterday)
            ledger.append(district, [fact(NOON)], NOON)
    for _ in range(2):
        jobs.seal_yesterday(timestamp=0)
    for district in districts:
        with whole(district):
            assert queries.sealed_days(district) == 1
            assert list(queries.verify(district)) == []
    with clock.at(NOON + timedelta(days=3)):
        jobs.seal_yesterday(timestamp=0)
    with whole(cast.district_id):
        assert queries.sealed_days(cast.district_id) == 2, "days that were missed are sealed together"


def test_what_was_recorded_is_counted_without_a_full_count(cast: Cast) -> None:
    visit = {
        "id": str(uuid_utils.compat.uuid7()),
        "kind": "visit",
        "occurred_at": NOON.isoformat(),
        "target_id": cast.doors["锦绣物业"][0],
        "outcome": "met",
        "material": "折页 第1版",
    }
    with whole(cast.district_id):
        record_work(recorder_for(cast.worker, "api"), [visit], NOON)
    assert count_changes(cast.district_id) == 1
    assert count_changes(cast.district_id) == 0
    with whole(cast.district_id):
        assert coverage_total(cast.district_id).told == 1


def test_jobs_that_lost_their_worker_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    retried: list[str] = []

    class Manager:
        async def get_stalled_jobs(self) -> list[Any]:
            return [type("Job", (), {"task_name": "ledger.seal"})]

        async def retry_job(self, job: Any) -> None:
            retried.append(job.task_name)

    monkeypatch.setattr(jobs.app, "job_manager", Manager())
    asyncio.run(jobs.rescue(timestamp=0))
    assert retried == ["ledger.seal"]
