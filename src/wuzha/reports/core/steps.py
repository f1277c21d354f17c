"""The steps of a unit's month: sent in, accepted, returned, locked, reopened. Where it stands follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum


class StepKind(StrEnum):
    """What somebody did with a report of a month. Steps are appended, never changed."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    LOCKED = "locked"
    REOPENED = "reopened"


class Standing(StrEnum):
    """Where a report stands: what its last step made of it."""

    NOT_SENT = "not_sent"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    LOCKED = "locked"
    REOPENED = "reopened"


FROM: Mapping[StepKind, frozenset[Standing]] = {
    StepKind.SUBMITTED: frozenset({Standing.NOT_SENT, Standing.SUBMITTED, Standing.RETURNED, Standing.REOPENED}),
    # A return may be taken back, and so may an acceptance, until the report is locked.
    StepKind.ACCEPTED: frozenset({Standing.SUBMITTED, Standing.RETURNED}),
    StepKind.RETURNED: frozenset({Standing.SUBMITTED, Standing.ACCEPTED}),
    # What was reopened may be locked again as it is: its figures are taken anew.
    StepKind.LOCKED: frozenset({Standing.ACCEPTED, Standing.REOPENED}),
    StepKind.REOPENED: frozenset({Standing.LOCKED}),
}
"""From where each step can be taken. Without any report a month is locked only where it is missing by rule."""

WRITABLE = FROM[StepKind.SUBMITTED]
"""Where the unit may still change its words."""


def standing(steps: Sequence[StepKind]) -> Standing:
    """Where a report stands after its steps, oldest first."""
    return Standing(steps[-1].value) if steps else Standing.NOT_SENT


def can(step: StepKind, now: Standing, *, missing: bool = False) -> bool:
    """Whether a step can be taken; ``missing``: the due day has passed and nothing ever came in (未报)."""
    if step is StepKind.LOCKED and missing and now is Standing.NOT_SENT:
        return True
    return now in FROM[step]
