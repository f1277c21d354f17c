"""Proofs of the ledger asked for on pages: written by a job into the installation's files, kept for some days.

A job whose worker was killed is given back to the queue and writes its file anew: a file has its name only when it is
whole.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from wuzha.database import scoped
from wuzha.ledger.actions import note
from wuzha.ledger.proving import Asked, announce, write_proof
from wuzha.problems import WuzhaError
from wuzha.registry.queries import districts
from wuzha.terms import Scope
from wuzha.web.actor import Actor
from wuzha.web.models import Proof

KEPT = timedelta(days=7)
"""How long a file can be fetched."""


def ask(district_id: int, days: tuple[date | None, date | None], *, audit: bool, actor: Actor, now: datetime) -> Proof:
    """Ask for a proof of these days (an open end is ``None``); the audit log notes who asked."""
    since, until = days
    proof = Proof.objects.create(
        district_id=district_id,
        since=since,
        until=until,
        audit=audit,
        asked_by=actor.user_id,
        asker=actor.name[:80],
        asked_at=now,
    )
    announce(_asked(proof), f"{proof.id}", actor.user_id, actor.name)
    return proof


def of_district(district_id: int) -> QuerySet[Proof]:
    """Every proof that was asked for."""
    return Proof.objects.filter(district_id=district_id)


def file_of(proof: Proof) -> Path:
    """Where a proof's file is when it is whole."""
    return folder() / f"{proof.district_id}-{proof.id}.zip"


def folder() -> Path:
    """The folder of all proofs, closed to others."""
    found: Path = settings.HOME.files / "proofs"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def progress_of(proof: Proof) -> tuple[int, int]:
    """Rows written so far, and in all; zeros before the first."""
    try:
        done, all_ = _progress(proof).read_text(encoding="ascii").split()
        return int(done), int(all_)
    except (FileNotFoundError, ValueError):
        return 0, 0


def write(district_id: int, proof_id: int, now: datetime) -> None:
    """Write the file of a proof; nothing happens where it is done. What cannot be written is said in ``failure``."""
    whole = Scope.whole(district_id)
    with scoped(whole):
        proof = Proof.objects.get(district_id=district_id, id=proof_id)
    if proof.finished_at is not None:
        return

    def show(done: int, all_: int) -> None:
        _progress(proof).write_text(f"{done} {all_}", encoding="ascii")

    try:
        with scoped(whole):
            head = write_proof(file_of(proof), _asked(proof), show)
        done = {"head": str(head), "size": file_of(proof).stat().st_size}
    except WuzhaError as error:
        done = {"failure": error.problems[0].code}
    with scoped(whole):
        of_district(district_id).filter(id=proof_id).update(finished_at=now, **done)
    _progress(proof).unlink(missing_ok=True)


def note_fetched(proof: Proof, actor: Actor, now: datetime) -> None:
    """Tell the audit log that somebody takes the file."""
    note(proof.district_id, actor.user_id, actor.name, now, "ledger.fetch", f"{proof.id}")


def sweep(now: datetime) -> None:
    """Remove files that were kept long enough, and leavings of proofs that nobody knows."""
    edge = (now - KEPT).timestamp()
    for path in folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < edge:
                path.unlink()


def _progress(proof: Proof) -> Path:
    return folder() / f"{proof.district_id}-{proof.id}.progress"


def _asked(proof: Proof) -> Asked:
    place = next(one for one in districts() if one.id == proof.district_id)
    return Asked(
        district_id=place.id,
        code=place.code,
        name=place.name,
        since=proof.since or date.min,
        until=proof.until or date.max,
        made=proof.asked_at,
        audit=proof.audit,
    )
