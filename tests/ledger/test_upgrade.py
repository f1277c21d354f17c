"""Seals of the first release, as its migrations and its functions made them, after an upgrade."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_django
from django.core.management import call_command
from django.db import connections

from ledger.conftest import DISTRICT, FIRST, SCRIPT, findings, seal, tamper, unguarded, work
from support.cluster import ThrowAway
from support.facts import fact, whole
from wuzha.cluster.dsn import Endpoint
from wuzha.ledger import queries, rows, signing
from wuzha.ledger.actions import note
from wuzha.ledger.core.chain import Breach
from wuzha.ledger.core.facts import FactRow
from wuzha.ledger.core.seals import (
    BEGINNING,
    GENESIS,
    SIGNED,
    Book,
    Bound,
    Gathering,
    SealRow,
    signed_root,
    statement,
    to_sign,
)
from wuzha.ledger.models import Seal, SealPart
from wuzha.ledger.proving import Asked, write_proof

CUTOFF = "2026-03-02 16:00:00.000000"


def point_at(endpoint: Endpoint) -> None:
    for alias, login in (("default", "wuzha_web"), ("owner", "wuzha_owner")):
        connections[alias].close()
        connections[alias].settings_dict.update(endpoint.django(login))


@pytest.fixture
def first_release(
    postgres: ThrowAway, django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """A database with the ledger's tables of the first release, and nothing else."""
    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    with django_db_blocker.unblock():
        point_at(postgres.create("wuzha_first"))
        call_command("migrate", "ledger", "0002", database="owner", verbosity=0)
        yield
        connections.close_all()
        for alias, settings in before.items():
            connections[alias].settings_dict.update(settings)
    postgres.drop("wuzha_first")


def insert(row: FactRow) -> None:
    values: dict[str, Any] = {"district_id": DISTRICT, "recorded_at": FIRST} | row.as_json()
    values["detail"] = '{"b": 1.50, "a": ["\\u4e2d", null]}'
    names = ", ".join(values)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_fact ({names}) VALUES ({', '.join(['%s'] * len(values))})", [*values.values()]
        )


def seal_as_it_was() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id, ledger_digest_v1(f) FROM ledger_fact AS f ORDER BY id")
        entries = b"".join(id.bytes + bytes(digest) for id, digest in cursor.fetchall())
        previous = bytes(32)
        root = hashlib.sha256(previous + b"2026-03-02 2026-03-02T16:00:00.000000+00:00\n" + entries).digest()
        values = [DISTRICT, date(2026, 3, 2), f"{CUTOFF}+00", len(entries) // 48, entries, previous, root, FIRST]
        columns = "district_id, day, cutoff, count, entries, previous, root, sealed_at"
        cursor.execute(f"INSERT INTO ledger_seal ({columns}) VALUES ({', '.join(['%s'] * 8)})", values)


@pytest.fixture
def second_release(
    first_release: None,
) -> list[SealRow]:
    """The ledger of the release that signed facts only: two days, the seals as its statement had them."""
    call_command("migrate", "ledger", database="owner", verbosity=0)
    made: list[SealRow] = []
    with whole(DISTRICT):
        note(DISTRICT, 0, "wuzha", FIRST, "plan.confirm", "方案")
    for day in (2, 3):
        noon = FIRST.replace(day=day)
        work(noon)
        with whole(DISTRICT):
            signer = signing.present(noon)
            since, until = BEGINNING if day == 2 else Bound(made[0].cutoff), Bound(noon.replace(day=day + 1, hour=0))
            ((_, entries),) = rows.cut(Book.FACTS, DISTRICT, since, until)
            gathered = Gathering()
            gathered.add(entries)
            said = SealRow(
                form=SIGNED,
                district_id=DISTRICT,
                day=noon.date(),
                cutoff=until.at,
                count=3,
                entries_digest=gathered.digest,
                previous=made[0].root if made else GENESIS,
                sealed_at=until.at,
                public=signer.public,
            )
            root = signed_root(said)
            made.append(replace(said, root=root, signature=signer.sign(to_sign(root))))
            Seal.objects.create(**{name: getattr(made[-1], name) for name in rows.COLUMNS})
            SealPart.objects.create(
                district_id=DISTRICT,
                day=noon.date(),
                number=0,
                until_at=until.at,
                until_id=until.id,
                entries=entries,
            )
    return made


def test_seals_of_facts_alone_stay_valid_and_the_first_one_with_the_audit_log_holds_all_of_it(
    second_release: list[SealRow], tmp_path: Path
) -> None:
    assert json.loads(statement(second_release[1]))[0] == "wuzha seal 2"
    assert findings() == []
    seal(FIRST.replace(day=4))
    assert findings() == []
    with whole(DISTRICT):
        assert [(one.form, one.audit_count) for one in rows.chain(DISTRICT)] == [(2, 0), (2, 0), (3, 1)]
        asked = Asked(DISTRICT, "YS", "云山区", date.min, date.max, FIRST, audit=True)
        write_proof(tmp_path / "proof.zip", asked, lambda done, total: None)
    command = [sys.executable, str(SCRIPT), str(tmp_path / "proof.zip")]
    done = subprocess.run(command, capture_output=True, encoding="utf8")
    assert done.returncode == 0, done.stdout
    assert "audit log looked at: 1 (" in done.stdout
    tamper("UPDATE ledger_audit SET actor_name = '别人' WHERE action = 'plan.confirm'")
    assert [(one.breach, one.day) for one in findings()] == [(Breach.CHANGED, 4)]


def test_old_seals_stay_valid_and_new_ones_follow_them_signed(first_release: None, tmp_path: Path) -> None:
    hostile = 'quote " backslash \\ tab \t line \n bell \x07 delete \x7f separator \u2028 emoji 🙂 </script>'
    exotic = fact(datetime.fromisoformat("0099-12-31T23:59:59.000001+08:00"), note=hostile, quantity=-5, area_id=7)
    with unguarded(("ledger_fact", "ledger_seal")):
        insert(exotic)
        insert(fact(FIRST, supersedes=exotic.id))
        seal_as_it_was()
    call_command("migrate", "ledger", database="owner", verbosity=0)
    assert findings() == []
    work(FIRST.replace(day=3))
    seal(FIRST.replace(day=3))
    assert findings() == []
    with whole(DISTRICT):
        assert [one.form for one in rows.chain(DISTRICT)] == [1, 3]
        assert queries.unsigned_days(DISTRICT) == 1
        # Only the second day is asked for; the first one's root can be followed all the same.
        asked = Asked(DISTRICT, "YS", "云山区", date(2026, 3, 3), date(2026, 3, 3), FIRST)
        head = write_proof(tmp_path / "proof.zip", asked, lambda done, total: None)
    command = [sys.executable, str(SCRIPT), str(tmp_path / "proof.zip"), "--head", str(head)]
    done = subprocess.run(command, capture_output=True, encoding="utf8")
    assert done.returncode == 0, done.stdout
    assert "early seals without signature: 1" in done.stdout
    with zipfile.ZipFile(tmp_path / "proof.zip", "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("entries/2026-03-02.txt", "")
    zipfile.ZipFile(tmp_path / "proof.zip").extractall(tmp_path / "open")
    done = subprocess.run([*command[:2], str(tmp_path / "open")], capture_output=True, encoding="utf8")
    assert "✗ ENTRIES_BROKEN 2026-03-02" in done.stdout
