"""Clause paths such as 四(一) or 五(二)(3), taken apart into the labels that are printed."""

from __future__ import annotations

import re

from wuzha.reports.core.document import NUMERALS, numeral

_CHINESE = "[一二三四五六七八九十]+"
_NUMBER = rf"第(?:{_CHINESE}|\d+)(?:章|部分|编|条)|\([^()]+\)|\d+(?:\.\d+)+|\d+\)|\d+|[①-⑳]|{_CHINESE}"
_LABEL = re.compile(rf"(?:{_NUMBER})(?:#\d+)?(?=$|[第(\d①-⑳一二三四五六七八九十/])|[^/(①-⑳]+")
_ROW = re.compile(r"表(?P<table>\d+)-(?P<row>\d+)")


def row_of(clause: str) -> str | None:
    """The number of a table's row where the path names one (表1-3), or ``None``."""
    hit = _ROW.match(clause)
    return hit["row"] if hit else None


def labels_of(clause: str) -> tuple[str, ...]:
    """The labels of a path, outermost first; a repeated one keeps its ``#2``.

    A row of a table is one label; a heading without a number is its own (主要任务/银龄课堂).
    """
    if row_of(clause):
        return (clause,)
    return tuple(hit.group() for hit in _LABEL.finditer(clause))


def is_title(own: str) -> bool:
    """Whether a label is a heading without a number."""
    return not row_of(own) and not re.fullmatch(rf"(?:{_NUMBER})(?:#\d+)?", own)


def printed_label(own: str) -> str:
    """A label as it stands before its clause: 四、 (一) 1. 1.1, brackets in full width; a title has none."""
    bare = own.split("#")[0]
    if is_title(own):
        return ""
    if re.fullmatch(_CHINESE, bare):
        return f"{bare}、"
    if bare.isdecimal():
        return f"{bare}."
    if bare[0].isdecimal() or bare.endswith("条"):
        return f"{bare} "
    return bare.replace("(", "（").replace(")", "）")


def depth_of(labels: tuple[str, ...]) -> int:
    """How deep a clause stands: 1 for a chapter; a decimal number counts its parts."""
    return len(labels) + labels[-1].count(".") if labels else 1


def chapter_of(labels: tuple[str, ...]) -> int | None:
    """The number of the chapter a path begins with; ``None`` where a path does not name its chapter (第三条, 表1-3)."""
    if not labels or row_of(labels[0]) or is_title(labels[0]) or "条" in labels[0]:
        return None
    digits = re.match(r"\D*(\d+)", labels[0])
    return int(digits[1]) if digits else _value(re.sub(r"[^一二三四五六七八九十]", "", labels[0]))


def chapter_label(number: int, like: str) -> str:
    """The label of chapter ``number`` in the style of a path's first label; none where it is a title."""
    if like and is_title(like):
        return ""
    if like.startswith("第"):
        return f"第{numeral(number)}章 "
    if like.isdecimal():
        return f"{number}."
    if like.startswith("("):
        inner = str(number) if like[1:-1].isdecimal() else numeral(number)
        return f"（{inner}）"
    return f"{numeral(number)}、"


def _value(numerals: str) -> int | None:
    tens, ten, ones = numerals.rpartition("十")
    if not numerals:
        return None
    digits = [NUMERALS.find(part) if part else None for part in (tens, ones)]
    if not ten:
        return digits[1]
    return 10 * (digits[0] if digits[0] is not None else 1) + (digits[1] or 0)
