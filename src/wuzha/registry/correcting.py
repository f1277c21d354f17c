"""Correcting one row on a page, without a spreadsheet: household, place, person or unit.

The row's natural key stays what it was; where the correction would give it another, that one becomes an alias, so that
rosters with the old and with the new writing both meet it. The fingerprint stays too: a roster that says what it said
before does not take the correction back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from wuzha.database import statement
from wuzha.ledger.actions import note
from wuzha.privacy import taking
from wuzha.problems import Problem, WuzhaError
from wuzha.registry import names, trees
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.cells import Value
from wuzha.registry.core.keys import complete, place_detail
from wuzha.registry.core.names import Lookup
from wuzha.registry.core.rosters import Good
from wuzha.registry.core.single import columns, read
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.core.words import main_words
from wuzha.registry.doubles import Stand
from wuzha.registry.merging import Ground
from wuzha.registry.models import Alias, Area, Household, Person, Place, Unit
from wuzha.terms import Actor

_ROOM = "wuzha.registry"
Row: TypeAlias = Household | Place | Person | Unit
_MODELS: Mapping[RosterKind, type[Row]] = {
    RosterKind.HOUSEHOLDS: Household,
    RosterKind.PLACES: Place,
    RosterKind.PEOPLE: Person,
    RosterKind.UNITS: Unit,
}
_UNTOLD = frozenset({"name", "phone"})
"""Of people the audit log is told that these changed, not what they are."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What came of a correction: the row's number and where counts have changed, or the reasons why nothing did, each
    with the name of its column (or ``""``)."""

    id: int = 0
    stands: tuple[Stand, ...] = ()
    refused: list[tuple[str, Problem]] = field(default_factory=list)


def row(district_id: int, kind: RosterKind, row_id: int) -> Row | None:
    """One row that the scope shows."""
    return _MODELS[kind]._default_manager.filter(district_id=district_id, id=row_id).first()


def written(kind: RosterKind, one: Row) -> dict[str, str]:
    """A row by column, in the words of the roster."""
    values = _values(one)
    found = {}
    for column in columns(kind):
        value = values.get(column.name)
        if value is None:
            found[column.name] = ""
        elif column.choices:
            found[column.name] = main_words(column.choices)[str(value)]
        elif isinstance(value, tuple):
            found[column.name] = "、".join(value)
        else:
            found[column.name] = _shown(column.refers, one, value)
    return found


def correct(
    district_id: int, kind: RosterKind, one: Row | None, given: Mapping[str, str], actor: Actor, now: datetime
) -> Corrected:
    """Write a row as the form has it (``one`` is ``None``: a person more). Runs under a scope that sees the whole
    district, in the caller's transaction. Raises REG172 for a door that was merged into another.
    """
    if isinstance(one, Household) and one.merged_into is not None:
        raise WuzhaError(Problem(kinds.MERGED))
    lookup = trees.lookup(district_id)
    good = read(kind, given, lookup)
    if not isinstance(good, Good):
        return Corrected(refused=good)
    if clash := _clash(district_id, kind, one, good.key, lookup):
        return Corrected(refused=[("", Problem(kinds.TAKEN, "", {"name": clash}))])
    before = written(kind, one) if one else {}
    stands = _stands(one)
    former = one.name if isinstance(one, Unit) else ""
    old_key = _key(kind, one, lookup) if one else good.key
    if one is None:
        one = Person(district_id=district_id, key=good.key, fingerprint=good.fingerprint)
    _WRITE[kind](one, good, Ground(district_id))
    one.save()
    if good.key != old_key:
        _also(district_id, kind, one, good.key, actor, now)
    if isinstance(one, Unit) and one.name != former:
        names.also_called(one, former, actor.name, now)
    _contact_follows(one)
    _note(district_id, kind, one, before, actor, now)
    return Corrected(one.id, tuple({*stands, *_stands(one)}))


def close(district_id: int, kind: RosterKind, one: Row, last: date | None, actor: Actor, now: datetime) -> Corrected:
    """Give a household, place or post its last day, or (``None``) take it back."""
    given = written(kind, one) | {"valid_to": last.isoformat() if last else ""}
    return correct(district_id, kind, one, given, actor, now)


def _values(one: Row) -> dict[str, Value]:
    """A row as a roster's values, references as codes."""
    if isinstance(one, Unit):
        area = one.area.code if one.area else None
        return {"name": one.name, "aliases": tuple(one.aliases) or None, "kind": one.kind, "area": area, "code": None}
    dates: dict[str, Value] = {"valid_from": one.valid_from, "valid_to": one.valid_to}
    if isinstance(one, Person):
        return {"unit": one.unit.code, "post": one.post, "name": one.name, "phone": one.phone or None, **dates}
    units = dict(Unit.objects.filter(district_id=one.district_id).values_list("id", "code"))
    areas = dict(Area.objects.filter(id__in=[one.area_id] if one.area_id else []).values_list("id", "code"))
    area = areas.get(one.area_id) if one.area_id else None
    shared: dict[str, Value] = {"unit": units[one.unit_id], "area": area, "address": one.address or None, "code": None}
    if isinstance(one, Household):
        return {**shared, "status": one.status, **dates}
    own = {name: one.detail.get(name) for name in ("group_kind", "publisher", "plate", "route")}
    line = units[one.line_unit_id] if one.line_unit_id else None
    place = {"place_class": one.place_class, "name": one.name, "line_unit": line}
    return {**shared, **place, "longitude": one.longitude, "latitude": one.latitude, **own, **dates}


