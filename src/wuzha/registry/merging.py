"""Merging rosters: short ones as a whole, households and places from where they wait, in set-based statements."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from wuzha.database import statement
from wuzha.registry import contacts, names, trees
from wuzha.registry.core.keys import place_detail
from wuzha.registry.core.rosters import Good
from wuzha.registry.core.templates import RosterKind
from wuzha.registry.models import Alias, Area, Import, Person, Unit
from wuzha.registry.outcome import Outcome, restored
from wuzha.terms import Interval

_ROOM = "wuzha.registry"
STAGED: Mapping[str, str] = {RosterKind.HOUSEHOLDS: "household", RosterKind.PLACES: "place"}
"""The rosters that may be long: their rows wait in tables, by the noun in the tables' names."""

_COLUMNS = {
    "household": (
        "number, code, address, area_id, area_pos, unit_id, unit_pos, status, valid_from, valid_to, fingerprint,"
        " contact"
    ),
    "place": (
        "number, place_class, code, name, address, area_id, area_pos, unit_id, unit_pos, line_unit_id, longitude,"
        " latitude, detail, valid_from, valid_to, fingerprint"
    ),
}


def waiting(run: Import) -> Iterator[tuple[str, int]]:
    """The natural keys that wait already, each with the number of its row."""
    if noun := STAGED.get(run.roster):
        for row in statement(_ROOM, f"waiting_{noun}s").rows(run=run.id):
            yield row["code"], row["number"]


def keep(run: Import, good: Sequence[Good]) -> None:
    """Put rows where they wait: COPY into a table of the session, from there in one statement (COPY itself cannot
    write where the scope is enforced)."""
    noun = STAGED[run.roster]
    ground, pack = Ground(run.district_id), contacts.packer(run)
    statement(_ROOM, f"stage_{noun}s").run()
    with connection.cursor() as cursor, cursor.copy(f"COPY incoming_{noun} ({_COLUMNS[noun]}) FROM STDIN") as copy:
        for row in good:
            sealed = (pack(row),) if noun == "household" else ()
            copy.write_row((row.row_number, *_ROWS[noun](row, ground), *sealed))
    statement(_ROOM, f"keep_{noun}s").run(district=run.district_id, run=run.id)


def compared(run: Import) -> Outcome:
    """What merging would do now."""
    noun = STAGED[run.roster]
    statement(_ROOM, f"analyse_incoming_{noun}s").run()
    statement(_ROOM, f"resolve_{noun}s").run(district=run.district_id, run=run.id)
    return _outcome(run, **statement(_ROOM, f"compare_{noun}s").one(district=run.district_id, run=run.id))


def merged(run: Import) -> Outcome:
    """Merge what waits: known rows that read differently are changed, unknown ones added."""
    noun, which = STAGED[run.roster], {"district": run.district_id, "run": run.id}
    statement(_ROOM, f"resolve_{noun}s").run(**which)
    changed = statement(_ROOM, f"change_{noun}s").run(**which)
    added = statement(_ROOM, f"add_{noun}s").run(**which)
    statement(_ROOM, f"analyse_{noun}s").run()
    return _outcome(run, added, changed)


def areas(run: Import) -> list[int]:
    """The areas that doors wait in."""
    if run.roster != RosterKind.HOUSEHOLDS:
        return []
    return [row["area_id"] for row in statement(_ROOM, "waiting_areas").rows(run=run.id)]


def clear(run: Import) -> None:
    """Take away what waits."""
    if noun := STAGED.get(run.roster):
        statement(_ROOM, f"clear_{noun}s").run(run=run.id)


def plant(run: Import, good: Sequence[Good], outcome: Outcome) -> None:
    """Merge a short roster: areas, units or people. Former names of units are kept as aliases."""
    district_id = run.district_id
    if run.roster == RosterKind.PEOPLE:
        _merge_people(district_id, good, outcome)
        return
    if run.roster == RosterKind.AREAS:
        refused = trees.plant_areas(district_id, good, outcome)
    else:
        known = set(Unit.objects.filter(district_id=district_id).values_list("name", flat=True))
        refused, renamed = trees.plant_units(district_id, good, outcome)
        new = set(Unit.objects.filter(district_id=district_id).values_list("name", flat=True)) - known
        former_names = known - {former for _, former in renamed}
        outcome.names = names.like_known(district_id, former_names, new - {unit.name for unit, _ in renamed})
        for unit, former in renamed:
            names.also_called(unit, former, run.actor_name, run.started_at)
    for problem in refused:
        outcome.refuse(problem)


