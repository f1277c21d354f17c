"""Reading what work may be recorded for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from wuzha.database import statement
from wuzha.terms import FactKind, Interval, TargetKind


@dataclass(frozen=True, slots=True)
class Target:
    """What a record is about, by the name that the ledger will print."""

    kind: TargetKind
    id: int
    name: str


def target_of(district_id: int, kind: TargetKind, number: int) -> Target | None:
    """The target with this number, or ``None`` where the scope shows none that work may be recorded for."""
    wanted: dict[str, list[int]] = {"households": [], "places": [], "units": []}
    wanted[f"{kind}s"] = [number]
    rows = statement("wuzha.work", "resolve_targets").rows(district=district_id, nowhere=Interval.root().pos, **wanted)
    return Target(kind, number, rows[0]["place"]) if rows else None


@dataclass(frozen=True, slots=True)
class NamedMeasure:
    """A measure that a record of this kind must name to count for it."""

    kind: FactKind
    title: str
    clause: str

    @property
    def label(self) -> str:
        """Clause and title, as people know it."""
        return f"{self.clause} {self.title}".strip()


def named_measures(district_id: int, kinds: Collection[FactKind]) -> list[NamedMeasure]:
    """The measures by which records of these kinds are told apart, in the order of the plans."""
    rows = statement("wuzha.work", "measures").rows(district=district_id, kinds=sorted(kinds))
    found = (NamedMeasure(FactKind(row["kind"]), row["title"], row["clause"]) for row in rows)
    return list(dict.fromkeys(found))
