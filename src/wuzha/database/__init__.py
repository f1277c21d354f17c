"""Running named SQL under a scope: the only way set-based statements reach PostgreSQL."""

from wuzha.database.scope import scoped, set_scope
from wuzha.database.statements import Statement, statement

__all__ = ["Statement", "scoped", "set_scope", "statement"]
