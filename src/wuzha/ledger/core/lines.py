"""A line of the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class LineKind(StrEnum):
    """What a line of the audit log tells of."""

    CHANGE = "change"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Look:
    """Personal data that somebody saw in the clear: which rows by key, which fields, and why. Never the values.

    ``table`` names the rows in one word (``person``, ``resident``, ``account``); ``reason`` is what the reader gave,
    empty where none is asked for.
    """

    table: str
    keys: Sequence[int]
    fields: Sequence[str]
    reason: str = ""

    @property
    def subject(self) -> str:
        """The rows as a line says them: ``person 3, 7``; of many the first, and how many there are."""
        first = ", ".join(str(key) for key in self.keys[:_NAMED])
        more = f" … ({len(self.keys)})" if len(self.keys) > _NAMED else ""
        return f"{self.table} {first}{more}"

    def as_detail(self) -> dict[str, object]:
        """Plain values for the line's detail."""
        return {"table": self.table, "keys": list(self.keys), "fields": list(self.fields), "reason": self.reason}


_NAMED = 8
