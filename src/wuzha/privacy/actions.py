"""Writing personal data, and seeing it in the clear. Each leaves a line in the audit log that never holds a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wuzha.database import statement
from wuzha.ledger.actions import note, note_read
from wuzha.ledger.core.lines import Look
from wuzha.privacy import keeping, queries
from wuzha.privacy.core import problems
from wuzha.privacy.core.contacts import FIELDS, NAME, PHONE, Contact, Where, asked_phone, opened, phone_index, seal
from wuzha.privacy.core.ring import Ring
from wuzha.privacy.core.words import Reason, Relation, without_numbers
from wuzha.privacy.models import Contact as Row
from wuzha.privacy.models import Notice, Objection
from wuzha.problems import Problem, WuzhaError

_ROOM = "wuzha.privacy"
REVEAL, FIND, TELL = "contact.reveal", "contact.find", "contact.tell"
LEAST_WORDS, MOST_WORDS = 2, 200


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, for the audit log."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Declared:
    """What the office declares: whether contacts are kept, for what, what residents are told, and how many days."""

    enabled: bool
    purpose: str
    notice: str
    keep_days: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Why somebody wants to see a contact: a choice and words of their own; ``most`` looks a day."""

    reason: Reason
    words: str
    most: int


@dataclass(frozen=True, slots=True)
class Door:
    """The household that a contact belongs to and its places in the two trees."""

    household_id: int
    area_pos: int
    unit_pos: int


def declare(district_id: int, declared: Declared, by: By, now: datetime) -> Notice:
    """Switch the keeping of contacts on or off, or change what was declared. Raises PRI207."""
    if not (declared.purpose.strip() and declared.notice.strip() and declared.keep_days > 0):
        raise WuzhaError(Problem(problems.SETTING_MISSING))
    made = Notice.objects.create(
        district_id=district_id,
        since=now,
        actor_id=by.user_id,
        actor_name=by.name,
        enabled=declared.enabled,
        purpose=declared.purpose.strip(),
        notice=declared.notice.strip(),
        keep_days=declared.keep_days,
    )
    values = {"enabled": made.enabled, "purpose": made.purpose, "notice": made.notice, "keep_days": made.keep_days}
    note(district_id, by.user_id, by.name, now, "contact.declare", f"declaration {made.id}", **values)
    return made


def reveal(district_id: int, household_id: int, asked: Asked, by: By, now: datetime) -> Contact:
    """A contact in the clear, noted with who, whom, which fields and why.

    Raises PRI202 where there is none to be seen, PRI203 after too many looks on one day, PRI204 without words.
    """
    reason = _reason(asked)
    contact, fields = _clear(district_id, household_id)
    _within_the_day(district_id, by, asked.most, now)
    look = Look("household", [household_id], fields, reason)
    note_read(district_id, by.user_id, by.name, now, REVEAL, look)
    return contact


def find(district_id: int, phone: str, by: By, most: int, now: datetime) -> list[int]:
    """The households in scope that have exactly this number. The number is noted nowhere; that somebody looked, is.

    Raises PRI205 for what is no whole number, PRI203.
    """
    number = asked_phone(phone)
    _within_the_day(district_id, by, most, now)
    ring = keeping.ring()
    indexes = [phone_index(key, number) for key in ring.keys]
    rows = Row.objects.filter(district_id=district_id, phone_index__in=indexes).order_by("household_id")
    found = [
        row.household_id
        for row in rows
        if opened(row.phone, Where(district_id, row.household_id), PHONE, ring) == number
    ]
    note_read(district_id, by.user_id, by.name, now, FIND, Look("household", found, [PHONE], "find"))
    return found


def tell(district_id: int, household_id: int, by: By, now: datetime) -> Contact:
    """A contact in the clear for the person that it is about. Raises PRI202."""
    contact, fields = _clear(district_id, household_id)
    note_read(district_id, by.user_id, by.name, now, TELL, Look("household", [household_id], fields, "request"))
    return contact


