"""Tampering behind the application's back, as the owner of the tables: every row and day is named."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from ledger.conftest import DAY, DISTRICT, FIRST, Found, findings, seal, tamper, work
from support.facts import fact, whole
from wuzha.ledger import actions, queries, rows
from wuzha.ledger.core.chain import Breach
from wuzha.ledger.core.seals import BEGINNING, Book

HEAD = "day = '2026-03-04'"


def test_every_kind_of_tampering_with_rows_is_named(days: list[list[UUID]]) -> None:
    assert findings() == []
    changed, missing = days[0][1], days[1][0]
    tamper(f"UPDATE ledger_fact SET outcome = 'refused' WHERE id = '{changed}'")
    tamper(f"DELETE FROM ledger_fact WHERE id = '{missing}'")
    extra = fact(FIRST)
    with whole(DISTRICT):
        actions.append(DISTRICT, [extra], FIRST + 5 * DAY)
    tamper(f"UPDATE ledger_fact SET recorded_at = '2026-03-04 03:00+08' WHERE id = '{extra.id}'")
    assert findings() == [
        Found(Breach.CHANGED, 2, changed),
        Found(Breach.MISSING, 3, missing),
        Found(Breach.INSERTED, 4, extra.id),
    ]


def test_days_before_the_one_asked_for_are_left_out(days: list[list[UUID]]) -> None:
    for day in days:
        tamper(f"UPDATE ledger_fact SET outcome = 'refused' WHERE id = '{day[0]}'")
    heard: list[tuple[date, int, int]] = []
    with whole(DISTRICT):
        found = list(queries.verify(DISTRICT, lambda *told: heard.append(told), since=date(2026, 3, 3)))
    assert [one.fact_id for one in found] == [days[1][0], days[2][0]]
    # Each of the two days holds the line on the seal before it as well.
    third, fourth = date(2026, 3, 3), date(2026, 3, 4)
    assert heard == [(third, 3, 8), (third, 4, 8), (fourth, 7, 8), (fourth, 8, 8)]


def test_forged_entries_contradict_their_seal(days: list[list[UUID]]) -> None:
    tamper("UPDATE ledger_seal_part SET entries = substr(entries, 1, 96) WHERE day = '2026-03-03'")
    assert findings() == [Found(Breach.SEAL_BROKEN, 3), Found(Breach.INSERTED, 3, days[1][2])]


@pytest.mark.parametrize("column", ["count = 4", "entries_digest = '\\x00'", "sealed_at = now()", "cutoff = now()"])
def test_a_forged_statement_contradicts_its_root(days: list[list[UUID]], column: str) -> None:
    tamper(f"UPDATE ledger_seal SET {column} WHERE {HEAD}")
    assert Found(Breach.SEAL_BROKEN, 4) in findings()


def test_a_forged_root_is_not_what_was_signed_nor_what_is_remembered(days: list[list[UUID]]) -> None:
    tamper(f"UPDATE ledger_seal SET root = sha256('forged') WHERE {HEAD}")
    assert {one.breach for one in findings()} == {Breach.SEAL_BROKEN, Breach.FORGED, Breach.SEAL_REPLACED}


def test_a_seal_taken_out_of_the_middle_is_missed_by_the_next_and_by_the_audit_log(days: list[list[UUID]]) -> None:
    tamper("DELETE FROM ledger_seal WHERE day = '2026-03-03'")
    found = findings()
    assert found[:2] == [Found(Breach.CHAIN_BROKEN, 4), Found(Breach.SEAL_MISSING, 3)]
    assert {one.id for one in found[2:]} == {*days[1], None}
    assert [one.breach for one in found[2:]] == [Breach.INSERTED] * 4


def cut_the_end() -> None:
    tamper(
        f"DELETE FROM ledger_seal WHERE {HEAD}",
        f"DELETE FROM ledger_seal_part WHERE {HEAD}",
        "DELETE FROM ledger_fact WHERE recorded_at >= '2026-03-04 00:00+08'",
    )


def test_the_newest_day_cannot_vanish_while_the_audit_log_stands(days: list[list[UUID]]) -> None:
    cut_the_end()
    assert findings() == [Found(Breach.SEAL_MISSING, 4)]


def test_the_newest_day_cannot_vanish_from_a_head_on_paper(days: list[list[UUID]]) -> None:
    with whole(DISTRICT):
        kept = queries.head(DISTRICT, "YS")
    assert kept
    cut_the_end()
    tamper("DELETE FROM ledger_audit WHERE subject = '2026-03-04'")
    assert findings() == []
    assert findings(kept) == [Found(Breach.HEAD_MISSING, 4)]


def test_an_older_head_stays_in_a_chain_that_grew(days: list[list[UUID]]) -> None:
    with whole(DISTRICT):
        kept = queries.head(DISTRICT, "YS")
    work(FIRST + 3 * DAY)
    seal(FIRST + 3 * DAY)
    assert findings(kept) == []


def test_days_that_are_over_without_a_seal_are_named(days: list[list[UUID]]) -> None:
    work(FIRST + 3 * DAY)
    work(FIRST + 5 * DAY)
    assert findings() == []
    assert findings(over=(FIRST + 5 * DAY).replace(hour=0)) == [Found(Breach.UNSEALED, 5)]
    assert findings(over=(FIRST + 6 * DAY).replace(hour=0)) == [Found(Breach.UNSEALED, 5), Found(Breach.UNSEALED, 7)]


def test_a_big_day_is_sealed_in_parts_and_a_row_that_moved_between_them_is_changed(
    own_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "PART", 4)
    ids = [one for hour in range(5) for one in work(FIRST.replace(hour=8 + hour))]
    seal(FIRST)
    with whole(DISTRICT):
        (made,) = rows.chain(DISTRICT)
        parts = [len(entries) // 48 for _, _, entries in rows.parts(Book.FACTS, made, BEGINNING)]
    assert (made.count, parts) == (15, [4, 4, 4, 3])
    assert findings() == []
    tamper(f"UPDATE ledger_fact SET recorded_at = '2026-03-02 12:00+08' WHERE id = '{ids[0]}'")
    tamper(f"DELETE FROM ledger_fact WHERE id = '{ids[7]}'")
    assert findings() == [Found(Breach.CHANGED, 2, ids[0]), Found(Breach.MISSING, 2, ids[7])]
    tamper("UPDATE ledger_seal_part SET until_at = '2026-03-02 08:00+08'")
    assert Found(Breach.MISSING, 2, ids[7]) in findings()
