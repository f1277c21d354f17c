"""Reading the ledger: verification against its seals, the head of the chain, the keys that signed it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from wuzha.database import statement
from wuzha.ledger import rows, signing
from wuzha.ledger.core.chain import Breach, Finding, compare, examine, head_of, holds, remembered, within_a_day
from wuzha.ledger.core.heads import Head
from wuzha.ledger.core.problems import OTHER_HEAD
from wuzha.ledger.core.seals import AUDITED, BEGINNING, PLAIN, Book, Gathering, SealRow, holding
from wuzha.ledger.models import Key, Seal
from wuzha.problems import Problem, WuzhaError

__all__ = [
    "Breach",
    "Finding",
    "Head",
    "KeyInfo",
    "audit_sealed_until",
    "head",
    "head_from",
    "keys",
    "sealed_days",
    "unsigned_days",
    "verify",
]

Advance = Callable[[date, int, int], None]
"""Told after each part: the day being looked at, rows done, rows in all."""


def verify(
    district_id: int,
    progress: Advance | None = None,
    *,
    since: date = date.min,
    kept: Head | None = None,
    over: datetime | None = None,
) -> Iterator[Finding]:
    """Hold every seal against the others and against facts and lines of the audit log as they are now; name what was
    changed.

    ``since``: rows of earlier days are not looked at (their seals are). ``kept`` is a head that somebody put aside.
    ``over``: the midnight before which every day with facts must have its seal; not given, facts after the last seal
    are not judged. Run it under a scope that sees the whole district.
    """
    chain = rows.chain(district_id)
    yield from examine(chain, [key.public for key in keys()], signing.verified)
    yield from remembered(chain, rows.notes(district_id))
    if kept is not None:
        yield from holds(chain, kept)
    yield from _rows(chain, since, progress)
    if over is not None:
        last = chain[-1].cutoff if chain else BEGINNING.at
        for row in statement("wuzha.ledger", "unsealed_days").rows(district=district_id, since=last, until=over):
            yield Finding(Breach.UNSEALED, row["day"].astimezone(over.tzinfo).date())


def _rows(chain: list[SealRow], since: date, progress: Advance | None) -> Iterator[Finding]:
    statement("wuzha.ledger", "share_out").rows()
    done, all_ = 0, sum(seal.count + seal.audit_count for seal in chain if seal.day >= since)
    books = [(book, seal, start) for book in Book for seal, start in holding(book, chain)]
    for book, seal, start in sorted(books, key=lambda one: one[1].day):
        if seal.day < since:
            continue
        gathered = Gathering.of(book, seal)
        found: list[Finding] = []
        for lower, upper, sealed in rows.parts(book, seal, start):
            gathered.add(sealed)
            found += compare(book, seal.day, sealed, rows.entries(book, seal.district_id, lower, upper))
            if progress:
                progress(seal.day, done + gathered.count, all_)
        if not gathered.agrees(book, seal):
            yield Finding(Breach.SEAL_BROKEN, seal.day)
        yield from within_a_day(found)
        done += gathered.count


def head(district_id: int, code: str) -> Head | None:
    """The newest seal in a line to keep elsewhere; ``None`` where nothing is sealed. ``code`` is the district's."""
    return head_of(rows.chain(district_id), code)


def head_from(line: str, code: str) -> Head:
    """Read a kept line that must be of this district. Raises LED104, LED105."""
    kept = Head.parse(line)
    if kept.code != code:
        raise WuzhaError(Problem(OTHER_HEAD, values={"theirs": kept.code, "ours": code}))
    return kept


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """A public key that signed seals. ``vouched`` is the signature of the key before, empty where it could not;
    ``own``: whether it comes from the installation's present secret.
    """

    number: int
    public: bytes
    since: datetime
    vouched: bytes
    own: bool


def keys() -> list[KeyInfo]:
    """Every public key, in the order in which they came into use."""
    found = [(key, bytes(key.public)) for key in Key.objects.order_by("number")]
    return [
        KeyInfo(key.number, public, key.since, bytes(key.vouched), signing.is_own(key.number, public))
        for key, public in found
    ]


def sealed_days(district_id: int) -> int:
    """How many days are sealed."""
    return Seal.objects.filter(district_id=district_id).count()


def audit_sealed_until(district_id: int) -> datetime:
    """Up to when, not including, lines of the audit log stand in a seal; long ago where none does."""
    found = Seal.objects.filter(district_id=district_id, form=AUDITED).order_by("-day").first()
    return found.cutoff if found else BEGINNING.at


def unsigned_days(district_id: int) -> int:
    """How many seals carry no signature: those from before there were keys."""
    return Seal.objects.filter(district_id=district_id, form=PLAIN).count()
