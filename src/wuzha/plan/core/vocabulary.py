"""The reader's words as data: channels, places, groups, labels, headings (``vocabulary.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any

from wuzha.plan.core.view import plain
from wuzha.terms import Channel, PlaceClass

_PLACE_CLASSES = frozenset(map(str, PlaceClass))
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class ChannelWords:
    """How a text says one channel: words and patterns count anywhere, weak words only where nothing else is said."""

    channel: Channel
    strong: re.Pattern[str]
    weak: re.Pattern[str]


@dataclass(frozen=True)
class Vocabulary:
    """Everything the reader knows about words. Made from a table of the shape of ``vocabulary.toml``."""

    table: Mapping[str, Any]

    @cached_property
    def channels(self) -> tuple[ChannelWords, ...]:
        """The channels, in the order of the table."""
        return tuple(
            ChannelWords(
                Channel(name),
                _either(entry.get("words", ()), entry.get("patterns", ())),
                _either(entry.get("weak", ()), entry.get("weak_patterns", ())),
            )
            for name, entry in self.table["channels"].items()
        )

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Word → what it names: a place class, ``area``, ``other``, ``group`` or ``actor``."""
        kinds = {plain(word): kind for kind, words in self.table["places"].items() for word in words}
        kinds.update((plain(word), "group") for word in self.table["groups"]["words"])
        kinds.update((plain(word), "actor") for word in self.table["actors"]["words"])
        return kinds

    @cached_property
    def addressees(self) -> tuple[str, ...]:
        """Where and whom a measure can be meant for, as forms offer it: places and groups, in the table's order."""
        return (*(word for words in self.table["places"].values() for word in words), *self.table["groups"]["words"])

    @cached_property
    def addressed(self) -> re.Pattern[str]:
        """Finds places, groups and actors, the longest word first."""
        return _either(self.kinds)

    @cached_property
    def nobody(self) -> frozenset[str]:
        """Names of units that are nobody in particular."""
        return frozenset(plain(word) for word in self.table["nobody"]["words"])

    @cached_property
    def nobody_pattern(self) -> re.Pattern[str]:
        """Finds such names in running text."""
        return _either(self.nobody)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Label → what follows it: ``lead``, ``assisting``, ``person`` or ``due``."""
        return {plain(word): kind for kind, words in self.table["labels"].items() for word in words}

    def column(self, head: str) -> str | None:
        """What a table's column of this head says: ``task``, ``detail``, ``lead``, ``assisting``, ``due`` …"""
        if len(head) > 16:
            return None
        known = {plain(word): kind for kind, words in self.table["columns"].items() for word in words}
        exact = known.get(head) or self.labels.get(head)
        if exact:
            return exact
        inside = [word for word in (*self.labels, *known) if len(word) > 1 and word in head]
        longest = max(inside, key=len, default="")
        return self.labels.get(longest) or known.get(longest)

    @cached_property
    def chapters(self) -> Mapping[str, str]:
        """Heading word → the chapter's role."""
        return {plain(word): role for role, words in self.table["chapters"].items() for word in words}

    @cached_property
    def heading(self) -> re.Pattern[str]:
        """Finds heading words, the longest first."""
        return _either(self.chapters)

    @cached_property
    def unit_end(self) -> re.Pattern[str]:
        """Matches a name that ends like the name of a body."""
        return re.compile(f"(?:{_either(self.table['units']['suffixes']).pattern})$")

    @cached_property
    def whole_units(self) -> frozenset[str]:
        """Names of bodies that are whole as they stand (工会, 派出所)."""
        return frozenset(plain(word) for word in self.table["units"].get("whole", ()))

    @cached_property
    def lead_verbs(self) -> re.Pattern[str]:
        """Verbs that make their subject the leading unit."""
        return _either(self.table["verbs"]["lead"])

    def role_of(self, heading: str) -> str | None:
        """The role of a chapter by its heading in canonical form, or ``None`` where no word is known."""
        found = self.heading.search(heading)
        return self.chapters[found.group()] if found else None

    def place_class(self, target: str) -> PlaceClass | None:
        """The class of points that a target's name stands for, or ``None`` where it is an area or a group of people."""
        found = [self.kinds[hit.group()] for hit in self.addressed.finditer(plain(target))]
        named = [PlaceClass(kind) for kind in found if kind in _PLACE_CLASSES]
        return named[-1] if named else None


def from_toml(source: str) -> Vocabulary:
    """A vocabulary from TOML text of the shape of ``vocabulary.toml``."""
    return Vocabulary(tomllib.loads(source))


def _either(words: Iterable[str], patterns: Iterable[str] = ()) -> re.Pattern[str]:
    """One expression for many words (longest first) and patterns."""
    literal = [re.escape(plain(word)) for word in sorted(words, key=lambda word: (-len(word), word))]
    whole = [*patterns, *literal]
    return re.compile("|".join(whole)) if whole else _NEVER


DEFAULT = from_toml(resources.files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8"))
