"""Rows that are in memory already, as a source of a list: short tables that were computed, not selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from wuzha.web.lists import Listing
from wuzha.web.sources import Ask, Given, Place, Value

R = TypeVar("R")


@dataclass(frozen=True)
class RowsInMemory(Generic[R]):
    """Rows of a sequence.

    ``sorts`` gives the value of each sortable column, ``narrows`` says for each filter whether a row passes a
    value; ``key`` is unique among the rows and breaks ties.
    """

    rows: Sequence[R]
    sorts: Mapping[str, Callable[[R], Value]]
    key: Callable[[R], Value]
    narrows: Mapping[str, Callable[[R, Any], bool]]

    def fetch(self, ask: Ask) -> Sequence[R]:
        found = sorted(self._left(ask.given), key=lambda row: _rank(self.place(row, ask.sort)), reverse=ask.downward)
        if ask.start:
            start = _rank(ask.start)
            ranks = ((row, _rank(self.place(row, ask.sort))) for row in found)
            found = [row for row, rank in ranks if (rank < start if ask.downward else rank > start)]
        return found[: ask.limit]

    def place(self, row: R, sort: str) -> Place:
        return Place(self.sorts[sort](row), self.key(row))

    def count(self, given: Given) -> int:
        return len(self._left(given))

    def _left(self, given: Given) -> list[R]:
        tests = [(self.narrows[name], value) for name, value in given.items()]
        return [row for row in self.rows if all(passes(row, value) for passes, value in tests)]


def by_attribute(listing: Listing[R]) -> dict[str, Callable[[R], Value]]:
    """The ``sorts`` of a list whose sortable columns are attributes of its rows."""
    return {column.key: attrgetter(column.key) for column in listing.columns if column.sortable}


def _rank(place: Place) -> tuple[bool, Any, Any]:
    """PostgreSQL's order: nothing comes after everything."""
    return (place.value is None, 0 if place.value is None else place.value, place.key)
