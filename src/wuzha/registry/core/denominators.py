"""Versions of the denominators: what differs between the register and a version. The specification of the SQL.

A version is the register as it was approved. Imports change the working register only; what they changed is pending
until somebody approves the next version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from wuzha.registry.core.words import HouseholdStatus
from wuzha.terms import N_, TargetKind

MUCH = Fraction(2, 100)
"""Losing more than this part of the doors due a visit, or of all places, asks for a reason."""


class Change(StrEnum):
    """How a target of the register differs from the version before."""

    ADDED = N_("added")
    GONE = N_("gone")
    STATUS = N_("status")  # of a place: its class
    MOVED = N_("moved")  # the same, on other ground or with another holder
    DATES = N_("dates")  # the same, in force for another time


@dataclass(frozen=True, slots=True)
class Listed:
    """A household or place as a version or the working register has it: status or class, and its two places."""

    sort: str
    area_pos: int
    unit_pos: int


Register = Mapping[tuple[TargetKind, int], Listed]


def differences(version: Register, working: Register) -> dict[tuple[TargetKind, int], Change]:
    """What approving the working register would change; what differs in nothing is left out."""
    found: dict[tuple[TargetKind, int], Change] = {}
    for key in version.keys() | working.keys():
        before, after = version.get(key), working.get(key)
        if before == after:
            continue
        if before is None:
            found[key] = Change.ADDED
        elif after is None:
            found[key] = Change.GONE
        else:
            found[key] = Change.STATUS if before.sort != after.sort else Change.MOVED
    return found


Counts = Mapping[str, Mapping[str, int]]
"""By kind of target, by class: how many."""


def due(counts: Counts) -> dict[str, int]:
    """What work is owed to: the doors that are lived in by the register, and all places."""
    doors = counts.get(TargetKind.HOUSEHOLD, {}).get(HouseholdStatus.OCCUPIED, 0)
    return {TargetKind.HOUSEHOLD: doors, TargetKind.PLACE: sum(counts.get(TargetKind.PLACE, {}).values())}


def shrinks_much(before: Counts, after: Counts) -> bool:
    """Whether a denominator loses so much that a reason must be given (``MUCH``)."""
    was, is_ = due(before), due(after)
    return any(was[kind] - is_[kind] > MUCH * was[kind] for kind in was)
