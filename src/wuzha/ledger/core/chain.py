"""What a look at seals and rows finds: every kind of breach, each with its day and, for a row, its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from wuzha.ledger.core.heads import Head
from wuzha.ledger.core.seals import GENESIS, PLAIN, Book, SealRow, parse, signed_root, to_sign

Signed = Callable[[bytes, bytes, bytes], bool]
"""Whether a public key made this signature of this message: ``(public, signature, message)``."""


class Breach(StrEnum):
    """What can be wrong with a sealed ledger."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    SEAL_BROKEN = "seal_broken"  # a seal contradicts itself
    CHAIN_BROKEN = "chain_broken"  # a seal does not follow the one before it
    FORGED = "forged"  # the signature is not of the key that the seal names
    KEY_UNKNOWN = "key_unknown"  # the key was never this installation's
    KEY_PAST = "key_past"  # a later key had signed before
    UNSIGNED = "unsigned"  # a seal without signature after a signed one
    AUDIT_LEFT_OUT = "audit_left_out"  # a seal without the audit log after one that holds it
    SEAL_MISSING = "seal_missing"  # the audit log knows a seal that is gone
    SEAL_REPLACED = "seal_replaced"  # the audit log knows another seal of that day
    HEAD_MISSING = "head_missing"  # a head kept elsewhere is not in the chain
    UNSEALED = "unsealed"  # a day is over, has facts, and no seal


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: the day of the seal and, for a row, the fact's id or the number of the line of the audit log."""

    breach: Breach
    day: date
    fact_id: UUID | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A seal as the audit log remembers it: in which line, and when; no day where somebody made the line unreadable."""

    line: int
    at: datetime
    day: date | None
    root: bytes = b""

    @classmethod
    def read(cls, line: int, at: datetime, subject: str, detail: Any) -> Noted:
        """From a line of the audit log: the day is its subject, the root a detail in hexadecimal."""
        try:
            return cls(line, at, date.fromisoformat(subject), bytes.fromhex(detail["root"]))
        except (ValueError, TypeError, KeyError):
            return cls(line, at, None)


def examine(chain: Sequence[SealRow], keys: Sequence[bytes], signed: Signed) -> Iterator[Finding]:
    """Hold the seals of a district against each other, from the first; entries are not looked at.

    ``keys`` are the public keys in the order in which they came into use: none may sign after its successor has.
    """
    previous, turn, form = GENESIS, 0, PLAIN
    for seal in chain:
        if seal.previous != previous:
            yield Finding(Breach.CHAIN_BROKEN, seal.day)
        if seal.form < form:
            yield Finding(Breach.UNSIGNED if seal.form == PLAIN else Breach.AUDIT_LEFT_OUT, seal.day)
        form = max(form, seal.form)
        if seal.form != PLAIN:
            if seal.root != signed_root(seal):
                yield Finding(Breach.SEAL_BROKEN, seal.day)
            if not signed(seal.public, seal.signature, to_sign(seal.root)):
                yield Finding(Breach.FORGED, seal.day)
            number = keys.index(seal.public) if seal.public in keys else None
            if number is None:
                yield Finding(Breach.KEY_UNKNOWN, seal.day)
            elif number < turn:
                yield Finding(Breach.KEY_PAST, seal.day)
            turn = max(turn, number or 0)
        previous = seal.root


def remembered(chain: Sequence[SealRow], notes: Iterable[Noted]) -> Iterator[Finding]:
    """Hold the seals against what the audit log remembers of them: so the newest cannot vanish unnoticed."""
    roots = {seal.day: seal.root for seal in chain}
    for note in notes:
        if note.day is None:
            # A line that is sealed itself is named with the other rows.
            if not chain or note.at >= chain[-1].cutoff:
                yield Finding(Breach.CHANGED, note.at.date(), line=note.line)
        elif note.day not in roots:
            yield Finding(Breach.SEAL_MISSING, note.day)
        elif roots[note.day] != note.root:
            yield Finding(Breach.SEAL_REPLACED, note.day)


def head_of(chain: Sequence[SealRow], code: str) -> Head | None:
    """The newest seal in one line; ``None`` where nothing is sealed."""
    return Head(code, chain[-1].day, sum(seal.count for seal in chain), chain[-1].root) if chain else None


def holds(chain: Sequence[SealRow], head: Head) -> Iterator[Finding]:
    """Whether a head that somebody kept is still in the chain."""
    until = [seal for seal in chain if seal.day <= head.day]
    if head_of(until, head.code) != head:
        yield Finding(Breach.HEAD_MISSING, head.day)


def compare(book: Book, day: date, sealed: bytes, found: bytes) -> Iterator[Finding]:
    """Name every row that differs between the sealed entries and those computed from the table now."""
    if sealed == found:
        return
    before, now = parse(sealed), parse(found)
    for row in sorted(before.keys() | now.keys()):
        if row not in now:
            yield _of_row(book, Breach.MISSING, day, row)
        elif row not in before:
            yield _of_row(book, Breach.INSERTED, day, row)
        elif before[row] != now[row]:
            yield _of_row(book, Breach.CHANGED, day, row)


def _of_row(book: Book, breach: Breach, day: date, row: bytes) -> Finding:
    if book is Book.FACTS:
        return Finding(breach, day, fact_id=UUID(bytes=row))
    return Finding(breach, day, line=int.from_bytes(row))


def within_a_day(found: Iterable[Finding]) -> Iterator[Finding]:
    """A row that is missing in one part of a day and new in another was changed: its recording time moved."""
    rows = list(found)
    gone = {(one.fact_id, one.line) for one in rows if one.breach is Breach.MISSING}
    moved = gone & {(one.fact_id, one.line) for one in rows if one.breach is Breach.INSERTED}
    for one in rows:
        if (one.fact_id, one.line) not in moved:
            yield one
        elif one.breach is Breach.MISSING:
            yield replace(one, breach=Breach.CHANGED)
