"""Facts for tests."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import uuid_utils.compat

from wuzha.database import scoped
from wuzha.ledger.core.facts import FactRow
from wuzha.terms import Interval, Scope


def whole(district_id: int = 1) -> AbstractContextManager[None]:
    """A transaction that sees a whole district."""
    return scoped(Scope.whole(district_id))


def fact(at: datetime, **more: Any) -> FactRow:
    """A visit at a door that needs no registry."""
    nowhere = Interval.root().pos
    values: dict[str, Any] = {
        "id": uuid_utils.compat.uuid7(),
        "kind": "visit",
        "occurred_at": at,
        "occurred_on": at.date(),
        "actor_id": 1,
        "actor_name": "林晚舟",
        "unit_id": 1,
        "unit_pos": nowhere,
        "area_id": None,
        "area_pos": nowhere,
        "target_kind": "household",
        "target_id": 1,
        "outcome": "met",
        "material": "防骗提示 第1版",
    }
    return FactRow(**(values | more))
