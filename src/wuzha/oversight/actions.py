"""Keeping the leaf tables: marking what has changed, counting it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from wuzha.database import scoped, set_scope, statement
from wuzha.database.scope import current_scope
from wuzha.oversight.models import Touched
from wuzha.terms import Scope

_ROOM = "wuzha.oversight"
REFRESH_DAYS = 30
"""A household told again this many days after it was first told counts as refreshed (复访)."""

BATCH = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """A leaf whose counts are out of date: the target's kind, its place and its holder's place."""

    target_kind: str
    area_pos: int
    holder_pos: int


def mark(district_id: int, marks: Iterable[Mark]) -> None:
    """Note, in the transaction of the change itself, which leaves must be counted again."""
    ordered = sorted(marks, key=lambda one: (one.area_pos, one.holder_pos, one.target_kind))
    statement(_ROOM, "add_marks").prepared(
        district=district_id,
        kinds=[one.target_kind for one in ordered],
        areas=[one.area_pos for one in ordered],
        doers=[one.holder_pos for one in ordered],
    )


def refresh(district_id: int, limit: int = BATCH) -> int:
    """Count again up to ``limit`` marked leaves; returns how many marks were worked off.

    Where another refresh is under way nothing is taken: it is left to that one. Works in the caller's
    transaction under a scope widened to the whole district meanwhile: a leaf is never counted by halves.
    """
    if not Touched.objects.filter(district_id=district_id).exists():
        return 0
    before = current_scope()
    set_scope(Scope.whole(district_id))
    taken = statement(_ROOM, "take_marks").rows(district=district_id, limit=limit)
    if taken:
        _count(district_id, everything=False, taken=taken)
    set_scope(before)
    return len(taken)


def recount(district_id: int) -> None:
    """Count every leaf of the district from its rows: after imports, after applying a plan, and to be sure."""
    with scoped(Scope.whole(district_id)):
        statement(_ROOM, "hold_counts").rows(district=district_id)
        statement(_ROOM, "take_marks").rows(district=district_id, limit=2**31 - 1)
        _count(district_id, everything=True, taken=[])


def _count(district_id: int, *, everything: bool, taken: list[dict[str, object]]) -> None:
    doors = sorted({row["area_pos"] for row in taken if row["target_kind"] == "household"})  # type: ignore[type-var]
    areas = sorted({row["area_pos"] for row in taken})  # type: ignore[type-var]
    doers = sorted({row["doer_pos"] for row in taken})  # type: ignore[type-var]
    if everything:
        with connection.cursor() as cursor:
            # Everything meets everything: a plan made for few rows, on statistics that lag, would take minutes.
            cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL enable_nestloop = off")
    if everything or doors:
        statement(_ROOM, "clear_coverage").run(district=district_id, all=everything, places=doors)
        statement(_ROOM, "count_coverage").run(
            district=district_id, all=everything, places=doors, refresh_days=REFRESH_DAYS
        )
    statement(_ROOM, "clear_duties").run(district=district_id, all=everything, areas=areas, doers=doers)
    statement(_ROOM, "count_duties").run(district=district_id, all=everything, areas=areas, doers=doers)
