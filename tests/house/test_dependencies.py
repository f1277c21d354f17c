"""What the code imports is what the project asks for: an installation has nothing else."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement

from house.tree import PACKAGE, ROOT, code, named, parsed


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(path: Path) -> Iterator[str]:
    """The top-level packages of a file's imports, without Python's own and ours."""
    for node in ast.walk(parsed(path)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in names:
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top != "wuzha":
                yield top


def test_every_import_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    declared = {normal(Requirement(line).name) for line in project["dependencies"]}
    owners = packages_distributions()
    strangers: defaultdict[str, set[str]] = defaultdict(set)
    for path in code(".py"):
        if path.is_relative_to(PACKAGE):
            for package in imported(path):
                if not {normal(owner) for owner in owners.get(package, ())} & declared:
                    strangers[package].add(named(path))
    assert dict(strangers) == {}


def test_every_declared_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    pins = re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / "run.txt").read_text(encoding="utf8"), re.M)
    declared = {normal(Requirement(line).name) for line in project["dependencies"]}
    assert declared - {normal(pin) for pin in pins} == set()
