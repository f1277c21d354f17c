"""The audit log: what a line says, and that nobody can take it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from support.facts import whole
from wuzha.ledger.actions import note, note_read
from wuzha.ledger.core.lines import Look
from wuzha.web.clock import ZONE

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=ZONE)


def lines() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, at, actor_name, action, subject, detail FROM ledger_audit ORDER BY id")
        return cursor.fetchall()


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


@pytest.mark.parametrize("table", ["ledger_audit", "ledger_seal", "ledger_seal_part", "ledger_key"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_may_change_or_remove_what_the_ledger_noted(table: str, verb: str) -> None:
    column = {"ledger_audit": "actor_name", "ledger_key": "since", "ledger_seal_part": "entries"}.get(table, "root")
    with whole():
        note(1, 7, "林晚舟", NOON, "plan.confirm", "方案")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(verb.format(table, column, column))


def test_a_line_is_a_change_or_a_read() -> None:
    with whole(), pytest.raises(Exception, match="ledger_audit_kind"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO ledger_audit (district_id, kind, at, actor_id, actor_name, action, subject, detail)"
            " VALUES (1, 'other', now(), 1, '', '', '', '{}')"
        )
