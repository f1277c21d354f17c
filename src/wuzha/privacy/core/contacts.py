"""The contact of a household: sealed to its place, read back, and carried there from a roster."""

from __future__ import annotations

import json
from dataclasses import dataclass

from wuzha.privacy.core import problems
from wuzha.privacy.core.keys import Chance, Key
from wuzha.privacy.core.ring import Ring
from wuzha.privacy.core.words import Relation, masked_name, masked_phone, normal_name, normal_phone
from wuzha.problems import Problem, WuzhaError

Stored = bytes | memoryview | None
"""An envelope as a row gives it."""

NAME, PHONE = "name", "phone"
FIELDS = (NAME, PHONE)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask for in a household. Name or phone may be empty, not both; the phone is normalised digits."""

    name: str
    phone: str
    relation: Relation = Relation.OTHER

    @property
    def masked(self) -> str:
        """Both as everybody may see them: ``王** 138****5678``."""
        return " ".join(part for part in (masked_name(self.name), masked_phone(self.phone)) if part)


@dataclass(frozen=True, slots=True)
class Where:
    """The place that a sealed field is bound to: moved elsewhere, it does not open."""

    district_id: int
    household_id: int

    def bound(self, field: str) -> bytes:
        """What is authenticated with a field."""
        return f"wuzha contact\0{self.district_id}\0{self.household_id}\0{field}".encode()


@dataclass(frozen=True, slots=True)
class Way:
    """A row of a roster that is being imported."""

    district_id: int
    import_id: int
    number: int

    @property
    def bound(self) -> bytes:
        """What is authenticated with a contact that waits."""
        return f"wuzha incoming\0{self.district_id}\0{self.import_id}\0{self.number}".encode()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A contact as a row holds it; an empty field is ``None``."""

    key_id: int
    name: bytes | None
    phone: bytes | None
    phone_index: bytes | None
    fingerprint: bytes


def seal(contact: Contact, where: Where, key: Key, chance: Chance) -> Sealed:
    """Seal a contact to its household."""
    return Sealed(
        key.id,
        key.seal(contact.name.encode(), where.bound(NAME), chance) if contact.name else None,
        key.seal(contact.phone.encode(), where.bound(PHONE), chance) if contact.phone else None,
        phone_index(key, contact.phone) if contact.phone else None,
        key.fingerprint(where.household_id, normal_name(contact.name), normal_phone(contact.phone), contact.relation),
    )


def opened(sealed: Stored, where: Where, field: str, ring: Ring) -> str:
    """One field in the clear; an empty one is an empty text. Raises PRI102, PRI103."""
    return ring.open(bytes(sealed), where.bound(field)).decode() if sealed else ""


def phone_index(key: Key, phone: str) -> bytes:
    """The blind index by which a number is found."""
    return key.index(PHONE, normal_phone(phone))


def pack(contact: Contact, way: Way, key: Key, chance: Chance) -> bytes:
    """A contact for the way from a roster to its household, which may have no number yet."""
    return key.seal(json.dumps([contact.name, contact.phone, contact.relation]).encode(), way.bound, chance)


def unpack(packed: bytes, way: Way, ring: Ring) -> Contact:
    """What ``pack`` wrote. Raises PRI102, PRI103."""
    name, phone, relation = json.loads(ring.open(packed, way.bound))
    return Contact(name, phone, Relation(relation))


def asked_phone(written: str) -> str:
    """The normalised number that somebody looks for. Raises PRI205 where it is no whole one."""
    normal = normal_phone(written)
    if not 7 <= len(normal) <= 16:
        raise WuzhaError(Problem(problems.NOT_A_NUMBER, PHONE))
    return normal
