"""First step of reading: one canonical view of the text, with the way back to its offsets.

Layout must not change meaning: whitespace is taken out (and remembered as breaks between characters), full-width
letters, digits and punctuation become half-width. Every later step works on this view and speaks of its positions;
:meth:`View.span` leads back to the text as read.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from wuzha.terms import Span

# Signs that NFKC leaves alone or changes in a way that loses what a plan says with them.
_SIGNS = {
    "、": "、", "。": "。", "〔": "〔", "〕": "〕", "﹝": "〔", "﹞": "〕", "●": "●", "…": "…",
    "—": "—", "–": "—", "―": "—", "−": "-", "~": "~", "〜": "~", "～": "~", "‧": "·", "•": "·", "・": "·",
    "「": "“", "」": "”", "『": "“", "』": "”", "【": "(", "】": ")", "[": "(", "]": ")", "［": "(", "］": ")",
    "×": "x", "〇": "〇", "○": "〇", "｡": "。", "､": "、",
}  # fmt: skip
_CIRCLED = {chr(code) for code in range(0x2460, 0x2474)}
_INVISIBLE = {"\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u00ad"}
_SHELLS = re.compile(r"〔(?!(?:\d{4}|20[xX*_]{1,2}|[xX*]{4})〕)([^〔〕]{1,200})〕")
_LONGEST_SIGN = 6
_LINE_ENDS = {"\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"}


class Break(IntEnum):
    """What whitespace stood before a character."""

    NONE = 0
    SPACE = 1
    LINE = 2


@dataclass(frozen=True, slots=True)
class View:
    """The canonical text ``norm``; ``origin[i]`` is where its character i stood; ``breaks[i]`` what stood before it."""

    text: str
    norm: str
    origin: tuple[int, ...]
    breaks: bytes

    def span(self, start: int, end: int) -> Span:
        """The stretch of the text as read that positions ``[start, end)`` of the view stand for."""
        if start >= end:
            here = self.origin[start] if start < len(self.origin) else len(self.text)
            return Span(here, here)
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def spelled(self, start: int, end: int) -> str:
        """Positions ``[start, end)`` in the document's own spelling, without layout whitespace."""
        if start >= end:
            return ""
        places = sorted(set(self.origin[start:end]))
        letters = [self.text[places[0]]]
        for before, here in pairwise(places):
            gap = here - before > 1 and _is_word(self.text[before]) and _is_word(self.text[here])
            letters.append(" " + self.text[here] if gap else self.text[here])
        return "".join(letters)

    def position(self, offset: int) -> int:
        """The first position of the view at or after an offset of the text as read."""
        return bisect_left(self.origin, offset)


def view_of(text: str) -> View:
    """The canonical view of any text."""
    norm: list[str] = []
    origin: list[int] = []
    breaks = bytearray()
    pending = Break.LINE
    for offset, char in enumerate(text):
        if char in _LINE_ENDS:
            pending = Break.LINE
            continue
        if char.isspace() or char in _INVISIBLE:
            if char not in _INVISIBLE:
                pending = max(pending, Break.SPACE)
            continue
        for sign in canonical(char):
            norm.append(sign)
            origin.append(offset)
            breaks.append(pending)
            pending = Break.NONE
    # 〔2026〕 is the year of a document's number; anything else in such brackets is in brackets like any other.
    return View(text, _SHELLS.sub(r"(\1)", "".join(norm)), tuple(origin), bytes(breaks))


@lru_cache(maxsize=65536)
def canonical(char: str) -> str:
    """The canonical form of one character: half-width, compatibility forms resolved, circled numbers kept."""
    if char in _SIGNS:
        return _SIGNS[char]
    if char in _CIRCLED or unicodedata.category(char) == "Cc":
        return char if char in _CIRCLED else ""
    resolved = unicodedata.normalize("NFKC", char)
    # A sign that stands for a whole phrase (U+FDFA: eighteen letters) stays one sign.
    return "".join(sign for sign in resolved if not sign.isspace()) if len(resolved) <= _LONGEST_SIGN else char


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A name in canonical form, for comparing: ``plain("各村(社区)") == "各村(社区)"``."""
    return view_of(text).norm


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()