def _shown(refers: str | None, one: Row, code: Value) -> str:
    if refers == "unit":
        return str(Unit.objects.values_list("name", flat=True).get(district_id=one.district_id, code=code))
    if refers == "area":
        area = Area.objects.get(district_id=one.district_id, code=code)
        above = Area.objects.filter(district_id=one.district_id, lo__lte=area.lo, hi__gte=area.hi)
        return "/".join(above.order_by("lo", "-hi").values_list("name", flat=True))
    return f"{code:g}" if isinstance(code, float) else str(code)


def _key(kind: RosterKind, one: Row, lookup: Lookup) -> str:
    """The natural key that the row's own values give it; its code may be another, given by a roster."""
    return one.code if isinstance(one, Unit) else complete(kind, _values(one), lookup)


def _clash(district_id: int, kind: RosterKind, one: Row | None, key: str, lookup: Lookup) -> str:
    """The row that has this key already, by its name; empty where there is none."""
    if isinstance(one, Unit):
        return "" if key == one.code or key not in lookup.units.values() else key
    model = _MODELS[kind]
    by_key = {"key": key} if kind is RosterKind.PEOPLE else {"code": key}
    others = model._default_manager.filter(district_id=district_id, **by_key).exclude(id=one.id if one else 0)
    met = Alias.objects.filter(district_id=district_id, roster=kind, key=key).exclude(target_id=one.id if one else 0)
    if other := others.first():
        return _name(other)
    return met[0].written if met else ""


def _also(district_id: int, kind: RosterKind, one: Row, key: str, actor: Actor, now: datetime) -> None:
    if not isinstance(one, Unit):
        told = {"target_id": one.id, "written": _name(one)[:160], "by": actor.name[:80], "at": now}
        Alias.objects.update_or_create(district_id=district_id, roster=kind, key=key, defaults=told)


def _name(one: Row) -> str:
    return one.address if isinstance(one, Household) else one.name


def _stands(one: Row | None) -> tuple[Stand, ...]:
    return (Stand(one.area_pos, one.unit_pos),) if isinstance(one, Household | Place) else ()


def _contact_follows(one: Row) -> None:
    if isinstance(one, Household):
        with taking.following(one.district_id):
            statement(_ROOM, "tell_moved_one").run(district=one.district_id, household=one.id)


def _note(district_id: int, kind: RosterKind, one: Row, before: Mapping[str, str], actor: Actor, now: datetime) -> None:
    after = written(kind, one)
    hidden = _UNTOLD if kind is RosterKind.PEOPLE else frozenset[str]()
    changes: dict[str, Any] = {
        name: "changed" if name in hidden else [before.get(name, ""), value]
        for name, value in after.items()
        if value != before.get(name, "")
    }
    subject = one.key.rpartition("|")[0] if isinstance(one, Person) else _name(one)
    note(district_id, actor.id, actor.name, now, f"{kind}.correct", subject, id=one.id, changes=changes)


def _household(one: Any, good: Good, ground: Ground) -> None:
    one.area_id, one.area_pos = ground.area(good.values["area"])
    one.address, one.status = good.values["address"], good.values["status"]
    _held(one, good, ground)


def _place(one: Any, good: Good, ground: Ground) -> None:
    values = good.values
    one.place_class, one.name, one.address = values["place_class"], values["name"], values["address"] or ""
    one.area_id, one.area_pos = ground.area(values["area"]) if values["area"] else ground.of_holder(values["unit"])
    one.line_unit_id = ground.unit(values["line_unit"])[0] if values["line_unit"] else None
    one.longitude, one.latitude, one.detail = values["longitude"], values["latitude"], place_detail(values)
    _held(one, good, ground)


def _person(one: Any, good: Good, ground: Ground) -> None:
    one.name, one.phone, one.post = good.values["name"], good.values["phone"] or "", good.values["post"]
    _held(one, good, ground)


def _held(one: Any, good: Good, ground: Ground) -> None:
    one.unit_id, one.unit_pos = ground.unit(good.values["unit"])
    one.valid_from, one.valid_to = good.values["valid_from"], good.values["valid_to"]


def _unit(one: Any, good: Good, ground: Ground) -> None:
    values: Mapping[str, Any] = good.values
    one.name, one.kind, one.aliases = values["name"], values["kind"], list(values["aliases"] or ())
    one.area_id = ground.area(values["area"])[0] if values["area"] else None


_WRITE: Mapping[RosterKind, Callable[[Any, Good, Ground], None]] = {
    RosterKind.HOUSEHOLDS: _household,
    RosterKind.PLACES: _place,
    RosterKind.PEOPLE: _person,
    RosterKind.UNITS: _unit,
}
