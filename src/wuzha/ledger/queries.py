"""Reading the ledger: verification against its seals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from wuzha.database import statement
from wuzha.ledger.core import seals
from wuzha.ledger.core.seals import Breach, Finding, SealRow
from wuzha.ledger.models import Seal


def verify(district_id: int, progress: Callable[[int, int], None] | None = None) -> Iterator[Finding]:
    """Hold every sealed day against the rows as they are now; name what was changed, removed or added.

    ``progress(done, total)`` is told after each day. Facts after the last seal are not judged.
    """
    days = list(Seal.objects.filter(district_id=district_id).order_by("day").values_list("day", flat=True))
    previous, since = seals.GENESIS, datetime.min.replace(tzinfo=UTC)
    for done, day in enumerate(days, start=1):
        stored = Seal.objects.get(district_id=district_id, day=day)
        seal = SealRow(
            stored.day, stored.cutoff, stored.count, bytes(stored.entries), bytes(stored.previous), bytes(stored.root)
        )
        yield from seals.examine_seal(seal, previous)
        found = statement("wuzha.ledger", "digests").one(district=district_id, since=since, until=seal.cutoff)
        yield from seals.compare(day, seal.entries, bytes(found["entries"]))
        previous, since = seal.root, seal.cutoff
        if progress:
            progress(done, len(days))


def sealed_days(district_id: int) -> int:
    """How many days are sealed."""
    return Seal.objects.filter(district_id=district_id).count()


__all__ = ["Breach", "Finding", "sealed_days", "verify"]
