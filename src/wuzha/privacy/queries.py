"""Reading personal data masked: what is declared, what is kept, what goes when. To see it in the clear is an action."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from wuzha.database import statement
from wuzha.privacy import keeping
from wuzha.privacy.core.contacts import NAME, PHONE, Contact, Stored, Where, opened
from wuzha.privacy.core.words import Relation, masked_phone
from wuzha.privacy.models import Contact as Row
from wuzha.privacy.models import Notice, Objection

if TYPE_CHECKING:
    from wuzha.database.statements import Row as Columns

_ROOM = "wuzha.privacy"


def notice(district_id: int) -> Notice | None:
    """What the office has declared last; ``None`` where it never did."""
    return Notice.objects.filter(district_id=district_id).order_by("-id").first()


def declarations(district_id: int) -> list[Notice]:
    """Every declaration, newest first."""
    return list(Notice.objects.filter(district_id=district_id).order_by("-id"))


def in_force(district_id: int) -> Notice | None:
    """The declaration under which contacts are kept now; ``None`` where that is switched off."""
    newest = notice(district_id)
    return newest if newest and newest.enabled else None


def masked(where: Where, name: Stored, phone: Stored) -> str:
    """The sealed fields of a row as a list may show them: ``王** 138****5678``. Raises PRI102, PRI103."""
    ring = keeping.ring()
    return Contact(opened(name, where, NAME, ring), opened(phone, where, PHONE, ring)).masked


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept on a household, its values masked."""

    household_id: int
    shown: str
    has_name: bool
    has_phone: bool
    relation: Relation
    collected_on: date
    keep_until: date
    notice: Notice


def contact(district_id: int, household_id: int) -> Kept | None:
    """The contact of a household in scope, masked."""
    found = Row.objects.filter(district_id=district_id, household_id=household_id).select_related("notice").first()
    if found is None:
        return None
    return Kept(
        household_id,
        masked(Where(district_id, household_id), found.name, found.phone),
        found.name is not None,
        found.phone is not None,
        Relation(found.relation),
        found.collected_on,
        found.keep_until,
        found.notice,
    )


def count(district_id: int) -> int:
    """How many contacts the scope shows."""
    return Row.objects.filter(district_id=district_id).count()


@dataclass(frozen=True, slots=True)
class Due:
    """How many contacts go by the clock: by the day of looking, and within so many days."""

    now: int
    soon: int
    days: int


def due(district_id: int, today: date, days: int = 30) -> Due:
    """What the clock deletes today and in the coming days."""
    rows = statement(_ROOM, "expired").rows(district=district_id, before=today + timedelta(days=days))
    passed = sum(row["n"] for row in rows if row["keep_until"] < today)
    return Due(passed, sum(row["n"] for row in rows) - passed, days)


def objections(district_id: int) -> list[Mapping[str, Any]]:
    """Numbers that are not to be kept: since when, masked."""
    ring = keeping.ring()
    found = Objection.objects.filter(district_id=district_id).order_by("-since")
    return [
        {
            "id": one.id,
            "since": one.since,
            "shown": masked_phone(ring.open(bytes(one.phone), bound(district_id)).decode()),
        }
        for one in found
    ]


def bound(district_id: int) -> bytes:
    """What the sealed number of an objection is bound to."""
    return f"wuzha objection\0{district_id}".encode()


def keys_in_use(district_id: int) -> dict[int, int]:
    """How many rows are sealed with each key, by its id."""
    return {row["key_id"]: row["n"] for row in statement(_ROOM, "keys_in_use").rows(district=district_id)}


def lines_about(district_id: int, household_id: int) -> list[Columns]:
    """Who looked at a household's contact and what became of it, oldest first."""
    rows = statement(_ROOM, "lines_about").rows(district=district_id, household=household_id)
    return [row | {"detail": json.loads(row["detail"])} for row in rows]


def reads_since(district_id: int, actor_id: int, since: datetime, actions: Sequence[str]) -> int:
    """How often an account has looked since a moment."""
    found = statement(_ROOM, "reads_since").one(
        district=district_id, actor=actor_id, since=since, actions=list(actions)
    )
    return int(found["n"])
