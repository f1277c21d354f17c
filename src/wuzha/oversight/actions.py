"""Keeping the leaf tables: marking what has changed, counting it again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from wuzha.database import scoped, set_scope, statement
from wuzha.database.planning import few_rows, whole_tables
from wuzha.database.scope import current_scope
from wuzha.oversight.models import Touched
from wuzha.terms import Scope, TargetKind

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
        doors = {row["area_pos"] for row in taken if row["target_kind"] == TargetKind.HOUSEHOLD}
        with few_rows():
            if doors:
                count_coverage(district_id, doors)
            count_duties(district_id, {row["area_pos"] for row in taken}, {row["doer_pos"] for row in taken})
    set_scope(before)
    return len(taken)


def recount(district_id: int) -> None:
    """Count every leaf of the district from its rows: after imports, after applying a plan, and to be sure."""
    with scoped(Scope.whole(district_id)):
        statement(_ROOM, "hold_counts").rows(district=district_id)
        statement(_ROOM, "take_marks").rows(district=district_id, limit=2**31 - 1)
        with whole_tables():
            count_coverage(district_id)
            count_duties(district_id)


def count_coverage(district_id: int, places: Collection[int] | None = None) -> None:
    """Count the ladder of the leaves at these places of the area tree; ``None``: of all."""
    which: dict[str, Any] = {"district": district_id, "all": places is None, "places": list(places or ())}
    statement(_ROOM, "clear_coverage").run(**which)
    statement(_ROOM, "count_coverage").run(**which, refresh_days=REFRESH_DAYS)


def count_duties(district_id: int, areas: Collection[int] | None = None, doers: Collection[int] = ()) -> None:
    """Count the duties of every pair of these places of the two trees; ``None``: of all."""
    which: dict[str, Any] = {"district": district_id, "all": areas is None, "areas": list(areas or ())}
    statement(_ROOM, "clear_duties").run(**which, doers=list(doers))
    statement(_ROOM, "count_duties").run(**which, doers=list(doers))