def put(district_id: int, door: Door, contact: Contact, by: By, now: datetime) -> None:
    """Correct the contact of a household, or write the first one. The line says which fields changed, not their values.

    Raises PRI201 while contacts are not kept, PRI206 for a number whose owner objected.
    """
    statement(_ROOM, "hold_open").rows()
    notice = queries.in_force(district_id)
    if notice is None:
        raise WuzhaError(Problem(problems.SWITCHED_OFF))
    ring = keeping.ring()
    if contact.phone and objected(district_id, contact.phone, ring):
        raise WuzhaError(Problem(problems.OBJECTED, PHONE))
    where = Where(district_id, door.household_id)
    before = Row.objects.filter(district_id=district_id, household_id=door.household_id).first()
    old = _opened(before, where, ring) if before else None
    sealed = seal(contact, where, ring.current, keeping.chance)
    values = {
        "key_id": sealed.key_id,
        "name": sealed.name,
        "phone": sealed.phone,
        "phone_index": sealed.phone_index,
        "fingerprint": sealed.fingerprint,
        "relation": contact.relation,
        "notice": notice,
        "collected_on": now.date(),
        "keep_until": last_day(notice, now.date()),
        "area_pos": door.area_pos,
        "unit_pos": door.unit_pos,
    }
    Row.objects.update_or_create(district_id=district_id, household_id=door.household_id, defaults=values)
    changed = [name for name in (*FIELDS, "relation") if old is None or getattr(old, name) != getattr(contact, name)]
    action = "contact.correct" if old else "contact.add"
    note(district_id, by.user_id, by.name, now, action, f"household {door.household_id}", fields=changed)


def delete(district_id: int, household_id: int, by: By, now: datetime, *, objects: bool) -> None:
    """Delete a contact because the person asks for it; with ``objects`` the number is not to come back.

    Raises PRI202.
    """
    contact, fields = _clear(district_id, household_id)
    if objects and contact.phone:
        _object(district_id, contact.phone, now)
    Row.objects.filter(district_id=district_id, household_id=household_id).delete()
    values = {"fields": fields, "objects": objects}
    note(district_id, by.user_id, by.name, now, "contact.delete", f"household {household_id}", **values)


def lift(district_id: int, objection_id: int, by: By, now: datetime) -> None:
    """End an objection, because its owner has changed their mind."""
    gone, _ = Objection.objects.filter(district_id=district_id, id=objection_id).delete()
    if gone:
        note(district_id, by.user_id, by.name, now, "contact.lift", f"objection {objection_id}")


def expire(district_id: int, by: By, now: datetime) -> int:
    """Delete the contacts whose last day is over, and note how many. Facts and counts stay."""
    gone, _ = Row.objects.filter(district_id=district_id, keep_until__lt=now.date()).delete()
    if gone:
        note(district_id, by.user_id, by.name, now, "contact.expire", now.date().isoformat(), count=gone)
    return gone


def last_day(notice: Notice, today: date) -> date:
    """The last day on which something collected today is kept."""
    return today + timedelta(days=notice.keep_days)


def objected(district_id: int, phone: str, ring: Ring) -> bool:
    """Whether the owner of a number does not want it to be kept."""
    indexes = [phone_index(key, phone) for key in ring.keys]
    return Objection.objects.filter(district_id=district_id, phone_index__in=indexes).exists()


def _object(district_id: int, phone: str, now: datetime) -> None:
    statement(_ROOM, "hold_open").rows()
    key = keeping.ring().current
    sealed = key.seal(phone.encode(), queries.bound(district_id), keeping.chance)
    values = {"since": now, "key_id": key.id, "phone": sealed}
    Objection.objects.update_or_create(district_id=district_id, phone_index=phone_index(key, phone), defaults=values)


def _clear(district_id: int, household_id: int) -> tuple[Contact, list[str]]:
    """A contact in the clear, and which of its fields are filled."""
    row = Row.objects.filter(district_id=district_id, household_id=household_id).first()
    if row is None:
        raise WuzhaError(Problem(problems.NO_CONTACT))
    contact = _opened(row, Where(district_id, household_id), keeping.ring())
    return contact, [field for field in FIELDS if getattr(contact, field)]


def _opened(row: Row, where: Where, ring: Ring) -> Contact:
    name, phone = opened(row.name, where, NAME, ring), opened(row.phone, where, PHONE, ring)
    return Contact(name, phone, Relation(row.relation))


def _reason(asked: Asked) -> str:
    words = without_numbers(" ".join(asked.words.split()))[:MOST_WORDS]
    if len(words) < LEAST_WORDS:
        raise WuzhaError(Problem(problems.NO_REASON, "words"))
    return f"{asked.reason}: {words}"


def _within_the_day(district_id: int, by: By, most: int, now: datetime) -> None:
    statement(_ROOM, "hold_reader").rows(actor=by.user_id)
    since = datetime.combine(now.date(), time(), now.tzinfo)
    looked = queries.reads_since(district_id, by.user_id, since, _COUNTED)
    if looked >= most:
        raise WuzhaError(Problem(problems.TOO_MANY_READS, values={"count": looked}))


_COUNTED: Sequence[str] = [REVEAL, FIND]
