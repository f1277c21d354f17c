"""Nothing grows until nobody dares to cut it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from house.tree import TEMPLATES, code, named, parsed

FILE_LINES, FILE_P90 = 500, 250
FUNCTION_LINES, FUNCTION_P90 = 60, 30
TEMPLATE_LINES = 300
SUFFIXES = (".py", ".sql", ".sh", ".ts", ".js", ".css", ".scss")


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length of every function, without its docstring: that is for the reader to be long."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            said = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) and first.end_lineno else 0
            yield f"{named(path)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1 - said


def ninetieth(sizes: list[int]) -> int:
    return sorted(sizes)[len(sizes) * 9 // 10]


def test_files_stay_short() -> None:
    sizes = {named(path): lines(path) for path in code(*SUFFIXES)}
    assert {name: size for name, size in sizes.items() if size > FILE_LINES} == {}
    assert ninetieth(list(sizes.values())) <= FILE_P90


def test_functions_stay_short() -> None:
    sizes = dict(found for path in code(".py") for found in functions(path))
    assert {name: size for name, size in sizes.items() if size > FUNCTION_LINES} == {}
    assert ninetieth(list(sizes.values())) <= FUNCTION_P90


def test_templates_stay_short() -> None:
    sizes = {named(path): lines(path) for path in code(".html") if path.is_relative_to(TEMPLATES)}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > TEMPLATE_LINES} == {}
