"""Seals and facts as the database has them, in parts of bounded size: what sealing, verifying and proving share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from wuzha.database import statement
from wuzha.ledger.core.chain import Noted
from wuzha.ledger.core.seals import PART, Book, Bound, SealRow
from wuzha.ledger.models import Audit, AuditPart, Seal, SealPart

_ROOM = "wuzha.ledger"
SEALED = "ledger.seal"
"""The action under which the audit log remembers a seal."""
PARTS: Mapping[Book, type[SealPart] | type[AuditPart]] = {Book.FACTS: SealPart, Book.AUDIT: AuditPart}
COLUMNS = tuple(one.name for one in fields(SealRow))


def chain(district_id: int) -> list[SealRow]:
    """Every seal of a district, oldest first, without entries."""
    found = Seal.objects.filter(district_id=district_id).order_by("day").values(*COLUMNS)
    return [SealRow(**{name: _plain(value) for name, value in row.items()}) for row in found]


def notes(district_id: int) -> Iterator[Noted]:
    """The seals as the audit log remembers them."""
    noted = Audit.objects.filter(district_id=district_id, action=SEALED).order_by("id")
    for line in noted.values_list("id", "at", "subject", "detail"):
        yield Noted.read(*line)


def cut(book: Book, district_id: int, since: Bound, until: Bound) -> Iterator[tuple[Bound, bytes]]:
    """The rows of a new seal in parts: where each ends, and its entries. There is at least one."""
    statement(_ROOM, "share_out").rows()
    found = statement(_ROOM, f"{book}_bounds").rows(district=district_id, since=since.at, until=until.at, size=PART)
    for end in (*(Bound(row["at"], row["id"]) for row in found), until):
        yield end, entries(book, district_id, since, end)
        since = end


def parts(book: Book, seal: SealRow, since: Bound) -> Iterator[tuple[Bound, Bound, bytes]]:
    """A seal's parts as they were sealed: from where to where, and the entries.

    Together they cover everything from ``since`` (see ``seals.holding``) to the seal's own cutoff, whatever the
    ends of the parts say.
    """
    stored = PARTS[book].objects.filter(district_id=seal.district_id, day=seal.day)
    numbers = list(stored.order_by("number").values_list("number", flat=True))
    for number in numbers:
        part = stored.get(number=number)
        end = Bound(seal.cutoff) if number == numbers[-1] else Bound(part.until_at, part.until_id)
        yield since, end, bytes(part.entries)
        since = end
    if not numbers:
        yield since, Bound(seal.cutoff), b""


def entries(book: Book, district_id: int, since: Bound, until: Bound) -> bytes:
    """The entries of a part as the rows are now."""
    return bytes(statement(_ROOM, f"{book}_entries").one(**_span(book, district_id, since, until))["entries"])


def texts(book: Book, district_id: int, since: Bound, until: Bound) -> Iterator[str]:
    """The text of every row of a part, in order of id, flat in memory."""
    for row in statement(_ROOM, f"{book}_texts").stream(**_span(book, district_id, since, until)):
        yield row["text"]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _span(book: Book, district_id: int, since: Bound, until: Bound) -> dict[str, Any]:
    numbers = book is Book.AUDIT
    return {
        "district": district_id,
        "since": since.at,
        "since_id": since.id.int if numbers else since.id,
        "until": until.at,
        "until_id": until.id.int if numbers else until.id,
    }
