"""Importing rosters: a file is checked row by row, waits in a temporary table, and is merged at once.

The whole file is one transaction: good rows are taken, bad rows are named with their reasons, and a file that
breaks off in the middle leaves nothing behind. The same file again changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from wuzha.database import statement
from wuzha.ledger.actions import note
from wuzha.problems import Problem
from wuzha.registry import trees
from wuzha.registry.core.header import locate
from wuzha.registry.core.keys import place_detail
from wuzha.registry.core.names import Lookup
from wuzha.registry.core.rosters import Bad, Good, validate
from wuzha.registry.core.sheets import open_sheet
from wuzha.registry.core.templates import TEMPLATES, RosterKind
from wuzha.registry.models import Area, District, Import, Person, Unit
from wuzha.terms import AreaLevel, Interval

_ROOM = "wuzha.registry"
KEPT_PROBLEMS = 1000
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports, for the audit log."""

    user_id: int
    name: str


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do. ``problems`` holds the first thousand; ``bad`` counts every bad row."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def good(self) -> int:
        """Rows that were taken, whether they changed anything or not."""
        return self.added + self.changed + self.unchanged


def found_in(path: Path) -> District | None:
    """The first roster of areas founds the district that it begins with: the one row of that level."""
    for row in validate(locate(open_sheet(path), TEMPLATES[RosterKind.AREAS]), Lookup()):
        if isinstance(row, Good) and row.values["level"] == AreaLevel.DISTRICT:
            return trees.found_district(row.key, str(row.values["name"]))
    return None


def import_roster(
    district_id: int,
    kind: RosterKind,
    path: Path,
    importer: Importer,
    now: datetime,
    *,
    filename: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Import one roster file under a scope that sees the whole district.

    ``progress`` is told the number of rows read. A dry run does all of it and takes it back. Raises
    ``WuzhaError`` where the file cannot be read as this kind of roster at all.
    """
    with transaction.atomic():
        outcome = Outcome()
        table = locate(open_sheet(path), TEMPLATES[kind])
        outcome.problems.extend(table.unknown)
        good = _sifted(validate(table, trees.lookup(district_id)), outcome, progress)
        _MERGE[kind](district_id, good, outcome)
        if dry_run:
            transaction.set_rollback(True)
            return outcome
        _keep(district_id, kind, path, importer, now, filename or path.name, outcome)
    return outcome


def _sifted(results: Iterable[Good | Bad], outcome: Outcome, progress: Progress | None) -> Iterator[Good]:
    for count, result in enumerate(results, start=1):
        if isinstance(result, Good):
            yield result
        else:
            refuse(outcome, *result.problems)
        if progress and count % 5000 == 0:
            progress(count)


def refuse(outcome: Outcome, *problems: Problem) -> None:
    """Count a bad row and keep its reasons, as long as a person would still read them."""
    outcome.bad += 1
    outcome.problems.extend(problems[: max(0, KEPT_PROBLEMS - len(outcome.problems))])


def _keep(
    district_id: int, kind: RosterKind, path: Path, importer: Importer, now: datetime, filename: str, outcome: Outcome
) -> None:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    counts = {name: getattr(outcome, name) for name in ("added", "changed", "unchanged", "bad")}
    Import.objects.create(
        district_id=district_id,
        roster=kind,
        filename=filename[:200],
        sha256=digest,
        started_at=now,
        finished_at=now,
        actor_id=importer.user_id,
        problems=[problem.as_dict() for problem in outcome.problems],
        **counts,
    )
    note(district_id, importer.user_id, importer.name, now, f"import.{kind}", filename, **counts)


def _merge_areas(district_id: int, good: Iterator[Good], outcome: Outcome) -> None:
    refused = trees.plant_areas(district_id, list(good), outcome)
    for problem in refused:
        refuse(outcome, problem)


def _merge_units(district_id: int, good: Iterator[Good], outcome: Outcome) -> None:
    refused = trees.plant_units(district_id, list(good), outcome)
    for problem in refused:
        refuse(outcome, problem)


def _merge_people(district_id: int, good: Iterator[Good], outcome: Outcome) -> None:
    units = {unit.code: unit for unit in Unit.objects.filter(district_id=district_id)}
    known = {person.key: person for person in Person.objects.filter(district_id=district_id)}
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


_HOUSEHOLD = "code, address, area_id, area_pos, unit_id, unit_pos, status, valid_from, valid_to, fingerprint"
_PLACE = (
    "place_class, code, name, address, area_id, area_pos, unit_id, unit_pos, line_unit_id, longitude, latitude,"
    " detail, valid_from, valid_to, fingerprint"
)


def _merge_households(district_id: int, good: Iterator[Good], outcome: Outcome) -> None:
    ground = _Ground(district_id)

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in good:
            values = row.values
            area, unit = ground.area(values["area"]), ground.unit(values["unit"])
            yield (row.key, values["address"], *area, *unit, values["status"], *_validity(row), row.fingerprint)

    _merge(district_id, "household", _HOUSEHOLD, rows(), outcome)


def _merge_places(district_id: int, good: Iterator[Good], outcome: Outcome) -> None:
    ground = _Ground(district_id)

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in good:
            values = row.values
            line = ground.unit(values["line_unit"])[0] if values["line_unit"] else None
            detail = json.dumps(place_detail(values), ensure_ascii=False)
            yield (
                *(values["place_class"], row.key, values["name"], values["address"] or ""),
                *(ground.area(values["area"]) if values["area"] else ground.of_holder(values["unit"])),
                *ground.unit(values["unit"]),
                *(line, values["longitude"], values["latitude"], detail, *_validity(row), row.fingerprint),
            )

    _merge(district_id, "place", _PLACE, rows(), outcome)


def _merge(district_id: int, noun: str, columns: str, rows: Iterator[tuple[Any, ...]], outcome: Outcome) -> None:
    """COPY the rows into a temporary table, then change and add in two set-based statements."""
    statement(_ROOM, f"stage_{noun}s").run()
    total = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY incoming_{noun} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            total += 1
    outcome.changed = statement(_ROOM, f"change_{noun}s").run(district=district_id)
    outcome.added = statement(_ROOM, f"add_{noun}s").run(district=district_id)
    outcome.unchanged = total - outcome.changed - outcome.added
    statement(_ROOM, f"analyse_{noun}s").run()


def _validity(row: Good) -> tuple[Any, Any]:
    return row.values["valid_from"], row.values["valid_to"]


class _Ground:
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


_MERGE: dict[RosterKind, Callable[[int, Iterator[Good], Outcome], None]] = {
    RosterKind.AREAS: _merge_areas,
    RosterKind.UNITS: _merge_units,
    RosterKind.PEOPLE: _merge_people,
    RosterKind.HOUSEHOLDS: _merge_households,
    RosterKind.PLACES: _merge_places,
}
