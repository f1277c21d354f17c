"""The coverage ladder of households: 在册 ≥ 到访 ≥ 见面 ≥ 告知 ≥ 复访. The specification that the SQL is held against.

Every rung counts distinct households, and only those that are due a visit (应访: registered less vacant less
non-residential), so no rung can be larger than the one below it and no rate larger than 100 %. A refusal stays in the
denominator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import IntEnum
from uuid import UUID

from wuzha.registry.core.words import HouseholdStatus
from wuzha.terms import Grade, Interval, Outcome

REFRESH_DAYS = 30
"""Told again so many days after the first time is refreshed (复访): what was said about a scam fades in two to four
weeks (Scheibe et al. 2014), so an earlier second visit is still the same lesson."""

_LIVED_IN = frozenset({Outcome.MET, Outcome.REFUSED, Outcome.MATERIAL_LEFT})


class Rung(IntEnum):
    """How far up a household is; each rung holds those above it."""

    REGISTERED = 0
    VISITED = 1
    MET = 2
    TOLD = 3
    REFRESHED = 4


@dataclass(frozen=True, slots=True)
class Door:
    """A household as the newest approved version has it, or before the first one the register, with its places in
    the two trees.
    """

    id: int
    status: str
    area_pos: int
    unit_pos: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as recorded. ``supersedes`` names the record that it corrects."""

    id: UUID
    household_id: int
    at: datetime
    day: date
    outcome: Outcome
    material: str = ""
    grade: Grade = Grade.D
    supersedes: UUID | None = None

    @property
    def tells(self) -> bool:
        """Whether somebody was met and given material (a name with its version)."""
        return self.outcome is Outcome.MET and bool(self.material)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one household stands. ``grades`` gives for each rung reached the best grade that establishes it."""

    counted: bool
    vacant: bool = False
    found_vacant: bool = False
    rung: Rung = Rung.REGISTERED
    refused: bool = False
    grades: Mapping[Rung, Grade] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Counts of households. ``told_a`` … ``told_d`` split ``told`` by the best evidence and add up to it."""

    registered: int = 0
    vacant: int = 0
    found_vacant: int = 0
    nonresidential: int = 0
    visited: int = 0
    met: int = 0
    told: int = 0
    refreshed: int = 0
    refused: int = 0
    told_a: int = 0
    told_b: int = 0
    told_c: int = 0
    told_d: int = 0

    @property
    def eligible(self) -> int:
        """应访: the denominator."""
        return self.registered - self.vacant - self.nonresidential

    def __add__(self, other: Ladder) -> Ladder:
        return Ladder(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def in_force(visits: Iterable[Visit]) -> list[Visit]:
    """The distinct visits that no other record corrects; a record that was sent twice is one."""
    distinct = {visit.id: visit for visit in visits}
    corrected = {visit.supersedes for visit in distinct.values()}
    return [visit for visit in distinct.values() if visit.id not in corrected]


def is_vacant(door: Door, visits: Iterable[Visit]) -> bool:
    """Whether nobody lives there: by the newest visit that settles it, else by the registry.

    A visit settles it that found the door vacant, or that found somebody (met, refused) or left material at a
    door that is lived in. Where two are of the same moment the door is lived in.
    """
    settling = [visit for visit in visits if visit.outcome is Outcome.VACANT or visit.outcome in _LIVED_IN]
    if not settling:
        return door.status == HouseholdStatus.VACANT
    newest = max(visit.at for visit in settling)
    return all(visit.outcome is Outcome.VACANT for visit in settling if visit.at == newest)


def climb(visits: Iterable[Visit], refresh_days: int = REFRESH_DAYS) -> Rung:
    """The highest rung that these visits to one household establish.

    Visited: any visit. Met: somebody was met. Told: somebody was met and given material on the same visit.
    Refreshed: told on two days at least ``refresh_days`` apart.
    """
    found = list(visits)
    told = sorted(visit.day for visit in found if visit.tells)
    if told:
        return Rung.REFRESHED if (told[-1] - told[0]).days >= refresh_days else Rung.TOLD
    if any(visit.outcome is Outcome.MET for visit in found):
        return Rung.MET
    return Rung.VISITED if found else Rung.REGISTERED


def standing(door: Door, visits: Iterable[Visit], refresh_days: int = REFRESH_DAYS) -> Standing:
    """Where one household stands by its visits in force.

    The grade of a rung is the best one at which the visits of this grade and better establish it alone.
    ``refused``: it refused and nobody was ever met.
    """
    found = list(visits)
    if door.status == HouseholdStatus.NONRESIDENTIAL:
        return Standing(counted=False)
    if is_vacant(door, found):
        found_so = any(visit.outcome is Outcome.VACANT for visit in found)
        return Standing(counted=False, vacant=True, found_vacant=found_so)
    grades: dict[Rung, Grade] = {}
    for grade in Grade:
        reached = climb((visit for visit in found if visit.grade <= grade), refresh_days)
        for rung in Rung:
            if Rung.REGISTERED < rung <= reached:
                grades.setdefault(rung, grade)
    rung = climb(found, refresh_days)
    refused = rung < Rung.MET and any(visit.outcome is Outcome.REFUSED for visit in found)
    return Standing(True, rung=rung, refused=refused, grades=grades)


def count(doors: Iterable[Door], visits: Iterable[Visit], refresh_days: int = REFRESH_DAYS) -> dict[Leaf, Ladder]:
    """The ladder of each leaf: of the households that share a place in both trees."""
    by_door: dict[int, list[Visit]] = {}
    for visit in in_force(visits):
        by_door.setdefault(visit.household_id, []).append(visit)
    leaves: dict[Leaf, Ladder] = {}
    for door in {door.id: door for door in doors}.values():
        leaf = Leaf(door.area_pos, door.unit_pos)
        one = _ladder_of(standing(door, by_door.get(door.id, ()), refresh_days))
        leaves[leaf] = leaves.get(leaf, Ladder()) + one
    return leaves


@dataclass(frozen=True, slots=True, order=True)
class Leaf:
    """A place in both trees: the households of one area that one unit holds."""

    area_pos: int
    unit_pos: int


def total(leaves: Mapping[Leaf, Ladder], areas: Interval | None = None, units: Interval | None = None) -> Ladder:
    """The sum over a stretch of both trees; without one, over all of it."""
    areas, units = areas or Interval.root(), units or Interval.root()
    inside = (ladder for leaf, ladder in leaves.items() if areas.holds(leaf.area_pos) and units.holds(leaf.unit_pos))
    return sum(inside, Ladder())


def _ladder_of(one: Standing) -> Ladder:
    if not one.counted:
        found = int(one.found_vacant)
        return Ladder(registered=1, vacant=int(one.vacant), found_vacant=found, nonresidential=int(not one.vacant))
    told = one.grades.get(Rung.TOLD)
    return Ladder(
        registered=1,
        visited=int(one.rung >= Rung.VISITED),
        met=int(one.rung >= Rung.MET),
        told=int(one.rung >= Rung.TOLD),
        refreshed=int(one.rung >= Rung.REFRESHED),
        refused=int(one.refused),
        told_a=int(told is Grade.A),
        told_b=int(told is Grade.B),
        told_c=int(told is Grade.C),
        told_d=int(told is Grade.D),
    )
