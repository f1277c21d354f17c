"""The natural key of a roster row: what makes a door, a place, a post or a node the same one in the next file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b

from wuzha.registry.core.address import normalise_address
from wuzha.registry.core.cells import Value
from wuzha.registry.core.names import Lookup, name_key
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.core.text import fold
from wuzha.registry.core.unit_kinds import guess_kind
from wuzha.registry.core.words import HouseholdStatus

MAX_KEY = 120


def complete(kind: RosterKind, values: dict[str, Value], lookup: Lookup) -> str:
    """Fill in what a roster may leave open (code, kind, status) and give the row's natural key."""
    return _COMPLETE[kind](values, lookup)


def place_detail(values: Mapping[str, Value]) -> dict[str, str]:
    """What only some classes of places have: of chat groups kind and publisher, of vehicles plate and route."""
    names = ("group_kind", "publisher", "plate", "route")
    return {name: str(values[name]) for name in names if values.get(name) is not None}


def _area(values: dict[str, Value], lookup: Lookup) -> str:
    if values["code"] is None:
        path = "/".join(str(part) for part in (values["parent"], values["name"]) if part)
        values["code"] = lookup.areas.get(name_key(path)) or path
    return str(values["code"])


def _unit(values: dict[str, Value], lookup: Lookup) -> str:
    name = str(values["name"])
    values["code"] = values["code"] or lookup.units.get(name_key(name)) or name
    values["kind"] = values["kind"] or str(guess_kind(name))
    return str(values["code"])


def _person(values: dict[str, Value], _lookup: Lookup) -> str:
    return _joined(str(values["unit"]), str(values["post"]), fold(str(values["name"])))


def _household(values: dict[str, Value], _lookup: Lookup) -> str:
    values["status"] = values["status"] or str(HouseholdStatus.OCCUPIED)
    return str(values["code"] or _joined(str(values["area"]), normalise_address(str(values["address"]))))


def _place(values: dict[str, Value], _lookup: Lookup) -> str:
    if values["code"] is not None:
        return str(values["code"])
    parts = (values["place_class"], values["unit"], values["area"] or "", fold(str(values["name"])))
    return _joined(*(str(part) for part in parts))


def _joined(*parts: str) -> str:
    """The parts in one key; one that would be too long ends in a hash of itself instead."""
    key = "|".join(parts)
    if len(key) <= MAX_KEY:
        return key
    return key[: MAX_KEY - 33] + "|" + blake2b(key.encode(), digest_size=16).hexdigest()


_COMPLETE: Mapping[RosterKind, Callable[[dict[str, Value], Lookup], str]] = {
    RosterKind.AREAS: _area,
    RosterKind.UNITS: _unit,
    RosterKind.PEOPLE: _person,
    RosterKind.HOUSEHOLDS: _household,
    RosterKind.PLACES: _place,
}
