"""Jobs of oversight."""

from __future__ import annotations

from wuzha.database import scoped
from wuzha.oversight.actions import refresh
from wuzha.terms import Scope

PORTION = 20_000  # marks: in busy hours most are of the same few leaves, which are counted once


def count_changes(district_id: int) -> int:
    """Count every marked leaf of a district again, a transaction a portion; returns how many marks were worked off.

    Not a job of the queue: it runs every few seconds and must cost nothing where nothing has changed.
    """
    counted = 0
    while True:
        with scoped(Scope.whole(district_id)):
            done = refresh(district_id, limit=PORTION)
        if not done:
            return counted
        counted += done
