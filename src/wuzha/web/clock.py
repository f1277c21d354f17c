"""The one place that reads the clock. Everything below takes the time as an argument.

``WUZHA_CLOCK`` (an ISO date and time) sets the hands for a demonstration: time runs on from there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_held: ContextVar[datetime | None] = ContextVar("held", default=None)
_started = time.monotonic()


def now() -> datetime:
    """The present moment, with the zone of the district."""
    held = _held.get()
    if held is not None:
        return held
    set_to = os.environ.get("WUZHA_CLOCK")
    if set_to:
        return _local(datetime.fromisoformat(set_to)) + timedelta(seconds=time.monotonic() - _started)
    return datetime.now(ZONE)


def machine() -> datetime:
    """The machine's own moment, whatever the hands of a demonstration say: sessions and cookies end by it."""
    return datetime.now(ZONE)


def pocket() -> datetime:
    """What a phone beside this machine shows, by which it makes its one-time passwords.

    A demonstration does not move its hands; tests hold it with the rest.
    """
    return _held.get() or machine()


def today() -> date:
    """The present day in the district."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at one moment (tests, and the year of work of a demonstration)."""
    token = _held.set(_local(moment))
    try:
        yield
    finally:
        _held.reset(token)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZONE) if moment.tzinfo else moment.replace(tzinfo=ZONE)