def _outcome(run: Import, added: int, changed: int) -> Outcome:
    problems = [restored(kept) for kept in run.problems]
    return Outcome(added, changed, run.good - added - changed, run.bad, problems, dict(run.names))


def _merge_people(district_id: int, good: Iterable[Good], outcome: Outcome) -> None:
    units = {unit.code: unit for unit in Unit.objects.filter(district_id=district_id)}
    known = {person.key: person for person in Person.objects.filter(district_id=district_id)}
    by_id = {person.id: person for person in known.values()}
    for alias in Alias.objects.filter(district_id=district_id, roster=RosterKind.PEOPLE):
        if alias.target_id is not None:
            known.setdefault(alias.key, by_id[alias.target_id])
    added, changed = [], []
    for row in good:
        unit = units[str(row.values["unit"])]
        values: dict[str, Any] = {
            "unit": unit,
            "unit_pos": unit.hi - 1,
            "name": row.values["name"],
            "phone": row.values["phone"] or "",
            "post": row.values["post"],
            "valid_from": row.values["valid_from"],
            "valid_to": row.values["valid_to"],
            "fingerprint": row.fingerprint,
        }
        person = known.get(row.key)
        if person is None:
            added.append(Person(district_id=district_id, key=row.key, **values))
        elif bytes(person.fingerprint) != row.fingerprint:
            for name, value in values.items():
                setattr(person, name, value)
            changed.append(person)
        else:
            outcome.unchanged += 1
    Person.objects.bulk_create(added, batch_size=1000)
    fields = ["unit", "unit_pos", "name", "phone", "post", "valid_from", "valid_to", "fingerprint"]
    Person.objects.bulk_update(changed, fields, batch_size=500)
    outcome.added, outcome.changed = len(added), len(changed)


class Ground:
    """Ids and places of areas and units by their codes."""

    def __init__(self, district_id: int) -> None:
        areas = Area.objects.filter(district_id=district_id).values_list("code", "id", "hi")
        units = Unit.objects.filter(district_id=district_id).values_list("code", "id", "hi", "area_id", "area__hi")
        self._areas = {code: (id_, hi - 1) for code, id_, hi in areas}
        self._units = {code: (id_, hi - 1) for code, id_, hi, _, _ in units}
        self._grounds = {code: (area_id, area_hi - 1) for code, _, _, area_id, area_hi in units if area_id}

    def area(self, code: object) -> tuple[int, int]:
        return self._areas[str(code)]

    def of_holder(self, code: object) -> tuple[int | None, int]:
        """Where a place without an area is: on its holder's own ground, else nowhere in particular."""
        return self._grounds.get(str(code), (None, Interval.root().pos))

    def unit(self, code: object) -> tuple[int, int]:
        return self._units[str(code)]


def _household(row: Good, ground: Ground) -> tuple[Any, ...]:
    values = row.values
    area, unit = ground.area(values["area"]), ground.unit(values["unit"])
    return (row.key, values["address"], *area, *unit, values["status"], *_validity(row), row.fingerprint)


def _place(row: Good, ground: Ground) -> tuple[Any, ...]:
    values = row.values
    line = ground.unit(values["line_unit"])[0] if values["line_unit"] else None
    detail = json.dumps(place_detail(values), ensure_ascii=False)
    return (
        *(values["place_class"], row.key, values["name"], values["address"] or ""),
        *(ground.area(values["area"]) if values["area"] else ground.of_holder(values["unit"])),
        *ground.unit(values["unit"]),
        *(line, values["longitude"], values["latitude"], detail, *_validity(row), row.fingerprint),
    )


def _validity(row: Good) -> tuple[Any, Any]:
    return row.values["valid_from"], row.values["valid_to"]


_ROWS: Mapping[str, Callable[[Good, Ground], tuple[Any, ...]]] = {"household": _household, "place": _place}
