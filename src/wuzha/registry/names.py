"""What else a unit is called, by decision: names that rosters use, and names that mean nobody known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wuzha.registry.core.names import name_key
from wuzha.registry.core.similar import Similar
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.models import Alias, Unit


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that no unit has, how many rows use it, the units whose names are like it, and whether it was decided to
    mean none of them."""

    name: str
    rows: int
    like: Sequence[Unit]
    nobody: bool


def asked(district_id: int, unknown: Mapping[str, int]) -> list[Asked]:
    """What somebody should decide about unknown names; those that most rows use come first."""
    known = {unit.name: unit for unit in Unit.objects.filter(district_id=district_id)}
    similar, decided = Similar(known), nobodies(district_id)
    ordered = sorted(unknown.items(), key=lambda one: (-one[1], one[0]))
    return [
        Asked(name, rows, [known[like] for like in similar.to(name)], name_key(name) in decided)
        for name, rows in ordered
    ]


def like_known(district_id: int, known: Iterable[str], new: Iterable[str]) -> dict[str, int]:
    """Of new names those that resemble a known one and were not decided to be others: perhaps it was renamed."""
    similar, decided = Similar(known), nobodies(district_id)
    return {name: 1 for name in new if name_key(name) not in decided and similar.to(name, 1)}


def also_called(unit: Unit, written: str, by: str, at: datetime) -> None:
    """From now on rosters may call the unit so."""
    _decide(unit.district_id, written, unit.id, by, at)


def nobody(district_id: int, written: str, by: str, at: datetime) -> None:
    """The name means none of the units that are known; it is not asked again."""
    _decide(district_id, written, None, by, at)


def nobodies(district_id: int) -> set[str]:
    """The keys (``name_key``) of names that were decided to mean nobody known."""
    decided = Alias.objects.filter(district_id=district_id, roster=RosterKind.UNITS, target_id=None)
    return set(decided.values_list("key", flat=True))


def decided_for(unit: Unit) -> list[str]:
    """The names by decision, and former names, of a unit."""
    decided = Alias.objects.filter(district_id=unit.district_id, roster=RosterKind.UNITS, target_id=unit.id)
    return list(decided.order_by("at", "id").values_list("written", flat=True))


def forget(district_id: int, written: str) -> None:
    """Take such a decision back."""
    Alias.objects.filter(district_id=district_id, roster=RosterKind.UNITS, key=name_key(written)).delete()


def _decide(district_id: int, written: str, unit_id: int | None, by: str, at: datetime) -> None:
    Alias.objects.update_or_create(
        district_id=district_id,
        roster=RosterKind.UNITS,
        key=name_key(written)[:120],
        defaults={"target_id": unit_id, "written": written[:160], "by": by, "at": at},
    )
