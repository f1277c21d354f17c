"""Versions of the denominators: comparing the working register, approving it, and what a version has.

An import changes the working register; figures are counted over the newest approved version. Before the first
approval they are counted over the working register, and pages say so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from wuzha.database import set_scope, statement
from wuzha.database.planning import whole_tables
from wuzha.database.scope import current_scope
from wuzha.ledger.actions import note
from wuzha.problems import Problem, WuzhaError
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.denominators import Change, shrinks_much
from wuzha.registry.models import Version
from wuzha.terms import Actor, Interval, Scope, TargetKind

_ROOM = "wuzha.registry"
Counts = dict[str, dict[str, int]]


def newest(district_id: int) -> Version | None:
    """The version that figures are counted over; ``None`` before the first approval."""
    return Version.objects.filter(district_id=district_id).order_by("-number").first()


def versions(district_id: int) -> list[Version]:
    """Every version, newest first."""
    return list(Version.objects.filter(district_id=district_id).order_by("-number"))


def version(district_id: int, number: int) -> Version | None:
    """One version by its number."""
    return Version.objects.filter(district_id=district_id, number=number).first()


def compare(district_id: int) -> None:
    """Note where the working register differs from the newest version; before the first one there is nothing to note.

    Runs under the whole district's scope, after whatever changed the register.
    """
    statement(_ROOM, "clear_pending").run(district=district_id)
    if newest(district_id) is not None:
        with whole_tables():
            statement(_ROOM, "compare_register").run(district=district_id)


def pending(district_id: int, areas: Interval | None = None, units: Interval | None = None) -> Counts:
    """How many targets wait for approval in a stretch of both trees, by kind of target and change."""
    areas, units = areas or Interval.root(), units or Interval.root()
    return _counts("count_pending", "change", district_id, **_ends(areas, units))


def register(district_id: int) -> Counts:
    """How many households and places the working register has, by kind of target and class."""
    return _counts("count_register", "sort", district_id)


def hands(district_id: int) -> set[int]:
    """The accounts that imported, corrected or merged households or places since the newest version."""
    return {row["actor_id"] for row in statement(_ROOM, "hands").rows(district=district_id)}


def approve(
    district_id: int,
    actor: Actor,
    now: datetime,
    *,
    reason: str = "",
    others: Collection[int] = (),
    stands_for: Collection[int] = (),
) -> Version | None:
    """Approve the working register as the next version; ``None`` where nothing differs from the newest one.

    ``others`` are the accounts that could approve instead: whoever imported what is pending may not approve it while
    there is somebody else, nor may whoever stands in for one (``stands_for``). Runs in the caller's transaction,
    under a scope widened to the whole district meanwhile; the counts are the caller's to renew. Raises ``WuzhaError``
    for the importer's own approval, for an empty register, and without a reason where a denominator shrinks much
    (``core.denominators.MUCH``).
    """
    before = current_scope()
    set_scope(Scope.whole(district_id))
    made = _approve(district_id, actor, now, " ".join(reason.split())[:500], set(others), set(stands_for))
    set_scope(before)
    return made


def _approve(
    district_id: int, actor: Actor, now: datetime, reason: str, others: set[int], stands_for: set[int]
) -> Version | None:
    statement(_ROOM, "hold_versions").rows(district=district_id)
    last, imported = newest(district_id), hands(district_id)
    if {actor.id, *stands_for} & imported and others - imported - {actor.id}:
        raise WuzhaError(Problem(kinds.OWN_IMPORT, "", {"author": actor.name}))
    number = last.number + 1 if last else 1
    statement(_ROOM, "clear_pending").run(district=district_id)
    with whole_tables():
        statement(_ROOM, "compare_register").run(district=district_id)
    changes = pending(district_id)
    if not changes:
        if last is None:
            raise WuzhaError(Problem(kinds.EMPTY_REGISTER))
        return None
    lasting = _counts("count_lasting", "sort", district_id)
    with whole_tables():
        statement(_ROOM, "end_entries").run(district=district_id, version=number)
        statement(_ROOM, "begin_entries").run(district=district_id, version=number)
    statement(_ROOM, "clear_pending").run(district=district_id)
    statement(_ROOM, "analyse_entries").run()
    if last and not reason and shrinks_much(lasting, _counts("count_lasting", "sort", district_id)):
        raise WuzhaError(Problem(kinds.SHRINKS, "reason"))
    made = Version.objects.create(
        district_id=district_id,
        number=number,
        approved_at=now,
        approved_by=actor.id,
        author=actor.name[:80],
        reason=reason,
        counts=_counts("count_entries", "sort", district_id),
        changes=changes,
    )
    detail = {"changes": changes, "reason": reason, "own": actor.id in imported}
    note(district_id, actor.id, actor.name, now, "denominators.approve", str(number), **detail)
    return made


def gain(waiting: Mapping[str, Mapping[str, int]], kind: TargetKind) -> int:
    """By how many targets the working register is larger than the newest version."""
    found = waiting.get(kind, {})
    return found.get(Change.ADDED, 0) - found.get(Change.GONE, 0)


def _counts(name: str, by: str, district_id: int, **more: int) -> Counts:
    found: Counts = {}
    for row in statement(_ROOM, name).rows(district=district_id, **more):
        found.setdefault(row["target_kind"], {})[row[by]] = row["targets"]
    return found


def _ends(areas: Interval, units: Interval) -> dict[str, int]:
    return {"area_lo": areas.lo, "area_hi": areas.hi, "unit_lo": units.lo, "unit_hi": units.hi}
