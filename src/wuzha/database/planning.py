"""How the planner shall go about statements over a whole district."""

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
    names = ("enable_nestloop", "enable_seqscan")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB';" + "".join(f"SET LOCAL {name} = off;" for name in names))
        yield
        cursor.execute("".join(f"SET LOCAL {name} TO DEFAULT;" for name in ("work_mem", *names)))
