"""The whole matrix of tampering, as superuser on a real database: every column of every sealed row, rows removed,
slipped in, moved, cut off, made anew. Each is named by the verification and, in an export made afterwards, by the
stranger's script.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from ledger.conftest import DAY, DISTRICT, FIRST, Found, findings, seal, tamper, work
from ledger.test_proof import verify as verify  # a fixture
from support.facts import whole
from wuzha.cluster.home import Home
from wuzha.ledger import queries
from wuzha.ledger.core.chain import Breach
from wuzha.ledger.models import Audit, Fact, Seal
from wuzha.ledger.proving import Asked, write_proof

OTHER = "01920000-0000-7000-8000-00000000dead"
FACT = {
    "kind": "'meeting'",
    "occurred_at": "occurred_at + interval '1 second'",
    "occurred_on": "occurred_on + 1",
    "recorded_at": "recorded_at + interval '1 second'",
    "actor_id": "actor_id + 1",
    "actor_name": "actor_name || '。'",
    "unit_id": "unit_id + 1",
    "unit_pos": "unit_pos - 1",
    "area_id": "coalesce(area_id, 0) + 1",
    "area_pos": "area_pos - 1",
    "target_kind": "'place'",
    "target_id": "target_id + 1",
    "outcome": "'refused'",
    "grade": "'A'",
    "channel": "'banner'",
    "quantity": "quantity + 1",
    "audience": "audience + 1",
    "material": "material || '2'",
    "place": "place || ' '",
    "content": "content || '!'",
    "note": "note || '-'",
    "detail": "detail || '{\"a\": 1}'",
    "source": "'api'",
    "supersedes": f"'{OTHER}'",
}
SEAL = {
    "day": "day + 10",
    "form": "2",
    "cutoff": "cutoff + interval '1 second'",
    "count": "count - 1",
    "entries_digest": "sha256(entries_digest)",
    "previous": "sha256(previous)",
    "sealed_at": "sealed_at + interval '1 second'",
    "public": "sha256(public)",
    "root": "sha256(root)",
    "signature": "substr(signature, 2) || '\\x00'",
    "audit_count": "audit_count + 1",
    "audit_digest": "sha256(audit_digest)",
    "district_id": "district_id + 1",
}
LINE = {
    "district_id": "district_id + 1",
    "kind": "'read'",
    "at": "at + interval '1 second'",
    "actor_id": "actor_id + 1",
    "actor_name": "'别人'",
    "action": "'login'",
    "subject": "subject || '1'",
    "detail": "detail || '{\"a\": 1}'",
}


def columns(model: Any) -> set[str]:
    return {one.name for one in model._meta.local_fields} - {"pk"}


def exported(path: Path) -> Path:
    """An export of everything, as it is now."""
    asked = Asked(DISTRICT, "YS", "云山区", date.min, date.max, FIRST + 9 * DAY, audit=True)
    with whole(DISTRICT):
        write_proof(path, asked, lambda done, total: None)
    return path


def test_every_column_of_a_record_is_sealed(own_database: None, verify: Any, tmp_path: Path) -> None:
    assert columns(Fact) == {*FACT, "id", "district_id"}, "say here how the new column is tampered with"
    ids = work(FIRST, len(FACT) + 3)
    seal(FIRST)
    changed, (renamed, moved, untouched) = dict(zip(FACT, ids, strict=False)), ids[len(FACT) :]
    tamper(
        *(f"UPDATE ledger_fact SET {name} = {FACT[name]} WHERE id = '{id_}'" for name, id_ in changed.items()),
        f"UPDATE ledger_fact SET id = '{OTHER}' WHERE id = '{renamed}'",
        f"UPDATE ledger_fact SET district_id = {DISTRICT + 1} WHERE id = '{moved}'",
    )
    expected = {(Breach.CHANGED, id_) for id_ in changed.values()}
    expected |= {(Breach.MISSING, renamed), (Breach.INSERTED, UUID(OTHER)), (Breach.MISSING, moved)}
    assert {(one.breach, one.id) for one in findings()} == expected
    told = {f"{breach.value.upper()} 2026-03-02 {id_}" for breach, id_ in expected}
    assert set(verify(exported(tmp_path / "proof.zip"))) == told
    assert untouched not in {one.id for one in findings()}


@contextmanager
def tampered(table: str, *statements: str) -> Iterator[None]:
    """A table tampered with for the length of a block."""
    tamper(f"CREATE TABLE kept AS SELECT * FROM {table}", *statements)
    yield
    columns_ = "id, district_id, kind, at, actor_id, actor_name, action, subject, detail"
    into = f"{table} ({columns_}) SELECT {columns_}" if table == "ledger_audit" else f"{table} SELECT *"
    tamper(f"DELETE FROM {table}", f"INSERT INTO {into} FROM kept", "DROP TABLE kept")


def test_every_column_of_a_seal_is_bound(days: list[list[UUID]], verify: Any, tmp_path: Path) -> None:
    assert columns(Seal) == set(SEAL), "say here how the new column is tampered with"
    unnamed: dict[str, Any] = {}
    for name, value in SEAL.items():
        with tampered("ledger_seal", f"UPDATE ledger_seal SET {name} = {value} WHERE day = '2026-03-03'"):
            here, there = findings(), verify(exported(tmp_path / f"{name}.zip"))
            if not here or not there:
                unnamed[name] = (here, there)
    assert unnamed == {}
    assert findings() == verify(exported(tmp_path / "whole.zip")) == []


def test_every_column_of_a_line_of_the_audit_log_is_sealed(days: list[list[UUID]], verify: Any, tmp_path: Path) -> None:
    assert columns(Audit) == {*LINE, "id"}, "say here how the new column is tampered with"
    seal(FIRST + 3 * DAY)
    first = "(SELECT min(id) FROM ledger_audit)"
    unnamed: dict[str, Any] = {}
    for name, value in (*LINE.items(), ("id", "900000")):
        with tampered("ledger_audit", f"UPDATE ledger_audit SET {name} = {value} WHERE id = {first}"):
            here = [one for one in findings() if one.line is not None]
            there = [one for one in verify(exported(tmp_path / f"{name}.zip")) if " audit:" in one]
            if not here or not there:
                unnamed[name] = (here, there)
    assert unnamed == {}


def test_records_that_changed_places_and_days_that_were_swapped_are_named(
    days: list[list[UUID]], verify: Any, tmp_path: Path
) -> None:
    first, second = days[0][0], days[1][0]
    with tampered(
        "ledger_fact",
        f"UPDATE ledger_fact SET recorded_at = recorded_at + interval '1 day' WHERE id = '{first}'",
        f"UPDATE ledger_fact SET recorded_at = recorded_at - interval '1 day' WHERE id = '{second}'",
    ):
        assert {(one.breach, one.day, one.id) for one in findings()} == {
            (Breach.MISSING, 2, first),
            (Breach.INSERTED, 2, second),
            (Breach.MISSING, 3, second),
            (Breach.INSERTED, 3, first),
        }
        assert len(verify(exported(tmp_path / "moved.zip"))) == 4
    with tampered(
        "ledger_seal",
        "UPDATE ledger_seal SET day = '2026-02-01' WHERE day = '2026-03-03'",
        "UPDATE ledger_seal SET day = '2026-03-03' WHERE day = '2026-03-02'",
        "UPDATE ledger_seal SET day = '2026-03-02' WHERE day = '2026-02-01'",
    ):
        found = {one.breach for one in findings()}
        assert {Breach.CHAIN_BROKEN, Breach.SEAL_BROKEN, Breach.SEAL_REPLACED} <= found
        assert {"CHAIN_BROKEN 2026-03-02", "CHAIN_BROKEN 2026-03-03"} <= set(verify(exported(tmp_path / "days.zip")))


def test_what_is_truncated_is_missed_row_by_row(days: list[list[UUID]], verify: Any, tmp_path: Path) -> None:
    every = [id_ for day in days for id_ in day]
    with tampered("ledger_fact", "TRUNCATE ledger_fact"):
        assert [one.id for one in findings()] == every
        assert {one.rpartition(" ")[2] for one in verify(exported(tmp_path / "none.zip"))} == {*map(str, every)}
    with tampered("ledger_seal", "TRUNCATE ledger_seal"):
        assert findings() == [Found(Breach.SEAL_MISSING, day) for day in (2, 3, 4)]


@pytest.mark.parametrize(
    "change", ["subject = 'never'", "detail = '[]'", "detail = '{}'", 'detail = \'{"root": "xyz"}\'']
)
def test_a_note_on_a_seal_that_cannot_be_read_stops_nothing_and_is_named(days: list[list[UUID]], change: str) -> None:
    with whole(DISTRICT):
        numbers = sorted(Audit.objects.filter(action="ledger.seal").values_list("id", flat=True))
    for number in numbers:
        tamper(f"UPDATE ledger_audit SET {change} WHERE id = {number}")
    assert {(one.breach, one.line) for one in findings()} == {(Breach.CHANGED, number) for number in numbers}


def test_a_history_made_anew_with_another_key_is_told_by_a_head_from_before(
    days: list[list[UUID]], settings: Settings, verify: Any, tmp_path: Path
) -> None:
    with whole(DISTRICT):
        head = queries.head(DISTRICT, "YS")
        (key,) = queries.keys()
    tamper(
        *(f"TRUNCATE {table}" for table in ("ledger_seal", "ledger_seal_part", "ledger_audit_part", "ledger_key")),
        "DELETE FROM ledger_audit",
        f"DELETE FROM ledger_fact WHERE id = '{days[0][0]}'",
    )
    (tmp_path / "secret.key").write_text("09" * 32)
    settings.HOME = Home(tmp_path)
    for number in range(3):
        seal(FIRST + number * DAY)
    assert findings() == [], "whoever owns everything can make everything anew"
    assert findings(head) == [Found(Breach.HEAD_MISSING, 4)]
    proof = exported(tmp_path / "anew.zip")
    assert verify(proof) == []
    assert verify(proof, "--head", str(head)) == ["REWRITTEN 2026-03-04"]
    assert verify(proof, "--key", key.public.hex()) == ["KEY_UNTRUSTED 2026-03-04"]
