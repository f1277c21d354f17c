"""Seals: a chain of statements, each over the facts recorded since the one before it.

A fact's text is a JSON array of its columns (``ledger_text_v1`` in the database), its digest the SHA-256 of that text.
The entries of a seal are 16 bytes of id and 32 of digest for each fact, in parts of bounded size. Source of the idea:
Haber and Stornetta, "How to time-stamp a digital document", J. Cryptology 3 (1991).

There are three forms. A ``PLAIN`` seal's root is SHA-256 over the previous root, day, cutoff and entries; nobody signed
it. A ``SIGNED`` seal's root is SHA-256 over its statement, which holds a digest of the entries instead of them: so a
chain can be followed without the entries of every day. An ``AUDITED`` seal is a signed one that holds the lines of the
audit log as well, with entries of their own: the line's number in 16 bytes and the digest of its text
(``ledger_audit_text_v1``). The first of them holds every line from before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

ENTRY = 16 + 32
PART = 1 << 17
"""Facts in one part of a seal, so that no value grows with the size of a day."""
GENESIS = b"\x00" * 32
PLAIN, SIGNED, AUDITED = 1, 2, 3
_FIRST = UUID(int=0)


class Book(StrEnum):
    """What a seal holds: facts, and lines of the audit log."""

    FACTS = "fact"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class SealRow:
    """A seal without its entries. ``entries_digest``, ``public`` and ``signature`` are empty in a plain one.

    ``audit_count`` and ``audit_digest`` speak of the audit log: 0 and empty in a seal that does not hold it.
    """

    form: int
    district_id: int
    day: date
    cutoff: datetime
    count: int
    entries_digest: bytes
    previous: bytes
    sealed_at: datetime
    public: bytes
    root: bytes = b""
    signature: bytes = b""
    audit_count: int = 0
    audit_digest: bytes = b""

    def holds(self, book: Book) -> int:
        """How many rows of a book it was made over."""
        return self.count if book is Book.FACTS else self.audit_count


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a part ends: before the row of ``at`` with ``id``; a line's number stands there as a UUID."""

    at: datetime
    id: UUID = _FIRST


BEGINNING = Bound(datetime.min.replace(tzinfo=UTC))


def utc(moment: datetime) -> str:
    """A moment as it stands in texts that are hashed: UTC, six decimals, no zone."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def statement(seal: SealRow) -> str:
    """What a signed seal says: the text that its root is the digest of."""
    said = [
        f"wuzha seal {seal.form}",
        seal.district_id,
        seal.day.isoformat(),
        utc(seal.cutoff),
        seal.count,
        seal.entries_digest.hex(),
        *([seal.audit_count, seal.audit_digest.hex()] if seal.form == AUDITED else []),
        seal.previous.hex(),
        utc(seal.sealed_at),
        seal.public.hex(),
    ]
    return json.dumps(said)


def signed_root(seal: SealRow) -> bytes:
    """The root that a signed seal must have."""
    return hashlib.sha256(statement(seal).encode()).digest()


def to_sign(root: bytes) -> bytes:
    """The message that is signed: a key never signs anything that could mean something else."""
    return b"wuzha seal\n" + root


class Gathering:
    """The entries of one seal and one book as they pass by, part after part."""

    def __init__(self, head: bytes = b"") -> None:
        self._sha256 = hashlib.sha256(head)
        self.count = 0

    @classmethod
    def of(cls, book: Book, seal: SealRow) -> Gathering:
        """The gathering whose digest a seal speaks of."""
        if book is Book.AUDIT or seal.form != PLAIN:
            return cls()
        return cls(seal.previous + f"{seal.day.isoformat()} {utc(seal.cutoff)}+00:00\n".encode())

    def add(self, entries: bytes) -> None:
        """Take in the next part."""
        self._sha256.update(entries)
        self.count += len(entries) // ENTRY

    @property
    def digest(self) -> bytes:
        return self._sha256.digest()

    def agrees(self, book: Book, seal: SealRow) -> bool:
        """Whether these are the entries that the seal was made over."""
        facts = seal.root if seal.form == PLAIN else seal.entries_digest
        sealed = facts if book is Book.FACTS else seal.audit_digest
        return self.count == seal.holds(book) and self.digest == sealed


def parse(entries: bytes) -> dict[bytes, bytes]:
    """Id to digest."""
    return {entries[at : at + 16]: entries[at + 16 : at + ENTRY] for at in range(0, len(entries), ENTRY)}


def total(chain: Iterable[SealRow]) -> int:
    """How many facts are sealed."""
    return sum(seal.count for seal in chain)


def holding(book: Book, chain: Iterable[SealRow]) -> Iterator[tuple[SealRow, Bound]]:
    """The seals that hold a book, each with where it begins: where the one before it that held the book ended."""
    start = BEGINNING
    for seal in chain:
        if book is Book.FACTS or seal.form == AUDITED:
            yield seal, start
            start = Bound(seal.cutoff)
