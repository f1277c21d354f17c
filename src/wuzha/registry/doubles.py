"""Doors that are probably one: looked for after an import, decided by a person, merged and parted."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet

from wuzha.database import statement
from wuzha.database.statements import Row
from wuzha.ledger.actions import note
from wuzha.problems import Problem, WuzhaError
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.likeness import door, pairs
from wuzha.registry.models import Area, Household, Likeness
from wuzha.terms import Actor, AreaLevel, Interval

_ROOM = "wuzha.registry"
MANY = 300
"""So many compounds at once are looked at in one go through the whole district."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a door is counted: the places of its area and of its holder."""

    area_pos: int
    unit_pos: int


@dataclass(frozen=True, slots=True)
class _Ground:
    """The compound that an area belongs to (or the area itself, outside compounds), and the names from there down."""

    stretch: Interval
    names: tuple[str, ...]


def find(district_id: int, areas: Collection[int] | None = None) -> int:
    """Look for doors that may be one in the compounds of these areas (``None``: everywhere); gives how many pairs there
    are. One pass over the doors of each compound. Runs under the whole district's scope, in the caller's transaction.
    """
    grounds = _grounds(district_id)
    stretches = sorted({grounds[area].stretch for area in (grounds if areas is None else areas) if area in grounds})
    if len(stretches) > MANY:
        stretches = [Interval.root()]
    found = 0
    for stretch in stretches:
        ends = {"district": district_id, "lo": stretch.lo, "hi": stretch.hi}
        statement(_ROOM, "clear_doubles").run(**ends)
        rows = statement(_ROOM, "list_doors").stream(**ends)
        suspected = [
            {"one": pair.one, "other": pair.other, "reason": pair.reason}
            for _, doors in groupby(rows, key=lambda row: grounds[row["area_id"]].stretch)
            for pair in pairs(door(row["id"], grounds[row["area_id"]].names, row["address"]) for row in doors)
        ]
        statement(_ROOM, "add_doubles").run(district=district_id, pairs=json.dumps(suspected))
        found += len(suspected)
    return found


def pair(district_id: int, pair_id: int) -> Row | None:
    """Two doors with what was decided, as ``list_doubles.sql`` gives them."""
    blank = dict.fromkeys(("reason", "state", "area_lo", "area_hi", "words"))
    rows = statement(_ROOM, "list_doubles").rows(district=district_id, pair=pair_id, **blank)
    return rows[0] if rows else None


def next_open(district_id: int, after: int) -> int | None:
    """The next pair that waits for a decision, beginning again behind the last one."""
    numbers = list(_waiting(district_id).order_by("area_pos", "id").values_list("id", flat=True)[:1000])
    behind = [number for number in numbers if number > after]
    return next(iter(behind or numbers), None)


def merge_of(district_id: int, dropped_id: int) -> int | None:
    """The decision by which a door was merged into another."""
    pairs_of = Q(one_id=dropped_id) | Q(other_id=dropped_id)
    merges = Likeness.objects.filter(pairs_of, district_id=district_id, state="same").exclude(kept_id=dropped_id)
    return merges.values_list("id", flat=True).first()


def count_open(district_id: int) -> int:
    """How many pairs wait for a decision."""
    return _waiting(district_id).count()


def merge(district_id: int, pair_id: int, kept_id: int, actor: Actor, now: datetime) -> list[Stand]:
    """The two are one door: ``kept_id`` stays, the other is closed and keeps its history, which counts for the one that
    stays; later rosters that have the other meet it. Gives where counts have changed. Raises REG161, REG162.
    """
    likeness, doors = _locked(district_id, pair_id, "open")
    dropped = next((one for one in doors if one.id != kept_id), None)
    kept = next((one for one in doors if one.id == kept_id), None)
    if kept is None or dropped is None or kept.merged_into is not None or dropped.merged_into is not None:
        raise WuzhaError(Problem(kinds.NOT_MERGEABLE))
    likeness.ended = dropped.valid_to
    _decide(likeness, "same", kept_id, actor, now)
    statement(_ROOM, "merge_household").run(district=district_id, kept=kept_id, dropped=dropped.id, today=now.date())
    note(district_id, actor.id, actor.name, now, "household.merge", kept.address, kept=kept.code, dropped=dropped.code)
    return _stands(doors)


def differ(district_id: int, pair_id: int, actor: Actor, now: datetime) -> None:
    """The two are different doors, and are not asked about again. Raises REG161."""
    likeness, doors = _locked(district_id, pair_id, "open")
    _decide(likeness, "different", None, actor, now)
    note(district_id, actor.id, actor.name, now, "household.differ", doors[0].address, other=doors[1].address)


def part(district_id: int, pair_id: int, actor: Actor, now: datetime) -> list[Stand]:
    """A merge was wrong: the closed door stands by itself again with its own history. Raises REG161."""
    likeness, doors = _locked(district_id, pair_id, "same")
    parted = next(one for one in doors if one.id != likeness.kept_id)
    ended = likeness.ended
    likeness.ended = None
    _decide(likeness, "different", None, actor, now)
    statement(_ROOM, "part_household").run(district=district_id, parted=parted.id, ended=ended)
    note(district_id, actor.id, actor.name, now, "household.part", parted.address, code=parted.code)
    return _stands(doors)


def reopen(district_id: int, pair_id: int, actor: Actor, now: datetime) -> None:
    """Ask again about two doors that were said to be different. Raises REG161."""
    likeness, doors = _locked(district_id, pair_id, "different")
    _decide(likeness, "open", None, actor, now)
    note(district_id, actor.id, actor.name, now, "household.ask", doors[0].address, other=doors[1].address)


def _waiting(district_id: int) -> QuerySet[Likeness]:
    """Pairs to be decided whose doors are both in use."""
    closed = Household.objects.filter(district_id=district_id, valid_to__isnull=False)
    closed = closed.filter(Q(id=OuterRef("one_id")) | Q(id=OuterRef("other_id")))
    return Likeness.objects.filter(~Exists(closed), district_id=district_id, state="open")


def _locked(district_id: int, pair_id: int, state: str) -> tuple[Likeness, list[Household]]:
    likeness = Likeness.objects.select_for_update().filter(district_id=district_id, id=pair_id, state=state).first()
    if likeness is None:
        raise WuzhaError(Problem(kinds.DECIDED))
    ids = (likeness.one_id, likeness.other_id)
    doors = Household.objects.select_for_update().filter(district_id=district_id, id__in=ids).order_by("id")
    return likeness, list(doors)


def _decide(likeness: Likeness, state: str, kept_id: int | None, actor: Actor, now: datetime) -> None:
    likeness.state, likeness.kept_id = state, kept_id
    likeness.decided_at, likeness.decided_by = now, actor.name[:80]
    likeness.save()


def _stands(doors: Collection[Household]) -> list[Stand]:
    return [Stand(one.area_pos, one.unit_pos) for one in doors]


def _grounds(district_id: int) -> dict[int, _Ground]:
    areas = {area.id: area for area in Area.objects.filter(district_id=district_id)}
    found: dict[int, _Ground] = {}
    for area in areas.values():
        above = list(_upward(area, areas))
        compound = next((one for one in above if one.level == AreaLevel.COMPOUND), area)
        names = tuple(one.name for one in reversed(above[: above.index(compound) + 1]))
        found[area.id] = _Ground(Interval(compound.lo, compound.hi), names)
    return found


def _upward(area: Area, areas: dict[int, Area]) -> Iterator[Area]:
    at: Area | None = area
    while at is not None:
        yield at
        at = areas.get(at.parent_id) if at.parent_id else None
