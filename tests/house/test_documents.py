"""The documents keep up with the code: links lead somewhere, the glossary knows every word, decisions are numbered."""

from __future__ import annotations

import re
from enum import StrEnum

from house.tree import PACKAGE, ROOT, code, named, rooms
from wuzha import terms

LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|<img[^>]*\ssrc=\"([^\"]+)\"")
FENCE = re.compile(r"^```.*?^```", re.S | re.M)
OUTSIDE = ("http://", "https://", "mailto:")
GLOSSARY = ROOT / "docs" / "glossary.md"
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+?) \| ([^|]+?) \|$", re.M)


def glossary() -> dict[str, str]:
    """Identifier to Chinese, as the glossary's tables have them."""
    return {name: chinese for name, chinese, _ in ROW.findall(GLOSSARY.read_text(encoding="utf8"))}


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in code(".md"):
        for match in LINK.finditer(FENCE.sub("", path.read_text(encoding="utf8"))):
            target = (match.group(1) or match.group(2)).partition("#")[0]
            if target and not target.startswith(OUTSIDE) and not (path.parent / target).exists():
                broken.append(f"{named(path)}: {target}")
    assert broken == []


def test_the_glossary_names_every_room() -> None:
    known = glossary()
    assert [room for floor in rooms() for room in floor if room not in known] == []


def test_the_glossary_names_every_shared_term() -> None:
    known = glossary()
    families = [value for value in vars(terms).values() if isinstance(value, type) and issubclass(value, StrEnum)]
    words = {str(word) for family in families if family is not StrEnum for word in family}
    assert sorted(words - set(known)) == []


def test_the_glossary_names_nothing_that_is_gone() -> None:
    sources = [path.read_text(encoding="utf8") for path in code(".py") if path.is_relative_to(PACKAGE)]
    text = "\n".join(sources)
    named_rooms = {room for floor in rooms() for room in floor}
    assert [word for word in glossary() if word not in named_rooms and not re.search(rf"\b{word}\b", text)] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers
