"""The audit log: what a line says, and that nobody can take it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from ledger.conftest import DAY, DISTRICT, FIRST, TABLES, Found, findings, seal, tamper
from support.facts import whole
from wuzha.ledger import rows
from wuzha.ledger.actions import note_read
from wuzha.ledger.core.chain import Breach
from wuzha.ledger.core.lines import Look
from wuzha.web.clock import ZONE

NOON = datetime(2026, 3, 2, 12, tzinfo=ZONE)


def read(at: datetime = NOON) -> None:
    with whole(DISTRICT):
        note_read(DISTRICT, 7, "林晚舟", at, "person.unmask", Look("person", [3, 9], ["phone"], "回访"))


def numbers() -> list[int]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_audit WHERE action = 'person.unmask' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def lines() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, at, actor_name, action, subject, detail FROM ledger_audit ORDER BY id")
        return cursor.fetchall()


@pytest.mark.django_db
def test_a_read_is_noted_by_key_field_and_reason() -> None:
    with whole():
        note_read(1, 7, "林晚舟", NOON, "person.unmask", Look("person", [3, 9], ["phone"], "回访"))
        (line,) = lines()
    assert line[:5] == ("read", NOON, "林晚舟", "person.unmask", "person 3, 9")
    assert '"keys": [3, 9]' in str(line[5])
    assert '"fields": ["phone"]' in str(line[5])
    assert "回访" in str(line[5])


def test_a_look_at_many_names_the_first_and_their_number_and_keeps_every_key() -> None:
    look = Look("resident", range(1, 1001), ["name"])
    assert look.subject == "resident 1, 2, 3, 4, 5, 6, 7, 8 … (1000)"
    assert look.as_detail()["keys"] == list(range(1, 1001))


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {} SET district_id = 2", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_may_change_or_remove_what_the_ledger_noted(table: str, verb: str) -> None:
    with whole(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(table))


@pytest.mark.django_db
def test_a_line_is_a_change_or_a_read() -> None:
    with whole(), pytest.raises(Exception, match="ledger_audit_kind"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO ledger_audit (district_id, kind, at, actor_id, actor_name, action, subject, detail)"
            " VALUES (1, 'other', now(), 1, '', '', '', '{}')"
        )


@pytest.fixture
def looked(own_database: None) -> list[int]:
    """Two days with two looks each, sealed; the numbers of the lines."""
    for day in range(2):
        for _ in range(2):
            read(FIRST + day * DAY)
        seal(FIRST + day * DAY)
    return numbers()


def test_every_kind_of_tampering_with_lines_is_named(looked: list[int]) -> None:
    assert findings() == []
    tamper(f"DELETE FROM ledger_audit WHERE id = {looked[3]}")
    read(FIRST + 3 * DAY)
    slipped = numbers()[-1]
    tamper(f"UPDATE ledger_audit SET at = '2026-03-03 13:00+08' WHERE id = {slipped}")
    tamper(f"UPDATE ledger_audit SET at = at + interval '1 hour' WHERE id = {looked[2]}")
    assert findings() == [
        Found(Breach.CHANGED, 3, line=looked[2]),
        Found(Breach.MISSING, 3, line=looked[3]),
        Found(Breach.INSERTED, 3, line=slipped),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'change'",
        "actor_id = 8",
        "actor_name = '别人'",
        "action = 'plan.confirm'",
        "subject = 'person 4'",
        'detail = detail || \'{"reason": ""}\'',
    ],
)
def test_each_column_of_a_line_is_sealed(looked: list[int], change: str) -> None:
    tamper(f"UPDATE ledger_audit SET {change} WHERE id = {looked[0]}")
    assert findings() == [Found(Breach.CHANGED, 2, line=looked[0])]


def test_a_line_never_lands_in_a_sealed_day(looked: list[int]) -> None:
    read(FIRST)
    assert findings() == []
    seal(FIRST + 2 * DAY)
    assert findings() == []


def test_a_busy_day_is_sealed_in_parts_and_a_line_that_moved_between_them_is_changed(
    own_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "PART", 4)
    for hour in range(10):
        read(FIRST.replace(hour=8 + hour))
    seal(FIRST)
    assert findings() == []
    first = numbers()[0]
    tamper(f"UPDATE ledger_audit SET at = '2026-03-02 17:30+08' WHERE id = {first}")
    assert findings() == [Found(Breach.CHANGED, 2, line=first)]


def test_entries_of_lines_made_to_fit_contradict_their_seal(looked: list[int]) -> None:
    tamper("UPDATE ledger_audit_part SET entries = substr(entries, 1, 48) WHERE day = '2026-03-02'")
    assert findings() == [Found(Breach.SEAL_BROKEN, 2), Found(Breach.INSERTED, 2, line=looked[1])]
