"""One form for the many ways of writing a door: 3号楼2单元501室, 3幢2单元501, 三号楼二单元501室, 3-2-501."""

from __future__ import annotations

import re
from functools import lru_cache

from wuzha.registry.core.text import NUMERALS, fold, number_of

_DASHES = re.compile("[‐‑‒–—―−﹣~〜_]+")
_NUMERALS = re.compile(f"[{NUMERALS}]{{1,6}}(?=号|#|幢|栋|棟|座|单元|門|门|层|楼|室|户|房)")
_FLOOR = re.compile(r"(?<=[-楼幢栋座元门#号])[0-9]{1,3}(?:楼|层)-?(?=[0-9])")
_PART = re.compile(r"(?<=[0-9a-z甲乙丙丁])(?:号楼|#楼|号室|单元|[#号幢栋棟座楼門门室户房])-?(?=[0-9a-z]|$)")
_REPEATED = re.compile("-{2,}")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def normalise_address(address: str) -> str:
    """The form in which two addresses are compared; addresses of one door come out equal.

    Width, case, spaces and kinds of dashes fall away; Chinese numerals before a part's word become digits;
    a floor before a room falls away (3楼301室 → 301); the words for building, stairwell and room become
    hyphens; leading zeros go. Different numbers stay different. The result is for comparing, not for reading.
    """
    text = _DASHES.sub("-", fold(address))
    text = _NUMERALS.sub(_as_digits, text)
    text = _ZEROS.sub("", text)
    text = _FLOOR.sub("", text)
    text = _PART.sub("-", text)
    return _REPEATED.sub("-", text).strip("-")


@lru_cache(maxsize=4096)
def _digits(numerals: str) -> str:
    return str(number_of(numerals))


def _as_digits(match: re.Match[str]) -> str:
    return _digits(match[0])
