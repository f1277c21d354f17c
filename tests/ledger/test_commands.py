"""``wuzha ledger``, as a clerk meets it at the shell."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from click.testing import Result
from django.utils.translation import override
from typer.testing import CliRunner

from ledger.conftest import DAY, DISTRICT, FIRST, tamper, work
from wuzha.ledger.core.chain import Finding
from wuzha.web import clock
from wuzha.web.commands import ledger as commands
from wuzha.web.commands.shell import telling_problems

Run = Callable[..., Result]


@pytest.fixture
def run(own_database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """The commands on the database that is open already, on the fourth day, in English."""
    monkeypatch.setattr(commands, "house", telling_problems)
    monkeypatch.setattr(commands, "district", lambda code: SimpleNamespace(id=DISTRICT, code="YS", name="云山区"))
    monkeypatch.setattr(commands, "progress_bar", lambda label: nullcontext(lambda done, total: None))
    with override("en"), clock.at(FIRST + 3 * DAY):
        yield lambda *words: CliRunner().invoke(commands.app, list(words), catch_exceptions=False)


def test_a_kept_head_still_stands_until_the_end_is_cut_off(run: Run, days: list[list[UUID]]) -> None:
    head = run("head").stdout.strip()
    assert head == json.loads(run("head", "--json").stdout)["line"]
    assert run("verify", "--head", head).exit_code == 0
    tamper("DELETE FROM ledger_seal WHERE day = '2026-03-04'", "DELETE FROM ledger_audit")
    done = run("verify", "--head", head)
    assert done.exit_code == 1
    assert "2026-03-04: the head that was kept is not in the chain" in done.stderr
    assert "2026-03-04: the day is over and has records, but no seal" in done.stderr
    assert run("verify", "--head", head[:-1]).exit_code == 2


def test_findings_come_as_json_too(run: Run, days: list[list[UUID]]) -> None:
    tamper(f"UPDATE ledger_fact SET quantity = 2 WHERE id = '{days[1][0]}'")
    done = run("verify", "--json")
    assert done.exit_code == 1
    found = [{"breach": "changed", "day": "2026-03-03", "record": str(days[1][0]), "line": None}]
    assert json.loads(done.stdout) == {"days": 3, "unsigned": 0, "foreign_keys": [], "findings": found}
    assert run("verify", "--since", "2026-03-04").exit_code == 0


def test_an_interrupted_run_says_where_to_go_on(
    run: Run, days: list[list[UUID]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(district_id: int, advance: Callable[..., None], **_: object) -> Iterator[Finding]:
        advance(date(2026, 3, 3), 4, 9)
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(commands.queries, "verify", interrupted)
    done = run("verify")
    assert done.exit_code == 130
    assert "--since 2026-03-03" in done.stderr


def test_nothing_is_sealed_before_the_first_seal(run: Run, tmp_path: Path) -> None:
    work(FIRST)
    assert run("head").exit_code == run("prove", str(tmp_path / "proof.zip")).exit_code == 2
    assert list(tmp_path.iterdir()) == []
    assert run("seal").exit_code == 0
    assert run("head").stdout.startswith("WUZHA-HEAD YS 2026-03-04 3 ")
    assert run("verify").exit_code == 0


def test_keys_are_listed_and_a_new_one_is_taken(run: Run, days: list[list[UUID]]) -> None:
    (first,) = json.loads(run("keys", "--json").stdout)
    assert len(bytes.fromhex(first["public"])) == 32
    assert [line.split()[0] for line in run("keys", "--new").stdout.splitlines()] == ["1", "2"]


def test_a_proof_is_written_with_its_head(run: Run, days: list[list[UUID]], tmp_path: Path) -> None:
    done = run("prove", str(tmp_path / "proof.zip"), "--since", "2026-03-03", "--until", "2026-03-03")
    assert done.exit_code == 0
    assert run("head").stdout in done.stdout
    with zipfile.ZipFile(tmp_path / "proof.zip") as archive:
        assert len(archive.read("facts/2026-03-03.jsonl").splitlines()) == 3
        assert {"verify.py", "README.txt", "seals.jsonl", "keys.jsonl", "about.json"} < set(archive.namelist())
