"""A proof of the ledger asked for on a page: written by a job, whole or not there, checked by a stranger."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from support.cast import NOON, OFFICE
from support.facts import whole
from web.pages.conftest import TODAY
from wuzha.cluster.home import Home
from wuzha.ledger.actions import seal_until
from wuzha.web import policy, proofs
from wuzha.web.models import Proof, User

Browser = Callable[[User | None], Client]
PAGE = "/settings/proof/"


@pytest.fixture
def cast(campaign: Any, settings: Settings, tmp_path: Path) -> Any:
    """The campaign's office with everything sealed up to today, and files of its own."""
    settings.HOME = Home(tmp_path)
    (tmp_path / "secret.key").write_text("07" * 32)
    midnight = (TODAY + timedelta(days=1)).replace(hour=0)
    with whole(campaign.cast.district_id):
        seal_until(campaign.cast.district_id, TODAY.date(), midnight, midnight)
    return campaign.cast


def asked(cast: Any, visit: Browser, **fields: str) -> Proof:
    answer = visit(cast.auditor).post(PAGE, fields)
    assert answer.status_code == 302, answer.content.decode()
    with whole(cast.district_id):
        return Proof.objects.order_by("-id")[0]


def written(proof: Proof) -> Proof:
    proofs.write(proof.district_id, proof.id, TODAY)
    with whole(proof.district_id):
        proof.refresh_from_db()
    return proof


def lines(cast: Any, action: str) -> list[tuple[str, str]]:
    with whole(cast.district_id), connection.cursor() as cursor:
        cursor.execute("SELECT actor_name, subject FROM ledger_audit WHERE action = %s ORDER BY id", [action])
        return list(cursor.fetchall())


def test_the_file_stands_by_itself_with_the_standard_library_only(cast: Any, visit: Browser, tmp_path: Path) -> None:
    proof = asked(cast, visit, audit="on")
    assert lines(cast, "ledger.prove") == [(cast.auditor.name, str(proof.id))]
    page = visit(cast.auditor).get(f"{PAGE}{proof.id}/").content.decode()
    assert "being written" in page
    assert 'hx-trigger="every 1s"' in page
    proof = written(proof)
    page = visit(cast.auditor).get(f"{PAGE}{proof.id}/").content.decode()
    assert proof.head in page
    assert "every 1s" not in page
    answer = visit(cast.auditor).post(f"{PAGE}{proof.id}/file/")
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "p.zip").write_bytes(b"".join(answer))  # type: ignore[arg-type]
    zipfile.ZipFile(empty / "p.zip").extractall(empty)
    (empty / "p.zip").unlink()
    command = [sys.executable, "-I", "-S", "verify.py", "--head", proof.head]
    done = subprocess.run(command, cwd=empty, capture_output=True, text=True, env={})
    assert done.returncode == 0, done.stdout + done.stderr
    assert lines(cast, "ledger.fetch") == [(cast.auditor.name, str(proof.id))]


def test_a_job_that_was_cut_off_leaves_no_file_and_begins_anew(
    cast: Any, visit: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = asked(cast, visit)

    def dies(*given: Any) -> None:
        proofs._progress(proof).write_text("5 9")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(proofs, "write_proof", dies)
        with pytest.raises(KeyboardInterrupt):
            proofs.write(proof.district_id, proof.id, TODAY)
    assert not proofs.file_of(proof).exists()
    assert "Records written: 5 of 9" in visit(cast.auditor).get(f"{PAGE}{proof.id}/").content.decode()
    assert visit(cast.auditor).post(f"{PAGE}{proof.id}/file/").status_code == 302
    proof = written(proof)
    first = proofs.file_of(proof).read_bytes()
    assert proof.head
    proofs.write(proof.district_id, proof.id, TODAY + timedelta(days=1))
    assert proofs.file_of(proof).read_bytes() == first, "what is done is not done again"
    assert [path.suffix for path in proofs.folder().iterdir()] == [".zip"]


def test_days_that_make_no_sense_are_said_beside_the_field(cast: Any, visit: Browser) -> None:
    for fields, field in (
        ({"since": "2026-03-09", "until": "2026-03-01"}, "until"),
        ({"since": "yesterday"}, "since"),
    ):
        page = visit(cast.auditor).post(PAGE, fields)
        assert page.context["form"].errors[field]
    with whole(cast.district_id):
        assert not Proof.objects.exists()


def test_before_anything_is_sealed_the_page_says_so(campaign: Any, visit: Browser) -> None:
    page = visit(campaign.cast.auditor).post(PAGE, {})
    assert "Nothing is sealed yet" in page.content.decode()


def test_nobody_else_asks_for_or_takes_a_proof(cast: Any, visit: Browser) -> None:
    proof = written(asked(cast, visit))
    own, file = f"{PAGE}{proof.id}/", f"{PAGE}{proof.id}/file/"
    for user in (cast.leader, cast.liaison, cast.worker, cast.admin, cast.security):
        assert [visit(user).get(PAGE).status_code, visit(user).get(own).status_code] == [403, 403]
        assert [visit(user).post(PAGE).status_code, visit(user).post(file).status_code] == [403, 403]
    assert visit(cast.stranger).get(own).status_code == 404
    assert visit(cast.stranger).post(file).status_code == 404
    assert visit(cast.clerk).get(own).status_code == 200
    with whole(cast.district_id):
        policy.divide(cast.district_id, OFFICE, NOON, into_three=True)
    assert visit(cast.clerk).post(file).status_code == 403


def test_files_are_removed_in_time_and_the_list_says_so(cast: Any, visit: Browser) -> None:
    proof = written(asked(cast, visit))
    kept = proofs.file_of(proof).stat()
    assert kept.st_mode & 0o777 == 0o600
    assert "ready" in visit(cast.auditor).get(PAGE).content.decode()
    proofs.sweep(TODAY.fromtimestamp(kept.st_mtime + 86400, TODAY.tzinfo))
    assert proofs.file_of(proof).exists()
    proofs.sweep(TODAY.fromtimestamp(kept.st_mtime + 8 * 86400, TODAY.tzinfo))
    assert "no longer kept" in visit(cast.auditor).get(PAGE).content.decode()
