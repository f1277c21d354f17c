"""Pages by cursor: "the rows after this one". Rows that arrive in between neither repeat nor hide others."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from ninja import Query, Schema

from wuzha.database.statements import Row
from wuzha.problems import Problem
from wuzha.web.api import problems
from wuzha.web.api.errors import RefusedError

MOST = 500
R = TypeVar("R")

Cursor = Annotated[str, Query(description="“next” of the page before; empty for the first page")]
Limit = Annotated[int, Query(ge=1, le=MOST, description=f"rows a page, at most {MOST}")]


class Page(Schema, Generic[R]):
    """One page. ``next`` is the cursor of the page after it, or null on the last one."""

    items: list[R]
    next: str | None


def write_cursor(place: Sequence[str | int]) -> str:
    """A place in a list, to be handed back as it is."""
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read_cursor(cursor: str, start: Sequence[str | int]) -> list[Any]:
    """The place that a cursor stands for: as many values, of the same types, as ``start``, which an empty one means.

    Raises WEB310.
    """
    if not cursor:
        return list(start)
    try:
        place = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        place = None
    if not isinstance(place, list) or [type(value) for value in place] != [type(value) for value in start]:
        raise RefusedError(422, Problem(problems.BAD_CURSOR, "cursor"))
    return place


def page(rows: list[Row], limit: int, *keys: str) -> dict[str, Any]:
    """A page of rows that were asked for with one row more than ``limit``; ``keys`` are the columns of their order."""
    if len(rows) <= limit:
        return {"items": rows, "next": None}
    last = rows[limit - 1]
    return {"items": rows[:limit], "next": write_cursor([_plain(last[key]) for key in keys])}


def _plain(value: Any) -> str | int:
    if isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)
