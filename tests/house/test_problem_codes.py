"""The catalogue of coded problems: one code, one meaning, in two languages, and somebody who raises it."""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter, defaultdict

from babel.messages.pofile import read_po

from house.tree import CATALOGUE, PACKAGE, code, parsed
from wuzha.problems import Kind

CODE = re.compile(r"[A-Z]{3}\d{3}")
MODULES = sorted(path for path in code(".py") if path.name == "problems.py" and path.parent != PACKAGE)


def kinds() -> dict[str, tuple[str, Kind]]:
    """Every kind by ``module:NAME``, with the room it is of."""
    found: dict[str, tuple[str, Kind]] = {}
    for path in MODULES:
        if not path.is_relative_to(PACKAGE):
            continue
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = importlib.import_module(".".join(parts))
        found |= {f"{module.__name__}:{name}": (parts[1], v) for name, v in vars(module).items() if isinstance(v, Kind)}
    return found


def test_a_code_means_one_thing() -> None:
    counted = Counter(kind.code for _, kind in kinds().values())
    assert counted
    assert [code for code, times in counted.items() if times > 1] == []


def test_a_room_has_one_prefix_and_a_prefix_one_room() -> None:
    prefixes, owners = defaultdict(set), defaultdict(set)
    for room, kind in kinds().values():
        assert CODE.fullmatch(kind.code)
        prefixes[room].add(kind.code[:3])
        owners[kind.code[:3]].add(room)
    assert {room: found for room, found in prefixes.items() if len(found) > 1} == {}
    assert {prefix: found for prefix, found in owners.items() if len(found) > 1} == {}


def test_every_message_and_remedy_is_in_the_catalogue() -> None:
    with CATALOGUE.open("rb") as stream:
        catalogue = read_po(stream)
    said = [(kind.code, text) for _, kind in kinds().values() for text in (kind.message, kind.remedy)]
    assert [(code, text) for code, text in said if catalogue.get(text) is None] == []


def test_every_kind_is_raised_somewhere() -> None:
    used = set()
    for path in code(".py"):
        if path.is_relative_to(PACKAGE):
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.Attribute):
                    used.add(node.attr)
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    used.add(node.id)
    assert [name for name in kinds() if name.partition(":")[2] not in used] == []
