"""Which doors are probably one: the same numbers in the same compound, written in another way or with a slip.

A digit tells doors apart, so that a slip in a digit cannot be told from the door beside it and is never suspected.
Suspected are doors whose numbers are the same once letters that look like digits are read as digits, and whose other
words are the same or differ in one character. Characters that tell doors apart (east, front, annexe) are as good as
numbers. Doors are compared only within a block of equal compound and equal numbers: the effort grows with their number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from wuzha.registry.core.address import normalise_address

MOST_WORDS = 30
"""A block with more different wordings is no slip of the pen: only equal ones are paired there."""

_REMARKS = re.compile(r"[(（\[【].*?[)）\]】]")
_LETTER_O = re.compile(r"(?<=[0-9])o|o(?=[0-9])")
_LETTER_L = re.compile(r"(?<=[0-9])[li|]|[li|](?=[0-9])")
_NUMBERS = re.compile(r"[0-9]+|[a-z]+")
_TELLING = frozenset("东西南北中前后左右上下内外新老旧大小甲乙丙丁戊己附车库商铺店底阁夹层")
_LETTERS = re.compile(r"[0-9a-z|-]+")


class Reason(StrEnum):
    """Why two doors may be one."""

    SPELLING = "spelling"  # the same door written in another way, on other ground or under another code
    LETTER = "letter"  # a letter that looks like a digit
    WORD = "word"  # one character of a word


class Door(NamedTuple):
    """A door as it is compared. ``plain`` are its numbers as written, ``numbers`` with letters read as digits;
    ``slip`` is the compound's name where the address has it with one character wrong."""

    id: int
    plain: tuple[str, ...]
    numbers: tuple[str, ...]
    words: str
    slip: str


class Pair(NamedTuple):
    """Two doors that may be one, the older (lower number) first."""

    one: int
    other: int
    reason: Reason


def door(number: int, above: Sequence[str], address: str) -> Door:
    """A door from its address and the names of what it lies in, the compound first, then what is below it.

    Names that the address repeats at its beginning count once; words in brackets are remarks.
    """
    written = normalise_address(_REMARKS.sub("", address))
    compound, *parts = [normalise_address(name) for name in above] or [""]
    written, slip = _without(written, compound)
    for part in reversed(parts):
        written = written if _begins(written, part) else f"{part}-{written}"
    plain = _marks(written)
    read = _LETTER_L.sub("1", _LETTER_O.sub("0", written))
    words = "".join(sign for sign in _LETTERS.sub("", read) if sign not in _TELLING)
    return Door(number, plain, _marks(read), words, slip)


def pairs(doors: Iterable[Door]) -> Iterator[Pair]:
    """The pairs among the doors of one compound. Of doors that are all alike each is paired with the oldest."""
    blocks: dict[tuple[str, ...], dict[str, list[Door]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(doors):
        blocks[one.numbers][one.words].append(one)
    for numbers, wordings in blocks.items():
        for alike in wordings.values():
            for other in alike[1:]:
                yield Pair(alike[0].id, other.id, _why(alike[0], other))
        if numbers and 1 < len(wordings) <= MOST_WORDS:
            yield from _slips(sorted(found[0] for found in wordings.values()))


def _why(one: Door, other: Door) -> Reason:
    if one.slip != other.slip:
        return Reason.WORD
    return Reason.SPELLING if one.plain == other.plain else Reason.LETTER


def _slips(doors: Sequence[Door]) -> Iterator[Pair]:
    for at, one in enumerate(doors):
        for other in doors[at + 1 :]:
            if max(len(one.words), len(other.words)) > 1 and one_apart(one.words, other.words):
                yield Pair(one.id, other.id, Reason.WORD)


def one_apart(one: str, other: str) -> bool:
    """Whether two texts differ by one character replaced, added or left out."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start + 1 :] == shorter[start:]


def _marks(written: str) -> tuple[str, ...]:
    """What tells doors apart, in its order: numbers, letters, telling characters."""
    found = _NUMBERS.findall(written)
    return (*found, *(sign for sign in written if sign in _TELLING))


def _without(written: str, name: str) -> tuple[str, str]:
    """The address without the compound's name at its beginning, and the name as it stood there if misspelt."""
    if name and written.startswith(name):
        return written.removeprefix(name).lstrip("-"), ""
    for length in (len(name), len(name) - 1, len(name) + 1) if len(name) > 2 else ():
        if one_apart(written[:length], name) and not _LETTERS.match(written[length - 1 : length]):
            return written[length:].lstrip("-"), written[:length]
    return written, ""


def _begins(written: str, part: str) -> bool:
    return written == part or written.startswith(f"{part}-")
