"""A ledger of three sealed days, and the owner's hand that tampers with it behind the application's back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections

import wuzha.ledger
from support.facts import fact, whole
from wuzha.ledger import actions, queries
from wuzha.ledger.core.chain import Breach
from wuzha.ledger.queries import Head
from wuzha.web.clock import ZONE

DISTRICT = 77
FIRST = datetime(2026, 3, 2, 12, tzinfo=ZONE)
DAY = timedelta(days=1)
SCRIPT = Path(wuzha.ledger.__file__).parent / "standalone" / "verify.py"
TABLES = ("ledger_fact", "ledger_seal", "ledger_seal_part", "ledger_audit_part", "ledger_audit")


def work(noon: datetime, count: int = 3) -> list[UUID]:
    """Facts of one day, in order of their ids."""
    rows = [fact(noon) for _ in range(count)]
    with whole(DISTRICT):
        actions.append(DISTRICT, rows, noon)
    return sorted(row.id for row in rows)


def seal(noon: datetime) -> None:
    midnight = noon.replace(hour=0) + DAY
    with whole(DISTRICT):
        actions.seal_until(DISTRICT, noon.date(), midnight, midnight)


@pytest.fixture
def days(own_database: None) -> list[list[UUID]]:
    """Three sealed days of three facts each, committed."""
    made = []
    for number in range(3):
        made.append(work(FIRST + number * DAY))
        seal(FIRST + number * DAY)
    return made


def tamper(*statements: str) -> None:
    with unguarded() as execute:
        for text in statements:
            execute(text)


@contextmanager
def unguarded(tables: Sequence[str] = TABLES) -> Iterator[Callable[[str], None]]:
    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        yield cursor.execute
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


@dataclass(frozen=True)
class Found:
    """What verification found: breach, day of the month, fact."""

    breach: Breach
    day: int
    id: UUID | None = None
    line: int | None = None


def findings(kept: Head | None = None, over: datetime | None = None) -> list[Found]:
    with whole(DISTRICT):
        found = queries.verify(DISTRICT, kept=kept, over=over)
        return [Found(one.breach, one.day.day, one.fact_id, one.line) for one in found]
