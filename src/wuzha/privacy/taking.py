"""Contacts of a whole roster at once: sealed in a stream, merged by two set-based statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection

from wuzha.database import statement
from wuzha.privacy import keeping, queries
from wuzha.privacy.actions import last_day
from wuzha.privacy.core import problems
from wuzha.privacy.core.contacts import Contact, Sealed, Way, Where, pack, phone_index, seal, unpack
from wuzha.privacy.core.ring import Ring
from wuzha.privacy.models import Objection
from wuzha.problems import Problem, WuzhaError

_ROOM = "wuzha.privacy"
BATCH = 5000
COLUMNS = "household_id, area_pos, unit_pos, key_id, name, phone, phone_index, relation, fingerprint"


@dataclass(frozen=True, slots=True)
class Packed:
    """A contact on its way from a row of a roster, and the household that this row has become."""

    household_id: int
    area_pos: int
    unit_pos: int
    number: int
    packed: bytes


@dataclass(slots=True)
class Taken:
    """What became of the contacts of a roster. ``objected`` were left out: their owners do not want it."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    objected: int = 0

    def counts(self) -> Mapping[str, int]:
        """The four numbers by name."""
        return {name: getattr(self, name) for name in ("added", "changed", "unchanged", "objected")}


class Packer:
    """Seals contacts for the way to their households: on disk and in the database there is never anything else."""

    def __init__(self, district_id: int, import_id: int) -> None:
        self._district_id, self._import_id, self._key = district_id, import_id, keeping.ring().current

    def pack(self, number: int, contact: Contact) -> bytes:
        """The contact of the row with this number."""
        return pack(contact, Way(self._district_id, self._import_id, number), self._key, keeping.chance)


@contextmanager
def following(district_id: int) -> Iterator[None]:
    """A block in which ``incoming_moved`` is filled with households; afterwards their contacts stand where they do."""
    statement(_ROOM, "stage_moved").run()
    yield
    statement(_ROOM, "follow_moved").run(district=district_id)


def take(district_id: int, import_id: int, rows: Iterable[Packed], now: datetime) -> Taken:
    """Keep the contacts of a roster, in the present transaction; what is known already changes nothing.

    Raises PRI201 while contacts are not kept. Sealing is 8 µs of work a contact, the rest is the database's.
    """
    notice = queries.in_force(district_id)
    if notice is None:
        raise WuzhaError(Problem(problems.SWITCHED_OFF))
    statement(_ROOM, "hold_open").rows()
    ring, taken, total = keeping.ring(), Taken(), 0
    unwanted = _unwanted(district_id)
    statement(_ROOM, "stage_contacts").run()
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        with connection.cursor() as cursor, cursor.copy(f"COPY incoming_contact ({COLUMNS}) FROM STDIN") as copy:
            for row in batch:
                contact = unpack(row.packed, Way(district_id, import_id, row.number), ring)
                if unwanted and _is_unwanted(contact, unwanted, ring):
                    taken.objected += 1
                    continue
                sealed = seal(contact, Where(district_id, row.household_id), ring.current, keeping.chance)
                copy.write_row((row.household_id, row.area_pos, row.unit_pos, *line(sealed, contact)))
                total += 1
    today = now.date()
    values = {"district": district_id, "notice": notice.id, "today": today, "until": last_day(notice, today)}
    taken.changed = statement(_ROOM, "change_contacts").run(**values)
    taken.added = statement(_ROOM, "add_contacts").run(**values)
    taken.unchanged = total - taken.changed - taken.added
    statement(_ROOM, "analyse_contacts").run()
    return taken


def line(sealed: Sealed, contact: Contact) -> Iterator[object]:
    """The values of a sealed contact in the order of ``COLUMNS``, without the household's."""
    yield from (sealed.key_id, sealed.name, sealed.phone, sealed.phone_index, str(contact.relation), sealed.fingerprint)


def _unwanted(district_id: int) -> Collection[bytes]:
    found = Objection.objects.filter(district_id=district_id).values_list("phone_index", flat=True)
    return {bytes(index) for index in found}


def _is_unwanted(contact: Contact, unwanted: Collection[bytes], ring: Ring) -> bool:
    return bool(contact.phone) and any(phone_index(key, contact.phone) in unwanted for key in ring.active)
