"""The units of the fictional district and the people who answer for them; some posts are empty on purpose."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from wuzha.duties.core.groups import GROUPS, NEEDS_EVERY, NOBODY
from wuzha.registry.core.text import fold
from wuzha.registry.core.unit_kinds import guess_kind
from wuzha.terms import UnitKind
from wuzha.web.demo.ground import NAMES, Street

CAMPAIGN_OFFICE = "区反诈宣传专班"
SECTIONS = frozenset({UnitKind.DEPARTMENT, UnitKind.CENTRE, UnitKind.OTHER})
NO_LIAISON, NO_LEADER = 0.15, 0.08


@dataclass(frozen=True, slots=True)
class Office:
    """A unit: its name, kind, the unit above, its other names, and the area that is its own (a path, or "")."""

    name: str
    kind: UnitKind
    parent: str = ""
    aliases: tuple[str, ...] = ()
    area: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """A person on a post of a unit."""

    unit: str
    post: str
    name: str
    phone: str
    since: date


def offices(streets: Sequence[Street], firms: Sequence[str], extra: Sequence[str]) -> list[Office]:
    """All units, superiors first. ``extra`` are names from plans that must exist as well."""
    district = NAMES["district"]
    bureau, committee = NAMES["bureau"], NAMES["committee"]
    found = [
        Office(CAMPAIGN_OFFICE, UnitKind.OFFICE, aliases=("反诈专班", "区专班"), area=district),
        Office(bureau["name"], UnitKind.DEPARTMENT, aliases=tuple(bureau["aliases"])),
        Office(committee["name"], UnitKind.DEPARTMENT, aliases=tuple(committee["aliases"])),
        *_sections(bureau),
        *_sections(committee),
    ]
    for street in streets:
        found.append(Office(street.name, UnitKind.STREET, area=street.name))
        found += [Office(c.name, UnitKind.COMMUNITY, street.name, area=c.name) for c in street.communities]
    found += [
        Office("云杉派出所", UnitKind.POLICE, aliases=("派出所",), area=district),
        Office("枫溪中学", UnitKind.SCHOOL, "社会事业科"),
        Office("云杉实验小学", UnitKind.SCHOOL, "社会事业科"),
        Office("云杉医院", UnitKind.OTHER, "社会事业科"),
        Office("云杉轴承厂", UnitKind.ENTERPRISE, "企业服务科"),
        *(Office(name, UnitKind.BANK) for name in NAMES["places"]["banks"]),
        *(Office(name, UnitKind.PROPERTY_FIRM, "物业科") for name in firms),
    ]
    return found + _named_by_plans(found, extra, committee["name"])


def staff(rng: random.Random, units: Sequence[Office], year: int) -> list[Staff]:
    """Leaders, liaison officers, deputies and workers; every seventh unit or so lacks a liaison officer."""
    names = _people_names(rng)
    found: list[Staff] = []

    def hire(unit: str, post: str) -> None:
        phone = f"1380000{len(found) + 1:04}"
        found.append(Staff(unit, post, next(names), phone, date(year, 1, 1 + rng.randrange(20))))

    for unit in units:
        if unit.kind is UnitKind.OFFICE or rng.random() >= NO_LEADER:
            hire(unit.name, "分管领导")
        if unit.kind is UnitKind.OFFICE or rng.random() >= NO_LIAISON:
            hire(unit.name, "联络员")
        if rng.random() < 0.3:
            hire(unit.name, "副联络员")
        if unit.kind in {UnitKind.PROPERTY_FIRM, UnitKind.COMMUNITY}:
            for _ in range(rng.randrange(2, 4)):
                hire(unit.name, "工作人员")
    return found


def _sections(organ: dict[str, object]) -> Iterator[Office]:
    for name, *aliases in organ["sections"]:  # type: ignore[attr-defined]
        kind = guess_kind(name)
        yield Office(name, kind if kind in SECTIONS else UnitKind.DEPARTMENT, str(organ["name"]), tuple(aliases))


def _named_by_plans(known: Sequence[Office], extra: Sequence[str], committee: str) -> list[Office]:
    taken = {fold(name) for unit in known for name in (unit.name, *unit.aliases)}
    added: list[Office] = []
    for name in extra:
        key = fold(name)
        if key and key not in taken and not _collective(key):
            taken.add(key)
            kind = guess_kind(name)
            added.append(Office(name, kind, committee if kind in SECTIONS else ""))
    return added


def _collective(key: str) -> bool:
    """Whether a name means many units or nobody in particular: what the binding of a plan expands or asks about."""
    if key.startswith("各") or NOBODY.fullmatch(key):
        return True
    return bool(NEEDS_EVERY.search(key)) and any(group.pattern.fullmatch(key) for group in GROUPS)


def _people_names(rng: random.Random) -> Iterator[str]:
    """Invented names in shuffled order; when they run out they come again with a second given name."""
    plain = [surname + given for surname, given in product(NAMES["surnames"], NAMES["given"])]
    rng.shuffle(plain)
    yield from plain
    for name, given in product(plain, NAMES["given"]):
        yield name[0] + given[0] + name[1]
