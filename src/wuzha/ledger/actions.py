"""Writing the ledger: appending facts, sealing days, noting changes. Nothing here updates or deletes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from wuzha.database import statement
from wuzha.ledger import rows, signing
from wuzha.ledger.core import seals
from wuzha.ledger.core.facts import FactRow
from wuzha.ledger.core.lines import LineKind, Look
from wuzha.ledger.core.seals import Book, Bound
from wuzha.ledger.models import Seal
from wuzha.ledger.rows import COLUMNS, SEALED

_ROOM = "wuzha.ledger"


def append(district_id: int, facts: Sequence[FactRow], recorded_at: datetime) -> tuple[set[UUID], set[UUID]]:
    """Append facts in the present transaction.

    Returns the ids that were new, and the ids that are taken by other content. An id in neither set was
    sent before with the same content: that is no error.
    """
    if not facts:
        return set(), set()
    statement(_ROOM, "hold_open").prepared(district=district_id)
    payload = json.dumps([fact.as_json() for fact in facts], ensure_ascii=False)
    appended = statement(_ROOM, "append_facts").prepared(district=district_id, facts=payload, recorded_at=recorded_at)
    new = {row["id"] for row in appended}
    again = [fact.id for fact in facts if fact.id not in new]
    if not again:
        return new, set()
    taken = statement(_ROOM, "conflicting_facts").rows(district=district_id, facts=payload, ids=again)
    return new, {row["id"] for row in taken}


def seal_until(district_id: int, day: date, cutoff: datetime, now: datetime) -> Seal | None:
    """Seal everything recorded before ``cutoff`` (the end of ``day``) that no earlier seal holds, sign and note it.

    Returns ``None`` where the day is sealed already. Run it under a scope that sees the whole district. Memory stays
    flat however many facts the day has.
    """
    statement(_ROOM, "hold_shut").rows(district=district_id)
    last = Seal.objects.filter(district_id=district_id).order_by("-day").first()
    if last is not None and last.day >= day:
        return None
    since = Bound(last.cutoff) if last else seals.BEGINNING
    facts = _gather(Book.FACTS, district_id, day, since, Bound(cutoff))
    audit_since = since if last and last.form == seals.AUDITED else seals.BEGINNING
    audit = _gather(Book.AUDIT, district_id, day, audit_since, Bound(cutoff))
    signer = signing.present(now)
    made = seals.SealRow(
        form=seals.AUDITED,
        district_id=district_id,
        day=day,
        cutoff=cutoff,
        count=facts.count,
        entries_digest=facts.digest,
        previous=bytes(last.root) if last else seals.GENESIS,
        sealed_at=now,
        public=signer.public,
        audit_count=audit.count,
        audit_digest=audit.digest,
    )
    root = seals.signed_root(made)
    signed = replace(made, root=root, signature=signer.sign(seals.to_sign(root)))
    seal = Seal.objects.create(**{name: getattr(signed, name) for name in COLUMNS})
    # After the seal: the line on it belongs to the next one.
    note(
        district_id, 0, "wuzha", now, SEALED, day.isoformat(), root=root.hex(), count=made.count, audit=made.audit_count
    )
    return seal


def _gather(book: Book, district_id: int, day: date, since: Bound, until: Bound) -> seals.Gathering:
    gathered = seals.Gathering()
    for number, (end, entries) in enumerate(rows.cut(book, district_id, since, until)):
        gathered.add(entries)
        rows.PARTS[book].objects.create(
            district_id=district_id, day=day, number=number, until_at=end.at, until_id=end.id, entries=entries
        )
    return gathered


def draw_line(district_id: int, at: datetime) -> datetime:
    """Draw a line under the ledger as it is; returns its moment: ``at``, or that of the newest fact where it is later.

    Every fact that is there was recorded at or before that moment, and every fact to come will be recorded after it.
    Waits for writers under way; later ones wait for this transaction. Run it under a scope that sees the whole
    district.
    """
    statement(_ROOM, "hold_shut").rows(district=district_id)
    drawn: datetime = statement(_ROOM, "draw_line").one(district=district_id, at=at)["at"]
    return drawn


def note(
    district_id: int, actor_id: int, actor_name: str, at: datetime, action: str, subject: str, **detail: Any
) -> None:
    """One line of the audit log, in the transaction of the change it speaks of. Never a value of personal data."""
    _line(district_id, actor_id, actor_name, at, (LineKind.CHANGE, action, subject), detail)


def note_read(district_id: int, actor_id: int, actor_name: str, at: datetime, action: str, look: Look) -> None:
    """One line of the audit log on personal data that somebody is about to see in the clear.

    In the transaction of the answer: whoever cannot be noted does not see. ``action`` says by which door, as the
    actions of ``note`` do (``person.unmask``).
    """
    _line(district_id, actor_id, actor_name, at, (LineKind.READ, action, look.subject), look.as_detail())


def _line(
    district_id: int,
    actor_id: int,
    actor_name: str,
    at: datetime,
    said: tuple[LineKind, str, str],
    detail: Mapping[str, Any],
) -> None:
    kind, action, subject = said
    # As with facts: a seal waits for lines under way, and a line never lands in a day that is sealed.
    statement(_ROOM, "hold_open").rows(district=district_id)
    statement(_ROOM, "append_audit").run(
        district=district_id,
        kind=kind,
        at=at,
        actor_id=actor_id,
        actor_name=actor_name,
        action=action,
        subject=subject[:200],
        detail=json.dumps(detail, ensure_ascii=False, cls=DjangoJSONEncoder),
    )
