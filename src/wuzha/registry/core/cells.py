"""From a cell to a value: one small parser per kind of column. A parser raises ``RefusalError`` for what it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from wuzha.problems import Kind
from wuzha.registry.core import problems as kinds
from wuzha.registry.core.rows import Cell
from wuzha.registry.core.text import clean, fold
from wuzha.registry.core.words import main_words

Value = str | float | date | tuple[str, ...] | None
Parser = Callable[[Cell], Value]

_EXACT_INTEGERS = 1e15
_IDENTITY = re.compile(
    r"(?=([1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]))"
)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_CALLED = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_LANDLINE = re.compile(r"(0[0-9]{2,3})?-?([2-9][0-9]{6,7})(?:-([0-9]{1,5}))?|400[0-9]{7}|1[0-9]{2,5}|9[0-9]{4}")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T].*)?")
_COMPACT_DATE = re.compile(r"(2[0-9]{3})([0-9]{2})([0-9]{2})")
_ALIAS_MARKS = re.compile("[、,，;；|\n]+")
_EPOCH = date(1899, 12, 30)


class RefusalError(Exception):
    """A cell that is not accepted: the kind of problem and the values for its message."""

    def __init__(self, kind: Kind, **values: object) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.values = values


def text(limit: int) -> Parser:
    """Free text of at most ``limit`` characters; ID-card numbers are refused wherever they stand in it."""

    def parse(cell: Cell) -> str | None:
        value = as_text(cell)
        if len(value) >= 18 and holds_identity_number(value):
            raise RefusalError(kinds.IDENTITY_NUMBER)
        if len(value) > limit:
            raise RefusalError(kinds.TOO_LONG, length=len(value), limit=limit)
        return value or None

    return parse


def address(limit: int) -> Parser:
    """Text that says where, and never whom to call: a mobile number in it is refused."""
    written = text(limit)

    def parse(cell: Cell) -> Value:
        value = written(cell)
        if isinstance(value, str) and _CALLED.search(value):
            raise RefusalError(kinds.TELEPHONE_ELSEWHERE)
        return value

    return parse


def choice(words: Mapping[str, str]) -> Parser:
    """One of some words; gives the stored value that the word stands for. The value itself is accepted as well."""
    values = {fold(word): value for word, value in words.items()} | {value: value for value in words.values()}
    shown = "、".join(main_words(words).values())

    def parse(cell: Cell) -> str | None:
        word = as_text(cell)
        if not word:
            return None
        if (value := values.get(fold(word))) is None:
            raise RefusalError(kinds.NOT_A_CHOICE, value=_safe(word), choices=shown)
        return value

    return parse


def number(low: float, high: float) -> Parser:
    """A number between two limits."""

    def parse(cell: Cell) -> float | None:
        if cell is None or cell == "":
            return None
        try:
            value = float(cell) if isinstance(cell, int | float | str) else float("nan")
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise RefusalError(kinds.NOT_A_NUMBER, value=_safe(as_text(cell)), low=low, high=high)
        return value

    return parse


def day(cell: Cell) -> date | None:
    """A date: a date cell, a spreadsheet's day number, or text such as 2026-03-15, 2026年3月15日, 20260315."""
    if cell is None or isinstance(cell, date):
        return cell
    if isinstance(cell, float) and 36_526 <= cell < 73_051:  # day numbers of the years 2000 to 2099
        return _EPOCH + timedelta(days=int(cell))
    if not (written := as_text(cell)):
        return None
    match = _DATE.fullmatch(written) or _COMPACT_DATE.fullmatch(written)
    try:
        return date(*(int(part) for part in match.groups())) if match else _no_date(written)
    except ValueError:
        return _no_date(written)


def phone(cell: Cell) -> str | None:
    """A telephone number, kept as digits (landlines with hyphen). What is refused is not repeated anywhere."""
    written = as_text(cell)
    if not written:
        return None
    if holds_identity_number(written):
        raise RefusalError(kinds.IDENTITY_NUMBER)
    digits = re.sub(r"[\s()（）·.]", "", written).replace("－", "-").replace("—", "-")
    digits = re.sub(r"^(?:\+|00)86-?", "", digits)
    if _MOBILE.fullmatch(bare := digits.replace("-", "")):
        return bare
    if match := _LANDLINE.fullmatch(digits):
        return "-".join(part for part in match.groups() if part) or digits
    raise RefusalError(kinds.NOT_A_PHONE)


def aliases(cell: Cell) -> tuple[str, ...]:
    """Several names in one cell, separated by 、 or other marks; each once, in their order."""
    written = text(1000)(cell.replace("\n", "、") if isinstance(cell, str) else cell)
    names = _ALIAS_MARKS.split(written) if isinstance(written, str) else []
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def as_text(cell: Cell) -> str:
    """What a text column takes from any cell; whole numbers without their ``.0``.

    Raises ``RefusalError`` where the spreadsheet has damaged what was typed: dates, rounded numbers, errors.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        if cell[:1] == "#" and cell in _FORMULA_ERRORS:
            raise RefusalError(kinds.FORMULA_ERROR, value=cell)
        return clean(cell)
    if isinstance(cell, date):
        raise RefusalError(kinds.BECAME_A_DATE, value=cell.isoformat())
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if abs(cell) >= _EXACT_INTEGERS:
        raise RefusalError(kinds.LOST_DIGITS)
    return str(int(cell)) if cell == int(cell) else repr(cell)


def holds_identity_number(written: str) -> bool:
    """Whether an ID-card number stands anywhere in the text, spaced or run together with other digits.

    Its form is region, date of birth, sequence and check character (GB 11643—1999, ISO 7064 MOD 11-2).
    """
    squeezed = written.replace(" ", "")
    return any(_checks(found[1].upper()) for found in _IDENTITY.finditer(squeezed))


def _checks(identity: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, identity, strict=False))
    return identity[17] == _IDENTITY_CHECKS[total % 11]


def _no_date(written: str) -> date:
    raise RefusalError(kinds.NOT_A_DATE, value=_safe(written))


def _safe(written: str) -> str:
    """A refused value as it may be repeated in a message: short, and never an ID-card number."""
    if holds_identity_number(written):
        raise RefusalError(kinds.IDENTITY_NUMBER)
    return written if len(written) <= 40 else written[:39] + "…"
