"""Tampering behind the application's back, as the owner of the tables: every row and day is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connections

from support.facts import fact, whole
from wuzha.ledger import actions, queries
from wuzha.ledger.core.seals import Breach
from wuzha.web.clock import ZONE

DISTRICT = 77
FIRST = datetime(2026, 3, 2, 12, tzinfo=ZONE)
DAY = timedelta(days=1)


@pytest.fixture
def days(own_database: None) -> list[list[UUID]]:
    """Three sealed days of three facts each, committed."""
    made = []
    for number in range(3):
        noon = FIRST + number * DAY
        rows = [fact(noon) for _ in range(3)]
        with whole(DISTRICT):
            actions.append(DISTRICT, rows, noon)
            midnight = noon.replace(hour=0) + DAY
            actions.seal_until(DISTRICT, noon.date(), midnight, midnight)
        made.append(sorted(row.id for row in rows))
    return made


@contextmanager
def unguarded() -> Iterator[Callable[[str], None]]:
    with connections["owner"].cursor() as cursor:
        for table in ("ledger_fact", "ledger_seal"):
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        yield cursor.execute
        for table in ("ledger_fact", "ledger_seal"):
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def tamper(*statements: str) -> None:
    with unguarded() as execute:
        for text in statements:
            execute(text)


def findings() -> list[tuple[Breach, int, UUID | None]]:
    with whole(DISTRICT):
        return [(one.breach, one.day.day, one.fact_id) for one in queries.verify(DISTRICT)]


def test_every_kind_of_tampering_is_named(days: list[list[UUID]]) -> None:
    assert findings() == []
    changed, missing = days[0][1], days[1][0]
    tamper(f"UPDATE ledger_fact SET outcome = 'refused' WHERE id = '{changed}'")
    tamper(f"DELETE FROM ledger_fact WHERE id = '{missing}'")
    extra = fact(FIRST)
    with whole(DISTRICT):
        actions.append(DISTRICT, [extra], FIRST + 5 * DAY)
    tamper(f"UPDATE ledger_fact SET recorded_at = '2026-03-04 03:00+08' WHERE id = '{extra.id}'")
    assert findings() == [
        (Breach.CHANGED, 2, changed),
        (Breach.MISSING, 3, missing),
        (Breach.INSERTED, 4, extra.id),
    ]


def test_a_forged_seal_breaks_the_chain(days: list[list[UUID]]) -> None:
    tamper("UPDATE ledger_seal SET count = 2, entries = substr(entries, 1, 96) WHERE day = '2026-03-03'")
    assert (Breach.SEAL_BROKEN, 3, None) in findings()
    assert (Breach.INSERTED, 3, days[1][2]) in findings()


def test_a_seal_taken_out_of_the_middle_is_missed_by_the_next(days: list[list[UUID]]) -> None:
    tamper("DELETE FROM ledger_seal WHERE day = '2026-03-03'")
    assert (Breach.CHAIN_BROKEN, 4, None) in findings()
