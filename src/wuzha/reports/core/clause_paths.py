"""Clause paths such as 四(一) or 五(二)(3), taken apart into the labels that are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wuzha.reports.core.document import NUMERALS, numeral

_CHINESE = "[一二三四五六七八九十]+"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBER = rf"第(?:{_CHINESE}|\d+)(?:章|部分|编|条)|\([^()]+\)|\d+(?:\.\d+)+|\d+\)|\d+|[①-⑳]|{_CHINESE}|[{_FORMAL}]"
_LABEL = re.compile(rf"(?:{_NUMBER})(?:#\d+)?(?=$|[第(\d①-⑳一二三四五六七八九十/])|[^/(①-⑳]+")
_ROW = re.compile(r"表(?P<table>\d+)-(?P<row>\d+)")
_COUNTED = re.compile(rf"(?P<before>.*?)(?P<count>\d+|{_CHINESE}|[①-⑳])(?P<behind>\D*)")


def row_of(clause: str) -> str | None:
    """The number of a table's row where the path names one (表1-3), or ``None``."""
    hit = _ROW.match(clause)
    return hit["row"] if hit else None


def table_of(clause: str) -> str | None:
    """The number of the table whose row the path names (表1-3), or ``None``."""
    hit = _ROW.match(clause)
    return hit["table"] if hit else None


def labels_of(clause: str) -> tuple[str, ...]:
    """The labels of a path, outermost first; a repeated one keeps its ``#2``.

    A row of a table is one label; a heading without a number is its own (主要任务/银龄课堂). A decimal number names
    the clauses above it: 2.1.1 stands in 2.1, and that in 2.
    """
    if row_of(clause):
        return (clause,)
    return tuple(label for hit in _LABEL.finditer(clause) for label in _with_those_above(hit.group()))


def path_of(labels: Sequence[str]) -> str:
    """The path that ends with the last of these labels: the inverse of ``labels_of`` for any part of a path."""
    path = ""
    for own in labels:
        if "." in own or own.split("#")[0].endswith("条"):
            path = own
        else:
            path += ("/" if path and is_title(own) else "") + own
    return path


def is_title(own: str) -> bool:
    """Whether a label is a heading without a number."""
    return not row_of(own) and not re.fullmatch(rf"(?:{_NUMBER})(?:#\d+)?", own)


def printed_label(own: str) -> str:
    """A label as it stands before its clause: 四、 (一) 1. 1.1, brackets in full width; a title has none."""
    bare = own.split("#")[0]
    if is_title(own):
        return ""
    if re.fullmatch(rf"{_CHINESE}|[{_FORMAL}]", bare):
        return f"{bare}、"
    if bare.isdecimal():
        return f"{bare}."
    if bare[0].isdecimal() or bare.endswith("条"):
        return f"{bare} "
    return bare.replace("(", "（").replace(")", "）")


def chapter_of(labels: tuple[str, ...]) -> int | None:
    """The number of the chapter a path begins with; ``None`` where a path does not name its chapter (第三条, 表1-3)."""
    if not labels or row_of(labels[0]) or is_title(labels[0]) or "条" in labels[0]:
        return None
    if labels[0][0] in _FORMAL:
        return _FORMAL.index(labels[0][0]) + 1
    digits = re.match(r"\D*(\d+)", labels[0])
    return int(digits[1]) if digits else _value(re.sub(r"[^一二三四五六七八九十]", "", labels[0]))


def chapter_label(number: int, like: str) -> str:
    """The label of chapter ``number`` in the style of a path's first label; none where it is a title."""
    if like and is_title(like):
        return ""
    if like.startswith("第"):
        part = re.search(r"部分|编", like)
        return f"第{numeral(number)}{part.group() if part else '章'} "
    if like.isdecimal():
        return f"{number}."
    if like.startswith("("):
        inner = str(number) if like[1:-1].isdecimal() else numeral(number)
        return f"（{inner}）"
    if like and like[0] in _FORMAL and number <= len(_FORMAL):
        return f"{_FORMAL[number - 1]}、"
    return f"{numeral(number)}、"


def label_after(own: str) -> str:
    """The label that counts on from this one: (二) after (一), 2.2 after 2.1, ② after ①; empty after a title."""
    hit = None if is_title(own) else _COUNTED.fullmatch(own.split("#")[0])
    if hit is None:
        return ""
    count = hit["count"]
    if count in _CIRCLED:
        following = _CIRCLED[_CIRCLED.index(count) + 1 :][:1]
    elif count.isdecimal():
        following = str(int(count) + 1)
    else:
        following = numeral((_value(count) or 0) + 1)
    return f"{hit['before']}{following}{hit['behind']}" if following else ""


def _with_those_above(own: str) -> Iterator[str]:
    parts = own.split(".") if re.fullmatch(r"\d+(?:\.\d+)+(?:#\d+)?", own) else [own]
    yield from (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def _value(numerals: str) -> int | None:
    tens, ten, ones = numerals.rpartition("十")
    if not numerals:
        return None
    digits = [NUMERALS.find(part) if part else None for part in (tens, ones)]
    if not ten:
        return digits[1]
    return 10 * (digits[0] if digits[0] is not None else 1) + (digits[1] or 0)
