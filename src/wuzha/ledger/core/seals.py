"""Seals: a chain of daily digests, and what a look at the rows says against them.

The digest of a fact is SHA-256 over the text of a JSON array of its columns (``ledger_digest_v1`` in the
database); a seal's root is SHA-256 over the previous root, the day, the cutoff and the entries. Source of the
idea: Haber and Stornetta, "How to time-stamp a digital document", J. Cryptology 3 (1991).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

ENTRY = 16 + 32
GENESIS = b"\x00" * 32


class Breach(StrEnum):
    """What can be wrong with a sealed ledger."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    SEAL_BROKEN = "seal_broken"
    CHAIN_BROKEN = "chain_broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: the day of the seal and, for a row, the fact's id."""

    breach: Breach
    day: date
    fact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SealRow:
    """A seal as stored."""

    day: date
    cutoff: datetime
    count: int
    entries: bytes
    previous: bytes
    root: bytes


def root_of(previous: bytes, day: date, cutoff: datetime, entries: bytes) -> bytes:
    """The root that a seal of these entries must have."""
    head = f"{day.isoformat()} {cutoff.astimezone(UTC).isoformat(timespec='microseconds')}\n".encode()
    return hashlib.sha256(previous + head + entries).digest()


def make(previous: bytes, day: date, cutoff: datetime, count: int, entries: bytes) -> SealRow:
    """A new seal at the end of the chain."""
    return SealRow(day, cutoff, count, entries, previous, root_of(previous, day, cutoff, entries))


def examine_seal(seal: SealRow, previous: bytes) -> Iterator[Finding]:
    """Whether a seal agrees with itself and with the one before it."""
    root = root_of(seal.previous, seal.day, seal.cutoff, seal.entries)
    if seal.root != root or seal.count * ENTRY != len(seal.entries):
        yield Finding(Breach.SEAL_BROKEN, seal.day)
    if seal.previous != previous:
        yield Finding(Breach.CHAIN_BROKEN, seal.day)


def compare(day: date, sealed: bytes, found: bytes) -> Iterator[Finding]:
    """Name every row that differs between the sealed entries and those computed from the table now."""
    if sealed == found:
        return
    before, now = _parse(sealed), _parse(found)
    for fact_id in sorted(before.keys() | now.keys()):
        if fact_id not in now:
            yield Finding(Breach.MISSING, day, UUID(bytes=fact_id))
        elif fact_id not in before:
            yield Finding(Breach.INSERTED, day, UUID(bytes=fact_id))
        elif before[fact_id] != now[fact_id]:
            yield Finding(Breach.CHANGED, day, UUID(bytes=fact_id))


def _parse(entries: bytes) -> dict[bytes, bytes]:
    return {entries[at : at + 16]: entries[at + 16 : at + ENTRY] for at in range(0, len(entries), ENTRY)}
