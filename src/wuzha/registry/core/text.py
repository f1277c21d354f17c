"""Cleaning what people type: widths, spaces, invisible characters, Chinese numerals."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_PLAIN = re.compile(r"[\w/\-.]+")
_HALF_WIDTH = str.maketrans(
    {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F) if chr(code).isalnum()}
    | {"－": "-", "／": "/", "＃": "#", "．": ".", "　": " "}
)
_DIGITS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100}
NUMERALS = "〇零一二两三四五六七八九十百"


def clean(text: str) -> str:
    """The text as it is stored: half-width digits and letters, single spaces, nothing invisible.

    Chinese punctuation stays as it was typed.
    """
    if _PLAIN.fullmatch(text) and text.isprintable() and not _has_full_width(text):
        return text
    return _SPACE.sub(" ", _INVISIBLE.sub("", text).translate(_HALF_WIDTH)).strip()


def fold(text: str) -> str:
    """The text as it is compared: width (Unicode NFKC), case and spaces make no difference."""
    return _SPACE.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).casefold()


def number_of(numerals: str) -> int:
    """The value of Chinese numerals up to 999, whether counted (十二) or spelled by digits (五〇一)."""
    if not any(numeral in _TENS for numeral in numerals):
        return int("".join(str(_DIGITS[numeral]) for numeral in numerals))
    total, digit = 0, None
    for numeral in numerals:
        if numeral in _TENS:
            total += (1 if digit is None else digit) * _TENS[numeral]
            digit = None
        else:
            digit = _DIGITS[numeral]
    return total + (digit or 0)


def _has_full_width(text: str) -> bool:
    return any("\uff00" <= character <= "\uff5e" for character in text)
