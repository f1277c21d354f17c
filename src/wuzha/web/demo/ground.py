"""The ground of the fictional district: streets, communities, compounds, buildings, doors."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate, pairwise, product
from typing import Any

NAMES: dict[str, Any] = tomllib.loads((files("wuzha.web.demo") / "data" / "names.toml").read_text("utf-8"))

DOORS_A_STREET, DOORS_A_COMMUNITY, DOORS_A_COMPOUND = 5000, 2500, 900
VACANT, NONRESIDENTIAL = 0.06, 0.03
# (stairwells, floors, doors a floor): slabs of six floors, garden houses, towers
BUILDINGS = ((3, 6, 2), (4, 6, 2), (2, 11, 2), (1, 18, 4), (2, 18, 3))


@dataclass(frozen=True, slots=True)
class Building:
    """A building; its last floors may be unfinished, so ``doors`` says how many there are."""

    code: str
    number: int
    stairwells: int
    doors_a_floor: int
    doors: int

    @property
    def name(self) -> str:
        return f"{self.number}号楼"


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound with buildings, or a hamlet with ``doors`` of its own. ``firm`` is "" where the community holds it."""

    code: str
    name: str
    address: str
    firm: str
    buildings: tuple[Building, ...]
    hamlet_doors: int = 0

    @property
    def doors(self) -> int:
        return self.hamlet_doors + sum(building.doors for building in self.buildings)


@dataclass(frozen=True, slots=True)
class Community:
    """A community, or a village where ``rural``."""

    code: str
    name: str
    rural: bool
    compounds: tuple[Compound, ...]


@dataclass(frozen=True, slots=True)
class Street:
    """A street or town with its communities."""

    code: str
    name: str
    communities: tuple[Community, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """One household: where, which address, and whether somebody lives there."""

    area: str
    address: str
    holder: str
    status: str


def lay_out(rng: random.Random, households: int, firms: Sequence[str]) -> tuple[Street, ...]:
    """Streets for exactly so many doors. Every fourth community is a village; its doors have no building."""
    street_count = _between(households // DOORS_A_STREET, 2, len(NAMES["streets"]))
    names = [head + tail for head, tail in product(NAMES["community_heads"], NAMES["community_tails"])]
    community_count = _between(households // DOORS_A_COMMUNITY, 2 * street_count, len(names))
    rng.shuffle(names)
    doors = _shares(rng, households, community_count)
    streets = []
    for s, name in enumerate(NAMES["streets"][:street_count]):
        code = f"{NAMES['district_code']}{s + 1:02}"
        own = range(s, community_count, street_count)
        streets.append(
            Street(
                code,
                name,
                tuple(_community(rng, f"{code}{k:02}", names[c], c, doors[c], firms) for k, c in enumerate(own, 1)),
            )
        )
    return tuple(streets)


def firm_names(households: int) -> list[str]:
    """As many property firms as so many doors keep busy: four at least."""
    names = [head + tail for tail, head in product(NAMES["firm_tails"], NAMES["firm_heads"])]
    return names[: _between(households // 4000, 4, len(names))]


def doors(rng: random.Random, streets: Sequence[Street]) -> Iterator[Door]:
    """Every door, one after another: a million need no memory."""
    for street in streets:
        for community in street.communities:
            for compound in community.compounds:
                holder = compound.firm or community.name
                for path, address in _addresses(community, compound):
                    yield Door(path, address, holder, _status(rng))


def _community(rng: random.Random, code: str, stem: str, ordinal: int, doors: int, firms: Sequence[str]) -> Community:
    rural = ordinal % 4 == 3
    name = stem + ("村" if rural else "社区")
    parts = _shares(rng, doors, max(1, round(doors / (DOORS_A_COMPOUND / (4 if rural else 1)))))
    if rural:
        hamlets = [NAMES["hamlets"][i] if i < len(NAMES["hamlets"]) else f"第{i + 1}组" for i in range(len(parts))]
        compounds = [
            Compound(f"{code}{k:02}", hamlet, f"{name}{hamlet}", "", (), part)
            for k, (hamlet, part) in enumerate(zip(hamlets, parts, strict=True), 1)
        ]
    else:
        titles = [head + tail for tail, head in product(NAMES["compound_tails"], NAMES["compound_heads"])]
        chosen = rng.sample(titles, len(parts))
        compounds = [
            _compound(rng, f"{code}{k:02}", title, f"{stem}路{k * 18 + rng.randrange(9) * 2}号", part, firms)
            for k, (title, part) in enumerate(zip(chosen, parts, strict=True), 1)
        ]
    return Community(code, name, rural, tuple(compounds))


def _compound(rng: random.Random, code: str, name: str, address: str, doors: int, firms: Sequence[str]) -> Compound:
    stairwells, floors, wide = rng.choice(BUILDINGS)
    size = stairwells * floors * wide
    numbers = range(1, -(-doors // size) + 1)
    buildings = tuple(
        Building(f"{code}{number:03}", number, stairwells, wide, min(size, doors - (number - 1) * size))
        for number in numbers
    )
    return Compound(code, name, address, "" if rng.random() < 0.12 else rng.choice(firms), buildings)


def _addresses(community: Community, compound: Compound) -> Iterator[tuple[str, str]]:
    """(path of the area, address) of every door. Doors count up floor by floor through all stairwells."""
    path = f"{community.name}/{compound.name}"
    for number in range(1, compound.hamlet_doors + 1):
        yield path, f"{compound.address}{number}号"
    for building in compound.buildings:
        wide = building.stairwells * building.doors_a_floor
        for door in range(building.doors):
            floor, across = divmod(door, wide)
            stairwell, side = divmod(across, building.doors_a_floor)
            room = f"{floor + 1}{side + 1:02}"
            yield f"{path}/{building.name}", f"{compound.address}{building.name}{stairwell + 1}单元{room}室"


def _status(rng: random.Random) -> str:
    chance = rng.random()
    if chance < VACANT:
        return "空户"
    return "非住宅" if chance < VACANT + NONRESIDENTIAL else "在住"


def _shares(rng: random.Random, total: int, count: int) -> list[int]:
    """``total`` divided into ``count`` uneven whole parts that add up."""
    weights = [rng.uniform(0.6, 1.4) for _ in range(count)]
    bounds = [0, *(round(total * part / sum(weights)) for part in accumulate(weights))]
    return [upper - lower for lower, upper in pairwise(bounds)]


def _between(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
