"""What import-linter cannot see of the direction between rooms: tables inside SQL, and imports for types only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.sql_tables import Tables, tables
from house.tree import PACKAGE, below, code, named, parsed, rooms

STATEMENTS = [path for path in code(".sql") if path.parent.parent.parent == PACKAGE]
# Tables that one statement hands to the next within a session, filled by COPY.
HANDED_ON = "incoming_"
SYSTEM = ("pg_", "information_schema.")


def owner(table: str) -> str:
    """The room of a table, which its name begins with."""
    return table.partition("_")[0]


def strangers(path: Path) -> list[str]:
    """What a statement reads that is not below it, or writes that is not its own."""
    room = path.parent.parent.name
    found = tables(path.read_text(encoding="utf8"))
    allowed = below(room) | {room}
    read = [t for t in found.read if not t.startswith((HANDED_ON, *SYSTEM)) and owner(t) not in allowed]
    written = [t for t in found.written if not t.startswith(HANDED_ON) and owner(t) != room]
    return [f"reads {t}" for t in sorted(read)] + [f"writes {t}" for t in sorted(written)]


def test_statements_read_downwards_and_write_their_own() -> None:
    assert STATEMENTS
    assert {named(path): found for path in STATEMENTS if (found := strangers(path))} == {}


def test_statements_say_first_what_they_are_for() -> None:
    assert [named(path) for path in STATEMENTS if not path.read_text(encoding="utf8").startswith("-- ")] == []


@pytest.mark.parametrize(
    ("sql", "read", "written"),
    [
        ("SELECT 1 FROM ledger_fact AS f JOIN duties_duty AS d ON true", {"ledger_fact", "duties_duty"}, set()),
        ("WITH a AS (SELECT 1 FROM x_y) SELECT * FROM a, z_t AS z WHERE true", {"x_y", "z_t"}, set()),
        ("INSERT INTO a_b SELECT extract(year FROM c) FROM jsonb_to_recordset('[]') AS r (c date)", set(), {"a_b"}),
        ("UPDATE a_b AS h SET x = 1 FROM c_d AS i WHERE h.x IS DISTINCT FROM i.x", {"c_d"}, {"a_b"}),
        ("DELETE FROM a_b USING c_d WHERE true -- FROM e_f\n", {"c_d"}, {"a_b"}),
        ("SELECT 'FROM e_f' FROM a_b WHERE id IN (SELECT id FROM c_d FOR UPDATE SKIP LOCKED)", {"a_b", "c_d"}, set()),
        ("INSERT INTO a_b VALUES (1) ON CONFLICT (id) DO UPDATE SET x = 1", set(), {"a_b"}),
        ("CREATE TEMPORARY TABLE t (x int); INSERT INTO t SELECT 1 FROM a_b", {"a_b"}, set()),
    ],
)
def test_tables_of_a_statement_are_found(sql: str, read: set[str], written: set[str]) -> None:
    assert tables(sql) == Tables(frozenset(read), frozenset(written))


def typing_imports(path: Path) -> Iterator[str]:
    """The rooms that a file imports for type checking only."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for statement in node.body:
                if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("wuzha."):
                    yield (statement.module or "").split(".")[1]


def test_imports_for_types_go_downwards_too() -> None:
    known = {name for floor in rooms() for name in floor}
    upward: dict[str, set[str]] = {}
    for path in code(".py"):
        if path.is_relative_to(PACKAGE) and (room := path.relative_to(PACKAGE).parts[0].removesuffix(".py")) in known:
            wrong = set(typing_imports(path)) - below(room) - {room}
            upward |= {named(path): wrong} if wrong else {}
    assert upward == {}
