"""A fictional district, seeded: the same seed gives the same streets, doors, units, people and places.

Nothing in it exists. The rows are in the words of the rosters, so that the demonstration comes in through
the same door that a clerk uses.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wuzha.registry.core.books import write_roster
from wuzha.registry.core.rows import Cell
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.core.words import UNIT_KINDS, main_words
from wuzha.web.demo.ground import NAMES, Community, Street, doors, firm_names, lay_out
from wuzha.web.demo.offices import Office, Staff, offices, staff
from wuzha.web.demo.spots import Spot, spots

MAX_HOUSEHOLDS = 1_000_000
FILE_NAMES: Mapping[RosterKind, str] = {
    RosterKind.AREAS: "1-areas.xlsx",
    RosterKind.UNITS: "2-units.xlsx",
    RosterKind.PEOPLE: "3-people.xlsx",
    RosterKind.HOUSEHOLDS: "4-households.xlsx",
    RosterKind.PLACES: "5-places.xlsx",
}

Row = Mapping[str, Cell]


@dataclass(frozen=True)
class District:
    """The district. ``rows`` gives a roster's rows; doors and places are made anew each time, always the same."""

    code: str
    name: str
    year: int
    households: int
    streets: tuple[Street, ...]
    units: tuple[Office, ...]
    people: tuple[Staff, ...]
    seed: int

    def rows(self, kind: RosterKind) -> Iterator[Row]:
        """One roster, row by row, in the order in which it can be imported."""
        makers: Mapping[RosterKind, Callable[[], Iterator[Row]]] = {
            RosterKind.AREAS: self._areas,
            RosterKind.UNITS: self._units,
            RosterKind.PEOPLE: self._people,
            RosterKind.HOUSEHOLDS: self._households,
            RosterKind.PLACES: lambda: (spot.row() for spot in self.places()),
        }
        return makers[kind]()

    def places(self) -> Iterator[Spot]:
        """Every place, made anew."""
        publishers = {person.unit: person.name for person in self.people if person.post == "联络员"}
        return spots(random.Random(self.seed + 1), self.streets, self.units, publishers)

    def _areas(self) -> Iterator[Row]:
        yield {"name": self.name, "level": "区", "code": self.code}
        for street in self.streets:
            yield {"name": street.name, "level": "街道", "parent": self.code, "code": street.code}
            for community in street.communities:
                level = "村" if community.rural else "社区"
                yield {"name": community.name, "level": level, "parent": street.code, "code": community.code}
                yield from _grounds(community)

    def _units(self) -> Iterator[Row]:
        words = main_words(UNIT_KINDS)
        for unit in self.units:
            row = {"name": unit.name, "kind": words[unit.kind], "parent": unit.parent, "area": unit.area}
            yield _filled(row | {"aliases": "、".join(unit.aliases)})

    def _people(self) -> Iterator[Row]:
        for one in self.people:
            yield {
                "unit": one.unit,
                "post": one.post,
                "name": one.name,
                "phone": one.phone,
                "valid_from": one.since,
            }

    def _households(self) -> Iterator[Row]:
        for door in doors(random.Random(self.seed), self.streets):
            yield {"area": door.area, "address": door.address, "unit": door.holder, "status": door.status}


def generate(rng: random.Random, households: int, year: int, extra_units: Sequence[str] = ()) -> District:
    """A district of exactly ``households`` doors in the fictional ``year``.

    ``extra_units`` are unit names from plans; those that the district does not have yet are added, their kind
    guessed from the name's ending; names of groups (各…, 有关…) are left out. Raises ``ValueError`` for more
    than a million doors or fewer than one.
    """
    if not 1 <= households <= MAX_HOUSEHOLDS:
        raise ValueError(f"a fictional district has 1 to {MAX_HOUSEHOLDS:,} households")
    firms = firm_names(households)
    streets = lay_out(rng, households, firms)
    units = offices(streets, firms, extra_units)
    return District(
        code=NAMES["district_code"],
        name=NAMES["district"],
        year=year,
        households=households,
        streets=streets,
        units=tuple(units),
        people=tuple(staff(rng, units, year)),
        seed=rng.getrandbits(63),
    )


def rosters(district: District, folder: Path) -> dict[RosterKind, Path]:
    """Write the five rosters as .xlsx into a folder; gives the files in the order of import."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {kind: folder / name for kind, name in FILE_NAMES.items()}
    for kind, path in files.items():
        write_roster(kind, district.rows(kind), path)
    return files


def _grounds(community: Community) -> Iterator[Row]:
    for compound in community.compounds:
        level = "小区" if compound.buildings else "村民组"
        yield {"name": compound.name, "level": level, "parent": community.code, "code": compound.code}
        for building in compound.buildings:
            yield {"name": building.name, "level": "楼栋", "parent": compound.code, "code": building.code}


def _filled(row: Mapping[str, str]) -> dict[str, Cell]:
    return {name: value for name, value in row.items() if value}
