"""A fact as it enters the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FactRow:
    """Every column of a fact but the district and the recording time, which the ledger itself sets.

    ``unit_pos`` and ``area_pos`` are places in the two trees; ``occurred_on`` is the local day of ``occurred_at``.
    """

    id: UUID
    kind: str
    occurred_at: datetime
    occurred_on: date
    actor_id: int
    actor_name: str
    unit_id: int
    unit_pos: int
    area_id: int | None
    area_pos: int
    target_kind: str
    target_id: int
    outcome: str = ""
    grade: str = "D"
    channel: str = ""
    quantity: int = 1
    audience: int = 0
    material: str = ""
    place: str = ""
    content: str = ""
    note: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    source: str = "form"
    supersedes: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values for ``jsonb_to_recordset``."""
        # Not dataclasses.asdict: its deep copy took a third of the time of recording a batch.
        plain: dict[str, Any] = {name: getattr(self, name) for name in _NAMES}
        plain["id"] = str(self.id)
        plain["occurred_at"] = self.occurred_at.isoformat()
        plain["occurred_on"] = self.occurred_on.isoformat()
        plain["supersedes"] = str(self.supersedes) if self.supersedes else None
        return plain


_NAMES = tuple(one.name for one in fields(FactRow))
