"""The project's own files, as the tests of the house look at them."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "wuzha"
TEMPLATES = PACKAGE / "web" / "templates"
CATALOGUE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git holds or would hold, and that is there."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return tuple(path for name in sorted(set(listed.split("\0"))) if name and (path := ROOT / name).is_file())


def named(path: Path) -> str:
    """A path as a reader knows it: from the project's root."""
    return path.relative_to(ROOT).as_posix()


def code(*suffixes: str) -> Iterator[Path]:
    """Tracked files of people's own writing with these suffixes; migrations are Django's writing."""
    for path in tracked():
        if path.suffix in suffixes and "migrations" not in path.parts:
            yield path


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf8"), filename=str(path))


@cache
def rooms() -> tuple[tuple[str, ...], ...]:
    """The rooms from the ground up, as the import contract in pyproject.toml orders them; a tuple shares a floor."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "rooms")
    return tuple(tuple(name.strip(" ()") for name in layer.split("|")) for layer in reversed(layers))


def below(room: str) -> frozenset[str]:
    """The rooms that a room may read: those on lower floors."""
    floors = rooms()
    own = next(number for number, floor in enumerate(floors) if room in floor)
    return frozenset(name for floor in floors[:own] for name in floor)
