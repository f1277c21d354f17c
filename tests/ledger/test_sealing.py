"""The ledger keeps what it was told: append-only by privilege, and every breach is named."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from support.facts import fact, whole
from wuzha.ledger import actions, queries
from wuzha.web.clock import ZONE

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=ZONE)
MIDNIGHT = NOON.replace(hour=0) + timedelta(days=1)


def sealed(count: int) -> list:
    rows = [fact(NOON) for _ in range(count)]
    actions.append(1, rows, NOON)
    actions.seal_until(1, NOON.date(), MIDNIGHT, MIDNIGHT)
    return rows


@pytest.mark.parametrize(
    "verb", ["UPDATE ledger_fact SET quantity = 2", "DELETE FROM ledger_fact", "TRUNCATE ledger_fact"]
)
def test_nobody_may_touch_a_fact(verb: str) -> None:
    with whole(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb)


def test_sending_again_adds_nothing_and_other_content_is_refused() -> None:
    with whole():
        row = fact(NOON)
        assert actions.append(1, [row], NOON) == ({row.id}, set())
        assert actions.append(1, [row], NOON) == (set(), set())
        other = fact(NOON, id=row.id, outcome="refused")
        assert actions.append(1, [other], NOON) == (set(), {row.id})


def test_an_untouched_ledger_verifies() -> None:
    with whole():
        sealed(5)
        assert list(queries.verify(1)) == []


def test_a_fact_never_lands_in_a_sealed_day() -> None:
    with whole():
        sealed(1)
        actions.append(1, [fact(NOON)], NOON)
        assert list(queries.verify(1)) == []
        actions.seal_until(1, MIDNIGHT.date(), MIDNIGHT + timedelta(days=1), MIDNIGHT)
        assert list(queries.verify(1)) == []
        assert queries.sealed_days(1) == 2
