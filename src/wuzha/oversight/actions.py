"""Keeping the leaf tables: marking what has changed, counting it again, freezing them for a month."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wuzha.database import scoped, set_scope, statement
from wuzha.database.planning import few_rows, whole_tables
from wuzha.database.scope import current_scope
from wuzha.ledger.actions import draw_line, note
from wuzha.oversight.core import problems as kinds
from wuzha.oversight.models import Freezing, Thaw, Touched
from wuzha.oversight.queries import freezing, newest_freezing
from wuzha.problems import Problem, WuzhaError
from wuzha.registry import day, versions
from wuzha.terms import Actor, Scope, TargetKind

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


def turn(district_id: int, today: date) -> None:
    """Let the register stand on this day, and mark what begins or ends to count by it. Costs nothing where it stands
    there already.
    """
    with scoped(Scope.whole(district_id)):
        leaves = day.turn(district_id, today)
        if leaves:
            mark(district_id, [Mark(one.target_kind, one.area_pos, one.unit_pos) for one in leaves])


def recount(district_id: int) -> None:
    """Count every leaf of the district from its rows, and compare the register with its newest version: after imports,
    after applying a plan, after approving a version, and to be sure.
    """
    with scoped(Scope.whole(district_id)):
        statement(_ROOM, "hold_counts").rows(district=district_id)
        versions.compare(district_id)
        statement(_ROOM, "take_marks").rows(district=district_id, limit=2**31 - 1)
        with whole_tables():
            count_coverage(district_id)
            count_duties(district_id)


def count_coverage(district_id: int, places: Collection[int] | None = None) -> None:
    """Count the ladder of the leaves at these places of the area tree; ``None``: of all."""
    approved = versions.newest(district_id) is not None
    found = set(places or ())
    if approved and found:
        moved = statement(_ROOM, "places_moved").rows(district=district_id, places=list(found))
        found |= {row["area_pos"] for row in moved}
    which: dict[str, Any] = {"district": district_id, "all": places is None, "places": list(found)}
    statement(_ROOM, "clear_coverage").run(**which)
    statement(_ROOM, "count_coverage").run(**which, approved=approved, refresh_days=REFRESH_DAYS)


def count_duties(district_id: int, areas: Collection[int] | None = None, doers: Collection[int] = ()) -> None:
    """Count the duties of every pair of these places of the two trees; ``None``: of all."""
    which: dict[str, Any] = {"district": district_id, "all": areas is None, "areas": list(areas or ())}
    statement(_ROOM, "clear_duties").run(**which, doers=list(doers))
    approved = versions.newest(district_id) is not None
    statement(_ROOM, "count_duties").run(**which, doers=list(doers), approved=approved)


def freeze(district_id: int, year: int, month: int, start: date, end: date, actor: Actor, now: datetime) -> Freezing:
    """Keep the figures of a report month (days ``start`` … ``end``) as they stand; nothing changes them afterwards.

    Kept are the coverage ladder of every leaf with its grades, the counts of the duties due in the month, and how many
    places there are, all counted over the newest approved version of the denominators, from the facts recorded up to
    ``cutoff`` of what is returned: a line is drawn under the ledger there. A month that is frozen already is left as
    it is and its freezing returned; after ``thaw`` it is frozen anew under the next number, and the older one stays.
    Runs in the caller's transaction, under a scope widened to the whole district meanwhile. Readers give the freezing
    to ``queries``.
    """
    before = current_scope()
    set_scope(Scope.whole(district_id))
    statement(_ROOM, "hold_counts").rows(district=district_id)
    found = freezing(district_id, year, month)
    if found is None:
        found = _freeze(district_id, year, month, start, end, actor, now)
    set_scope(before)
    return found


def _freeze(district_id: int, year: int, month: int, start: date, end: date, actor: Actor, now: datetime) -> Freezing:
    cutoff = draw_line(district_id, now)
    while refresh(district_id):
        pass
    last, version = newest_freezing(district_id, year, month), versions.newest(district_id)
    made = Freezing.objects.create(
        district_id=district_id,
        year=year,
        month=month,
        number=last.number + 1 if last else 1,
        start=start,
        end=end,
        day=now.date(),
        cutoff=cutoff,
        version=version.number if version else None,
        frozen_at=now,
        frozen_by=actor.id,
        author=actor.name[:80],
    )
    which: dict[str, Any] = {"district": district_id, "freezing": made.id}
    statement(_ROOM, "freeze_ladder").run(**which)
    statement(_ROOM, "freeze_duties").run(**which, start=start, end=end)
    statement(_ROOM, "freeze_places").run(**which, approved=version is not None)
    detail = {"number": made.number, "version": made.version, "cutoff": cutoff.isoformat()}
    note(district_id, actor.id, actor.name, now, "month.freeze", made.key, **detail)
    return made


def thaw(district_id: int, year: int, month: int, reason: str, actor: Actor, now: datetime) -> Thaw:
    """Let go of a frozen month: its figures are the present ones until ``freeze`` makes the next freezing.

    Raises ``WuzhaError`` where the month is not frozen, or without a reason.
    """
    said = " ".join(reason.split())[:500]
    found = freezing(district_id, year, month)
    if found is None:
        raise WuzhaError(Problem(kinds.NOT_FROZEN, "month", {"month": f"{year}-{month:02d}"}))
    if not said:
        raise WuzhaError(Problem(kinds.NO_REASON, "reason"))
    made = Thaw.objects.create(
        freezing=found,
        district_id=district_id,
        reason=said,
        thawed_at=now,
        thawed_by=actor.id,
        author=actor.name[:80],
    )
    note(district_id, actor.id, actor.name, now, "month.thaw", found.key, number=found.number, reason=said)
    return made
