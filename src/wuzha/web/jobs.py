"""What happens by itself: sealing days, reminding of reports, counting what has changed, rescuing lost jobs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, time, timedelta

from django.db import Error, close_old_connections, transaction
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import AlreadyEnqueued

from wuzha.database import scoped
from wuzha.ledger.tasks import seal
from wuzha.oversight.actions import turn
from wuzha.oversight.tasks import count_changes
from wuzha.privacy.tasks import expire
from wuzha.registry import versions
from wuzha.registry.importing import under_way
from wuzha.registry.queries import districts
from wuzha.terms import Scope
from wuzha.web import clock, outlets, proofs, reminding
from wuzha.web.importing import uploads, work_off

FIRST_HOUR = 8  # nobody is reminded before the office opens
PAUSE = 3.0  # seconds between two looks for changes
CONCURRENCY = 3  # a roster of a million rows must not keep seals and reminders waiting
_log = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(name="web.seal_yesterday", queueing_lock="web.seal_yesterday")
def seal_yesterday(timestamp: int) -> None:
    """Have yesterday sealed in every district. Often, so that a machine that was off at midnight catches up."""
    now = clock.now()
    midnight = datetime.combine(now.date(), time.min, clock.ZONE)
    yesterday = now.date() - timedelta(days=1)
    for district in districts():
        seal(district.id, yesterday.isoformat(), midnight.isoformat(), now.isoformat())


@app.periodic(cron="30 * * * *")
@app.task(name="web.forget", queueing_lock="web.forget")
def forget(timestamp: int) -> None:
    """Delete the contacts of residents whose last day is over, and uploads that nobody came back to. Every hour,
    so that a machine that is off at night does it in the morning.
    """
    uploads().sweep(clock.now())
    proofs.sweep(clock.machine())
    for district in districts():
        expire(district.id, clock.now().isoformat())


@app.periodic(cron="*/10 * * * *")
@app.task(name="web.remind", queueing_lock="web.remind")
def remind(timestamp: int) -> None:
    """Give today's reminders of reports in every district. Often: each is given once, however often it is asked."""
    now = clock.now()
    for district in districts():
        if now.hour >= FIRST_HOUR:
            reminding.remind(district.id, now)
        reminding.deliver(district.id, now, outlets.send)


@app.periodic(cron="* * * * *")
@app.task(name="web.rescue", queueing_lock="web.rescue")
async def rescue(timestamp: int) -> None:
    """Give jobs whose worker was killed back to the queue."""
    for job in await app.job_manager.get_stalled_jobs():
        _log.warning("a job lost its worker and is tried again: %s", job.task_name)
        await app.job_manager.retry_job(job)


@app.task(name="web.import_rosters")
def import_rosters(district_id: int) -> None:
    """Go on with the uploaded rosters of a district, each from where it stands."""
    close_old_connections()
    work_off(district_id)


@app.periodic(cron="* * * * *")
@app.task(name="web.take_up_imports", queueing_lock="web.take_up_imports")
def take_up_imports(timestamp: int) -> None:
    """Go on with imports whose worker was killed; who still works on one is not disturbed."""
    for district in districts():
        if under_way(district.id):
            import_rosters.defer(district_id=district.id)


@app.task(name="web.prove", lock="web.prove")
def prove(district_id: int, proof_id: int) -> None:
    """Write a proof of the ledger that was asked for on a page; from the beginning where a worker was killed at it."""
    close_old_connections()
    proofs.write(district_id, proof_id, clock.now())


@app.task(name="web.compare_register")
def compare_register(district_id: int) -> None:
    """Note where the register differs from its newest version, after rows were changed one by one."""
    close_old_connections()
    with scoped(Scope.whole(district_id)):
        versions.compare(district_id)


def compare_later(district_id: int) -> None:
    """Have the register compared soon; once, however many rows are changed until then."""
    if versions.newest(district_id) is None:
        return
    once = compare_register.configure(queueing_lock=f"web.compare_register.{district_id}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        once.defer(district_id=district_id)


def work() -> None:
    """Run jobs until SIGTERM, and count what has changed in between. Imports that were cut off come first."""
    take_up_imports(timestamp=0)
    with app.replace_connector(PsycopgConnector(kwargs=connector_params())), counting():
        app.run_worker(name="wuzha", concurrency=CONCURRENCY, delete_jobs="successful", shutdown_graceful_timeout=15)


@contextmanager
def counting() -> Iterator[None]:
    """Turn the register to the present day and count changed leaves in a thread, for the length of a block."""
    stop = threading.Event()
    thread = threading.Thread(target=_count_until, args=(stop,), name="counting", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)


def _count_until(stop: threading.Event) -> None:
    while not stop.wait(PAUSE):
        close_old_connections()
        try:
            for district in districts():
                turn(district.id, clock.today())
                count_changes(district.id)
        except Error as error:
            # The server may be starting again; the marks stay until they are worked off.
            _log.warning("changes could not be counted now: %s", error)
