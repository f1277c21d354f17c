"""Reading what work may be recorded for."""

from __future__ import annotations

from dataclasses import dataclass

from wuzha.database import statement
from wuzha.terms import Interval, TargetKind


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
