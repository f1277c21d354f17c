"""Where the rows of a list come from: one protocol, and the two ways to fill it (a QuerySet, a SQL text).

Pages of rows are cut by keyset: "the rows after this place", where a place is the value of the sorted column
and the row's own key. Unlike an offset it costs the same on every page, and rows that arrive in between
neither repeat nor hide others. PostgreSQL's own order of NULL (greater than everything) is kept throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from django.core import signing
from django.db.models import Model, Q, QuerySet

from wuzha.database import Statement
from wuzha.database.statements import Row

R = TypeVar("R")
M = TypeVar("M", bound=Model)

Value = str | int | float | Decimal | date | datetime | UUID | None


class Days(NamedTuple):
    """A stretch of days; an open end is ``None``. The last day belongs to it."""

    first: date | None
    last: date | None


Given = Mapping[str, "str | Days"]


class Place(NamedTuple):
    """Where a row stands in its list: the value of the sorted column, then the row's key."""

    value: Value
    key: Value


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to a source: which rows, in which order, from which place, how many at most.

    ``backward`` asks for the rows before ``start``, nearest first.
    """

    given: Given
    sort: str
    descending: bool = False
    start: Place | None = None
    backward: bool = False
    limit: int = 50

    @property
    def downward(self) -> bool:
        """Whether values fall in the order in which rows are fetched."""
        return self.descending != self.backward


class Source(Protocol[R]):
    """What a list needs of its rows."""

    def fetch(self, ask: Ask) -> Sequence[R]:
        """At most ``ask.limit`` rows in the order asked for."""
        ...

    def place(self, row: R, sort: str) -> Place:
        """Where a fetched row stands when sorted by column ``sort``."""
        ...

    def count(self, given: Given) -> int | None:
        """How many rows the filters leave, or ``None`` where counting costs too much."""
        ...


_WRITE: dict[type, tuple[str, Callable[[Any], str]]] = {
    datetime: ("t", datetime.isoformat),
    date: ("d", date.isoformat),
    UUID: ("u", str),
    Decimal: ("n", str),
}
_READ: dict[str, Callable[[str], Value]] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "u": UUID,
    "n": Decimal,
}


def write_place(place: Place, salt: str) -> str:
    """A place as a text for the address bar, signed for one list and sort: no other text reaches a source."""
    plain = [[_WRITE[type(v)][0], _WRITE[type(v)][1](v)] if type(v) in _WRITE else v for v in place]
    return signing.dumps(plain, salt=salt)


def read_place(text: str, salt: str) -> Place | None:
    """The place in a text of ``write_place``, or ``None`` where it is none or of another list or sort."""
    try:
        plain = signing.loads(text, salt=salt)
    except signing.BadSignature:
        return None
    value, key = (_READ[v[0]](v[1]) if isinstance(v, list) else v for v in plain)
    return Place(value, key)


Narrow = str | Callable[[QuerySet[M], Any], QuerySet[M]]


@dataclass(frozen=True)
class QuerySetSource(Generic[M]):
    """Rows of a Django QuerySet.

    ``sorts`` names the field behind each sortable column; ``narrows`` says for each filter either the look-up
    (``"unit_id"``, ``"name__icontains"``; of days the bare field) or a function of the QuerySet and the value.
    ``key`` is a field that is unique within the QuerySet.
    """

    rows: QuerySet[M]
    sorts: Mapping[str, str]
    narrows: Mapping[str, Narrow[M]]
    key: str = "id"

    def fetch(self, ask: Ask) -> Sequence[M]:
        field, sign = self.sorts[ask.sort], "-" if ask.downward else ""
        rows = self._narrowed(ask.given).order_by(f"{sign}{field}", f"{sign}{self.key}")
        if ask.start:
            rows = rows.filter(self._beyond(ask.start, field, ask.downward))
        return list(rows[: ask.limit])

    def place(self, row: M, sort: str) -> Place:
        return Place(_walk(row, self.sorts[sort]), _walk(row, self.key))

    def count(self, given: Given) -> int | None:
        return self._narrowed(given).count()

    def _narrowed(self, given: Given) -> QuerySet[M]:
        rows = self.rows.all()
        for name, value in given.items():
            how = self.narrows[name]
            if callable(how):
                rows = how(rows, value)
            elif isinstance(value, Days):
                ends = {f"{how}__gte": value.first, f"{how}__lte": value.last}
                rows = rows.filter(**{look: end for look, end in ends.items() if end})
            else:
                rows = rows.filter(**{how: value})
        return rows

    def _beyond(self, start: Place, field: str, downward: bool) -> Q:
        step = "lt" if downward else "gt"
        later = Q(**{f"{self.key}__{step}": start.key})
        if start.value is None:
            tied = Q(**{f"{field}__isnull": True}) & later
            return tied | Q(**{f"{field}__isnull": False}) if downward else tied
        # The first condition alone would do; the second lets PostgreSQL begin inside the index.
        beyond = Q(**{f"{field}__{step}": start.value}) | (Q(**{field: start.value}) & later)
        inside = Q(**{f"{field}__{step}e": start.value})
        return inside & beyond if downward else (inside & beyond) | Q(**{f"{field}__isnull": True})


def _walk(row: object, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row


@dataclass(frozen=True)
class SqlSource:
    """Rows of a SELECT as dicts, for lists that no QuerySet says well.

    ``text`` has one named parameter for each of ``filters`` (``%(unit)s``; of days ``%(day_first)s`` and
    ``%(day_last)s``), NULL where not given, and those of ``fixed``. Every sortable column and ``key`` are columns
    of its result. The text is the program's own: nothing of it may come from a visitor. ``filled`` are the columns
    of ``sorts`` that are never NULL: only for them a page of a large table begins inside its index.
    """

    text: str
    filters: Sequence[str]
    sorts: Mapping[str, str]
    key: str = "id"
    days: Sequence[str] = ()
    fixed: Mapping[str, object] | None = None
    most: int = 100_000
    filled: Sequence[str] = ()

    def fetch(self, ask: Ask) -> Sequence[Row]:
        column, order = self.sorts[ask.sort], "DESC" if ask.downward else "ASC"
        where, values = self._beyond(ask.start, column, ask.downward)
        text = (
            f"SELECT * FROM ({self.text}) AS asked WHERE {where}"
            f" ORDER BY {column} {order}, {self.key} {order} LIMIT %(wz_limit)s"
        )
        return Statement("list", text).rows(**self._parameters(ask.given), **values, wz_limit=ask.limit)

    def place(self, row: Row, sort: str) -> Place:
        return Place(row[self.sorts[sort]], row[self.key])

    def count(self, given: Given) -> int | None:
        """Counted up to ``most``: beyond that the figure would cost more than it tells."""
        text = f"SELECT count(*) AS n FROM (SELECT 1 FROM ({self.text}) AS asked LIMIT %(wz_most)s) AS found"
        found = int(Statement("count", text).one(**self._parameters(given), wz_most=self.most + 1)["n"])
        return found if found <= self.most else None

    def _parameters(self, given: Given) -> dict[str, object]:
        found: dict[str, object] = dict(self.fixed or {})
        found |= {name: given.get(name) for name in self.filters}
        for name in self.days:
            stretch = given.get(name)
            first, last = stretch if isinstance(stretch, Days) else (None, None)
            found |= {f"{name}_first": first, f"{name}_last": last}
        return found

    def _beyond(self, start: Place | None, column: str, downward: bool) -> tuple[str, dict[str, object]]:
        if not start:
            return "true", {}
        step, values = "<" if downward else ">", dict[str, object](wz_key=start.key)
        if start.value is None:
            tied = f"({column} IS NULL AND {self.key} {step} %(wz_key)s)"
            return f"({tied} OR {column} IS NOT NULL)" if downward else tied, values
        beyond = f"({column}, {self.key}) {step} (%(wz_value)s, %(wz_key)s)"
        only = downward or column in self.filled
        return beyond if only else f"({beyond} OR {column} IS NULL)", values | {"wz_value": start.value}
