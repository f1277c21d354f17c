"""How the planner shall go about statements over a whole district, and over a few leaves of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def whole_tables() -> Iterator[None]:
    """Joins by hash and with room in memory, for the length of a block inside a transaction.

    Where everything meets everything, a plan made for few rows, on statistics that lag behind an import, would take
    hours; a hash join is never far from the best, whatever the statistics say. And an index takes the scope's bounds
    once, where a scan asks for them again at every row: a fifth of the whole.
    """
    with _set(work_mem="256MB", enable_nestloop="off", enable_seqscan="off"):
        yield


@contextmanager
def few_rows() -> Iterator[None]:
    """Look-ups by index, for the length of a block inside a transaction: what changes most is in memory, where
    going from page to page costs no more than going through all of them.
    """
    with _set(random_page_cost="1.1"):
        yield


@contextmanager
def _set(**values: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("".join(f"SET LOCAL {name} = '{value}';" for name, value in values.items()))
        yield
        cursor.execute("".join(f"SET LOCAL {name} TO DEFAULT;" for name in values))
