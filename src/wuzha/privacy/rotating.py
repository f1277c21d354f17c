"""A change of keys: everything that is kept is sealed anew, batch by batch; a broken-off change goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection, transaction

from wuzha.database import scoped, statement
from wuzha.privacy import keeping, queries
from wuzha.privacy.core import problems
from wuzha.privacy.core.contacts import NAME, PHONE, Contact, Where, opened, phone_index, seal
from wuzha.privacy.core.keys import Key, name_of
from wuzha.privacy.core.ring import Ring
from wuzha.privacy.core.suites import Suite
from wuzha.privacy.core.words import Relation
from wuzha.privacy.models import Objection
from wuzha.privacy.taking import COLUMNS, line
from wuzha.problems import Problem, WuzhaError
from wuzha.terms import Scope

_ROOM = "wuzha.privacy"
BATCH = 5000
Advance = Callable[[int, int], None]
"""Told after each batch: rows done, rows in all."""


def rotate(districts: Sequence[int], suite: Suite | None, now: datetime, advance: Advance | None = None) -> int:
    """Take a new key and seal everything with it; gives how many rows that were. Then the keys before are retired.

    Where an earlier change was broken off, that one is brought to its end and no further key is taken: which rows
    are left is told by the rows themselves. Retired keys stay in the ring for old backups until ``forget``.
    """
    ring = keeping.ring()
    if len(ring.active) == 1:
        ring = keeping.change(lambda found: found.with_new(suite or found.current.suite, now, keeping.chance))
    with transaction.atomic():
        statement(_ROOM, "hold_shut").rows()
    left = {one: _left(one, ring.current) for one in districts}
    done, total = 0, sum(left.values())
    for district_id in districts:
        while moved := _batch(district_id, ring):
            done += moved
            if advance:
                advance(done, total)
    keeping.change(lambda found: found.with_retired(now))
    return done


def forget(districts: Sequence[int], key_name: str) -> None:
    """Destroy a key that seals nothing any more: what it sealed in old backups nobody can read from then on.

    Raises PRI102 for a name that is not in the ring, PRI106 while it is in use.
    """
    ring = keeping.ring()
    key = ring.key(int(key_name, 16) if _is_hex(key_name) else -1)
    used = 0
    for district_id in districts:
        with scoped(Scope.whole(district_id)):
            used += queries.keys_in_use(district_id).get(key.id, 0)
    if used or key.retired is None:
        raise WuzhaError(Problem(problems.KEY_IN_USE, values={"key": key.name, "count": used}))
    keeping.change(lambda found: found.without(key.id))


def _left(district_id: int, key: Key) -> int:
    with scoped(Scope.whole(district_id)):
        return sum(n for key_id, n in queries.keys_in_use(district_id).items() if key_id != key.id)


def _batch(district_id: int, ring: Ring) -> int:
    with scoped(Scope.whole(district_id)):
        return _contacts(district_id, ring) or _objections(district_id, ring)


def _contacts(district_id: int, ring: Ring) -> int:
    rows = statement(_ROOM, "due_contacts").rows(district=district_id, key=ring.current.id, most=BATCH)
    if not rows:
        return 0
    statement(_ROOM, "stage_contacts").run()
    with connection.cursor() as cursor, cursor.copy(f"COPY incoming_contact ({COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            where = Where(district_id, row["household_id"])
            name, phone = opened(row["name"], where, NAME, ring), opened(row["phone"], where, PHONE, ring)
            contact = Contact(name, phone, Relation(row["relation"]))
            sealed = seal(contact, where, ring.current, keeping.chance)
            copy.write_row((where.household_id, 0, 0, *line(sealed, contact)))
    return statement(_ROOM, "reseal_contacts").run(district=district_id)


def _objections(district_id: int, ring: Ring) -> int:
    key, bound = ring.current, queries.bound(district_id)
    rows = Objection.objects.select_for_update().filter(district_id=district_id).exclude(key_id=key.id)[:BATCH]
    changed = list(rows)
    for row in changed:
        number = ring.open(bytes(row.phone), bound)
        row.phone, row.key_id = key.seal(number, bound, keeping.chance), key.id
        row.phone_index = phone_index(key, number.decode())
    Objection.objects.bulk_update(changed, ["phone", "key_id", "phone_index"])
    return len(changed)


def _is_hex(text: str) -> bool:
    return len(text) == len(name_of(0)) and all(letter in "0123456789abcdef" for letter in text)
