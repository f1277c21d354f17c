"""Contacts that come with a roster of households: sealed on the way, kept once, followed, refused elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from support.cast import NOON, Cast
from support.contacts import CLERK, ON, switch_on
from support.facts import whole
from wuzha.database import scoped
from wuzha.privacy import actions, queries
from wuzha.registry import importing
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.importing import Importer, Outcome, Upload, import_roster
from wuzha.terms import Interval, Scope

HEAD = "所在区域,地址,管理单位,户主,联系电话,联系人身份\n"
ROWS = (
    HEAD
    + "J,5号楼101室,锦绣物业,李晓梅,139 1234 5678,户主\n"
    + "J,5号楼102室,锦绣物业,,１３８０００１２３４５,\n"
    + "J,5号楼103室,锦绣物业,,,\n"
)
BY = Importer(1, "内勤")


def written(folder: Path, text: str) -> Path:
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf8")
    return path


def bring(cast: Cast, folder: Path, text: str = ROWS) -> Outcome:
    return import_roster(cast.district_id, RosterKind.HOUSEHOLDS, written(folder, text), BY, NOON)


def shown(cast: Cast) -> dict[int, str]:
    with whole(cast.district_id), connection.cursor() as cursor:
        cursor.execute("SELECT household_id FROM privacy_contact ORDER BY household_id")
        kept = [queries.contact(cast.district_id, row[0]) for row in cursor.fetchall()]
        return {one.household_id: one.shown for one in kept if one}


def dumped(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} AS t")
        return str(cursor.fetchone()[0])


def test_while_switched_off_the_columns_are_not_read(cast: Cast, tmp_path: Path) -> None:
    outcome = bring(cast, tmp_path)
    assert (outcome.added, outcome.bad) == (3, 0)
    assert {problem.code for problem in outcome.problems} == {"REG106"}
    assert shown(cast) == {}


def test_contacts_are_kept_and_the_same_roster_again_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    switch_on(cast)
    assert bring(cast, tmp_path).added == 3
    assert sorted(shown(cast).values()) == ["138****2345", "李** 139****5678"]
    with whole(cast.district_id):
        before = dumped("privacy_contact")
    assert bring(cast, tmp_path).unchanged == 3
    with whole(cast.district_id):
        assert dumped("privacy_contact") == before, "sealed anew it would look different"
    assert bring(cast, tmp_path, ROWS.replace("5678", "5679")).unchanged == 3
    assert sorted(shown(cast).values()) == ["138****2345", "李** 139****5679"]
    assert bring(cast, tmp_path, "所在区域,地址,管理单位\nJ,5号楼101室,锦绣物业\n").bad == 0
    assert len(shown(cast)) == 2, "a roster without contacts says nothing of them"


def test_what_waits_to_be_taken_is_sealed(cast: Cast, tmp_path: Path) -> None:
    switch_on(cast)
    path = written(tmp_path, ROWS)
    run = importing.begin(cast.district_id, Upload(RosterKind.HOUSEHOLDS, path, "户.csv"), BY, NOON)
    run = importing.read_on(run, path)
    with whole(cast.district_id):
        waiting = dumped("registry_incoming_household") + dumped("registry_import")
    assert "5号楼101室" in waiting
    for known in ("李晓梅", "13912345678", "13800012345"):
        assert known not in waiting
        assert known.encode().hex() not in waiting
    importing.take(run, path, NOON)
    assert len(shown(cast)) == 2


def test_bad_rows_repeat_nothing_of_a_person(cast: Cast, tmp_path: Path) -> None:
    switch_on(cast)
    text = (
        HEAD
        + "J,6号楼101室,锦绣物业,李晓梅,1391234,李晓梅\n"
        + "J,6号楼102室,13912345678,王五,,\n"
        + "J,6号楼103室13912345678,锦绣物业,,,\n"
        + "J,6号楼104室,锦绣物业,110101199003074514,,\n"
    )
    outcome = bring(cast, tmp_path, text)
    assert outcome.bad == 4
    told = " ".join(f"{problem.code} {problem.place} {problem.message()}" for problem in outcome.problems)
    for code in ("REG113", "REG116", "REG131", "REG121", "REG120"):
        assert code in told
    for known in ("李晓梅", "1391234", "王五", "110101199003074514"):
        assert known not in told
    with whole(cast.district_id):
        kept = dumped("registry_import") + dumped("ledger_audit")
    assert "13912345678" not in kept
    assert "李晓梅" not in kept


def test_a_contact_goes_with_its_door_to_another_holder(cast: Cast, tmp_path: Path) -> None:
    switch_on(cast)
    bring(cast, tmp_path)
    theirs = cast["worker"].scope
    with scoped(theirs):
        assert queries.count(cast.district_id) == 2
    bring(cast, tmp_path, "所在区域,地址,管理单位\nJ,5号楼101室,明月物业\n")
    with scoped(theirs):
        assert queries.count(cast.district_id) == 1
    nowhere = Scope(cast.district_id, Interval.root(), Interval(0, 1), Interval(0, 1))
    with scoped(nowhere):
        assert queries.count(cast.district_id) == 0


def test_who_objected_is_left_out_of_the_next_roster(cast: Cast, tmp_path: Path) -> None:
    switch_on(cast)
    bring(cast, tmp_path)
    (door,) = [number for number, said in shown(cast).items() if said.startswith("李")]
    with whole(cast.district_id):
        actions.delete(cast.district_id, door, CLERK, NOON, objects=True)
    bring(cast, tmp_path, ROWS.replace("103室", "104室"))
    assert list(shown(cast).values()) == ["138****2345"]
    with whole(cast.district_id):
        assert '""objected"": 1' in dumped("ledger_audit")


def test_what_was_read_while_switched_on_is_not_kept_once_it_is_off(cast: Cast, tmp_path: Path) -> None:
    switch_on(cast)
    path = written(tmp_path, ROWS)
    run = importing.begin(cast.district_id, Upload(RosterKind.HOUSEHOLDS, path, "户.csv"), BY, NOON)
    run = importing.read_on(run, path)
    switch_on(cast, type(ON)(False, ON.purpose, ON.notice, ON.keep_days))
    importing.take(run, path, NOON)
    assert shown(cast) == {}


@pytest.mark.parametrize("word", ["13912345678", "第13912345678号"])
def test_a_number_in_the_address_is_refused_with_or_without_contacts(cast: Cast, tmp_path: Path, word: str) -> None:
    outcome = bring(cast, tmp_path, f"所在区域,地址,管理单位\nJ,{word},锦绣物业\n")
    assert [problem.code for problem in outcome.problems] == ["REG121"]
    assert word not in outcome.problems[0].message()
