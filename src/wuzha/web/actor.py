"""Who makes a change, for the audit log and for what one may not do for oneself."""

from __future__ import annotations

from dataclasses import dataclass

from wuzha.terms import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes the change. The shell is account 0 and has no role."""

    user_id: int
    name: str
    role: Role | None = None
