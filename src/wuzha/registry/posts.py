"""Posts of units over time, and what is missing among them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.ledger.actions import note
from wuzha.registry.models import District, Person
from wuzha.terms import Actor, Interval, UnitKind

_ROOM = "wuzha.registry"


class Gap(StrEnum):
    """What may be missing among the posts of a unit (空缺)."""

    LEADER = "leader"
    LIAISON = "liaison"
    DEPUTY = "deputy"  # where the office asks for one
    ENDING = "ending"  # within a month, and nobody follows
    PHONE = "phone"


def gaps(district_id: int, own: Interval, today: date, unit_id: int | None = None) -> list[Row]:
    """Every gap of the units inside ``own``, or of one of them, in the order of the tree; see ``list_gaps.sql``."""
    ends = {"own_lo": own.lo, "own_hi": own.hi, "today": today, "unit": unit_id}
    rows = statement(_ROOM, "list_gaps").rows(district=district_id, **ends, gap=None, kind=None, words=None)
    return sorted(rows, key=lambda row: (row["lo"], row["id"]))


def posts_of(district_id: int, unit_id: int) -> list[Person]:
    """Everybody who ever had a post in a unit: by post, the latest first."""
    people = Person.objects.filter(district_id=district_id, unit_id=unit_id)
    return sorted(people, key=lambda one: (one.post, _falling(one.valid_from), one.id))


def asks_deputy(district_id: int) -> list[str]:
    """The kinds of units of which the office asks for a deputy."""
    return list(District.objects.get(id=district_id).asks_deputy)


def ask_deputy(district_id: int, kinds: Collection[str], actor: Actor, now: datetime) -> None:
    """From now on the office asks for a deputy from these kinds of units."""
    wanted = [kind.value for kind in UnitKind if kind in kinds]
    District.objects.filter(id=district_id).update(asks_deputy=wanted)
    note(district_id, actor.id, actor.name, now, "posts.deputies", "、".join(wanted), kinds=wanted)


def _falling(day: date | None) -> int:
    return -day.toordinal() if day else 1
