"""One named statement per file: ``<room>/sql/<name>.sql``, run with named parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg import Cursor
from psycopg.rows import dict_row

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """The text of one ``.sql`` file. Parameters are named: ``%(district)s``."""

    name: str
    text: str

    def run(self, **parameters: Any) -> int:
        """Execute and give the number of rows touched."""
        with connection.cursor() as cursor:
            cursor.execute(self.text, parameters)
            return int(cursor.rowcount)

    def rows(self, **parameters: Any) -> list[Row]:
        """Execute and give every row as a dict of column name to value."""
        with connection.cursor() as cursor:
            cursor.execute(self.text, parameters)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def prepared(self, **parameters: Any) -> list[Row]:
        """As ``rows``, but parsed and planned once a connection, not at every call: for the statements of a busy path.

        Parameters travel beside the text, so that each one's type must be plain from where it stands.
        """
        own = connections[DEFAULT_DB_ALIAS]
        own.ensure_connection()
        own.validate_no_broken_transaction()
        server = own.connection
        server.prepare_threshold = 0
        with own.wrap_database_errors, Cursor(server, row_factory=dict_row) as cursor:
            cursor.execute(self.text.encode(), parameters)
            return cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []

    def one(self, **parameters: Any) -> Row:
        """The single row of a statement that always gives one."""
        (row,) = self.rows(**parameters)
        return row

    def stream(self, **parameters: Any) -> Iterator[Row]:
        """Rows through a server-side cursor: flat in memory however many there are. Needs a transaction."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(self.text, parameters)
            while rows := cursor.fetchmany(2000):
                names = [column.name for column in cursor.description or ()]
                for row in rows:
                    yield dict(zip(names, row, strict=True))


@cache
def statement(package: str, name: str) -> Statement:
    """Load ``<package>/sql/<name>.sql`` once; ``package`` is a dotted name such as ``wuzha.ledger``."""
    text = (files(package) / "sql" / f"{name}.sql").read_text(encoding="utf8")
    return Statement(f"{package}.{name}", text)
