"""Names and telephone numbers as they are compared, and as they are shown to whoever need not see them."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Relation(StrEnum):
    """What the contact is to the household."""

    HEAD = "head"  # 户主
    GUARDIAN = "guardian"  # 监护人
    OTHER = "other"


class Reason(StrEnum):
    """What a contact is looked at for."""

    VISIT = "visit"  # to arrange or make up for a visit
    WARNING = "warning"  # somebody is being cheated at this moment
    CHECK = "check"  # to check a record or a sample
    REQUEST = "request"  # the person has asked


_PREFIX = re.compile(r"^(?:\+|00)?86(?=1[3-9]\d{9}$|0\d{9,11}$)")
_LONG = re.compile(r"\d(?:[ -]?\d){6,}")
STARS = "****"


def normal_phone(written: str) -> str:
    """Digits only, without the country's prefix: full-width digits, spaces, hyphens and brackets do not count."""
    folded = unicodedata.normalize("NFKC", written).strip()
    digits = re.sub(r"\D", "", folded)
    plus = "+" if folded.startswith("+") else ""
    return _PREFIX.sub("", plus + digits).lstrip("+")


def normal_name(written: str) -> str:
    """A name without spaces and case, its full-width letters and dots as ordinary ones."""
    folded = unicodedata.normalize("NFKC", written).casefold()
    return re.sub(r"[\s·•・．.]", "", folded)


def masked_phone(phone: str) -> str:
    """The first three and last four digits of a number (138****5678); of a short one the last two."""
    normal = normal_phone(phone)
    if not normal:
        return ""
    return f"{normal[:3]}{STARS}{normal[-4:]}" if len(normal) >= 10 else f"{STARS}{normal[-2:]}"


def masked_name(name: str) -> str:
    """The first character, and two stars whatever follows: its length tells nothing."""
    written = name.strip()
    return f"{written[0]}**" if written else ""


def without_numbers(text: str) -> str:
    """Words that somebody typed, with every run of seven or more digits masked: reasons and notes are kept for long."""
    return _LONG.sub(lambda found: masked_phone(found[0]), unicodedata.normalize("NFKC", text))
