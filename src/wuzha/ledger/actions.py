"""Writing the ledger: appending facts, sealing days, noting changes. Nothing here updates or deletes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from wuzha.database import statement
from wuzha.ledger.core import seals
from wuzha.ledger.core.facts import FactRow
from wuzha.ledger.models import Audit, Seal

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
    """Seal everything recorded before ``cutoff`` (the end of ``day``) that no earlier seal holds.

    Returns ``None`` where the day is sealed already. Run it under a scope that sees the whole district.
    """
    statement(_ROOM, "hold_shut").rows(district=district_id)
    last = Seal.objects.filter(district_id=district_id).order_by("-day").first()
    if last is not None and last.day >= day:
        return None
    since = last.cutoff if last else datetime.min.replace(tzinfo=UTC)
    found = statement(_ROOM, "digests").one(district=district_id, since=since, until=cutoff)
    previous = bytes(last.root) if last else seals.GENESIS
    made = seals.make(previous, day, cutoff, found["count"], bytes(found["entries"]))
    return Seal.objects.create(
        district_id=district_id,
        day=made.day,
        cutoff=made.cutoff,
        count=made.count,
        entries=made.entries,
        previous=made.previous,
        root=made.root,
        sealed_at=now,
    )


def note(
    district_id: int, actor_id: int, actor_name: str, at: datetime, action: str, subject: str, **detail: Any
) -> None:
    """One line of the audit log, in the transaction of the change it speaks of."""
    Audit.objects.create(
        district_id=district_id,
        at=at,
        actor_id=actor_id,
        actor_name=actor_name,
        action=action,
        subject=subject[:200],
        detail=detail,
    )
