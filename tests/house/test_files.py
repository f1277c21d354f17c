"""What must not stand in any file: places of one machine, and addresses that packages are fetched from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from house.tree import ROOT, named, tracked

# A directory that only one person's or one workplace's machine has.
MACHINE = re.compile(r"(?<![\w./~}:\"])/(?:work|root|Users|home/(?!wuzha\b)\w+)/\w")
# Ways to name where packages come from; that is the business of the machine, not of the project.
SOURCE = re.compile(
    r"--(?:extra-)?index-url|--find-links|\bregistry\s*=|--registry|\bindex-url\s*=|\[\[tool\.uv\.index\]\]"
)
ADDRESS = re.compile(r"https?://|git\+|\bfile:")
LOCKS = [ROOT / "requirements" / "run.txt", ROOT / "requirements" / "dev.txt"]


def readable(path: Path) -> str:
    """The text of a file; nothing for a binary one."""
    try:
        return path.read_text(encoding="utf8")
    except UnicodeDecodeError:
        return ""


def matching(pattern: re.Pattern[str]) -> dict[str, list[str]]:
    """The files that a pattern is found in, and what it found; this file speaks of them and is left out."""
    own = Path(__file__).resolve()
    return {named(path): found for path in tracked() if path != own and (found := pattern.findall(readable(path)))}


def test_no_file_names_a_place_on_one_machine() -> None:
    assert matching(MACHINE) == {}


def test_no_file_says_where_packages_are_fetched() -> None:
    assert matching(SOURCE) == {}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_python_pin_has_hashes_and_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf8")
    pins = re.findall(r"^\S+==.*(?:\n    .*)*", text, re.M)
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert ADDRESS.findall(text) == []


def test_what_is_tested_is_what_is_installed() -> None:
    run, dev = (dict(re.findall(r"^([\w.-]+)==([^\s;]+)", path.read_text(encoding="utf8"), re.M)) for path in LOCKS)
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def test_every_npm_pin_has_its_sum_and_no_address() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name and not entry.get("link")}
    assert packages
    assert [name for name, entry in packages.items() if "integrity" not in entry and not entry.get("inBundle")] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_files_end_their_lines_in_one_way() -> None:
    kinds = {".py", ".sql", ".html", ".md", ".sh", ".ts", ".css", ".toml", ".yml", ".po"}
    texts = {named(path): path.read_bytes() for path in tracked() if path.suffix in kinds}
    assert [name for name, text in texts.items() if b"\r" in text or (text and not text.endswith(b"\n"))] == []
