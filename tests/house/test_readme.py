"""What the READMEs, the guide and the reference tell people to type and to click is there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from babel.messages.pofile import read_po
from typer.core import TyperCommand, TyperGroup, TyperOption

from house.tree import PACKAGE, ROOT, named
from wuzha.web.commands.app import application

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
WUZHA = typer.main.get_command(application())
CLI = ROOT / "docs" / "reference" / "cli.md"
TEXTS = [*READMES, *GUIDE, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "reference").glob("*.md"))]

CODE = re.compile(r"```(?:sh|ini)\n(.*?)```|`([^`\n]+)`", re.S)
COMMAND = re.compile(r"(?:^|[\s/=])wuzha ((?:[a-z]|-)[^#\n]*)")
MAKE = re.compile(r"(?:^|\n)make ([a-z][a-z0-9 ]*)")
# What is on the screen, as the guide writes it.
LABEL = re.compile("【([^】]+)】")
PICTURE = re.compile(r"docs/pictures/\S+?\.png|\.\./pictures/\S+?\.png")


def codes(path: Path) -> Iterator[str]:
    """Everything that a document sets as code."""
    for block, inline in CODE.findall(path.read_text(encoding="utf8")):
        yield block or inline


def commands(path: Path) -> set[str]:
    """What follows ``wuzha`` wherever a document sets a command."""
    return {found.strip() for code in codes(path) for found in COMMAND.findall(code)}


def resolved(words: list[str]) -> tuple[TyperCommand | TyperGroup, list[str]]:
    """The command that the first words name, and the rest. Raises ``KeyError`` for a name that is not there."""
    command = WUZHA
    while isinstance(command, TyperGroup) and words and re.fullmatch(r"[a-z-]+", words[0]):
        command, words = command.commands[words[0]], words[1:]
    return command, words


def wrong_in(line: str) -> str:
    """What is wrong with a command as a document writes it; nothing if it can be typed."""
    words = shlex.split(line.replace("[", " ").replace("]", " ").replace("…", " "), posix=True)
    try:
        command, rest = resolved(words)
    except KeyError as error:
        return f"no command {error}"
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return ", ".join(word for word in rest if word.startswith("--") and word.partition("=")[0] not in known)


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_commands_that_documents_name_can_be_typed(path: Path) -> None:
    assert {line: wrong for line in commands(path) if (wrong := wrong_in(line))} == {}


def leaves(command: TyperCommand | TyperGroup, name: str = "") -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    if isinstance(command, TyperGroup):
        for key, below in command.commands.items():
            yield from leaves(below, f"{name} {key}".strip())
    else:
        yield name, command


def test_the_reference_names_every_command_with_every_option() -> None:
    text = CLI.read_text(encoding="utf8")
    lines = commands(CLI)
    missing = {}
    for name, command in leaves(WUZHA):
        said = [line for line in lines if re.match(rf"{name}(?!-)\b", line)]
        options = {option.opts[-1] for option in command.params if isinstance(option, TyperOption)}
        # Said once for all of them.
        options -= {"--help", "--district"}
        unsaid = sorted(option for option in options if not any(option in line for line in said))
        if not said or unsaid:
            missing[name] = unsaid
    assert missing == {}
    assert "`--district`" in text


@pytest.mark.parametrize("line", ["wuzha fly", "wuzha serve --prot 1", "wuzha plan read x --jsn"])
def test_a_command_that_is_not_there_is_found(line: str) -> None:
    assert wrong_in(line.removeprefix("wuzha "))


@pytest.mark.parametrize("path", [*READMES, ROOT / "CONTRIBUTING.md", *GUIDE], ids=named)
def test_targets_of_make_that_documents_name_exist(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.M))
    asked = {word for code in codes(path) for words in MAKE.findall(code) for word in words.split()}
    assert asked - targets == set()


@pytest.mark.parametrize("path", GUIDE, ids=named)
def test_what_the_guide_says_to_click_is_on_the_screen(path: Path) -> None:
    with (PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po").open("rb") as stream:
        entries = read_po(stream)
    seen = {part for entry in entries for part in ([entry.string] if isinstance(entry.string, str) else entry.string)}
    assert set(LABEL.findall(path.read_text(encoding="utf8"))) - seen == set()


def test_both_readmes_say_the_same_things() -> None:
    english, chinese = (path.read_text(encoding="utf8") for path in READMES)
    for pattern in (r"^#+ ", r"^- ", r"^\|", r"^```", r"!\[", r"\]\(docs/"):
        assert len(re.findall(pattern, english, re.M)) == len(re.findall(pattern, chinese, re.M)), pattern
    assert {wuzha.split()[0] for wuzha in commands(READMES[0])} == {wuzha.split()[0] for wuzha in commands(READMES[1])}


def test_pictures_are_used_and_small() -> None:
    folder = ROOT / "docs" / "pictures"
    kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*.png")}
    texts = "\n".join(path.read_text(encoding="utf8") for path in [*READMES, *GUIDE])
    used = {found.partition("pictures/")[2] for found in PICTURE.findall(texts)}
    assert kept == used
    assert sum(path.stat().st_size for path in folder.rglob("*.png")) < 1_500_000
