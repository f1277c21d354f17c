"""Word's automatic numbering, counted and printed as Word does (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST_START = 32_767
_DIGITS = "〇一二三四五六七八九"


def chinese(value: int) -> str:
    """A number below 100 as Chinese counting numerals (12 is 十二); larger ones digit by digit."""
    if not 0 < value < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def circled(value: int) -> str:
    """① to ⑳; plain digits beyond."""
    return chr(0x2460 + value - 1) if 1 <= value <= 20 else str(value)


def letter(value: int) -> str:
    """a … z, aa …"""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def roman(value: int) -> str:
    """Lower-case Roman numerals."""
    signs = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for size, sign in signs:
        text += sign * (value // size)
        value %= size
    return text


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": chinese,
    "ideographTraditional": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "lowerLetter": letter,
    "upperLetter": lambda value: letter(value).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda value: roman(value).upper(),
    "decimalEnclosedParen": lambda value: f"({value})",
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    "ideographEnclosedCircle": lambda value: f"({chinese(value)})",
    "decimalZero": lambda value: f"{value:02}",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering: its format, the template of its label (``第%1条``), where it starts."""

    format: str
    template: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The numberings of one document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """Read ``numbering.xml`` and the numbered styles of a python-docx document."""
        numbering = cls()
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is not None:
            numbering._read_levels(part.element)
        for style in document.styles.element.iterchildren(W + "style"):
            found = _reference(style)
            if found and found[0]:
                numbering.styles[style.get(W + "styleId")] = (found[0], found[1])
        return numbering

    def _read_levels(self, root: Any) -> None:
        abstract = {
            node.get(W + "abstractNumId"): {
                int(lvl.get(W + "ilvl") or 0): _level(lvl) for lvl in node.iterchildren(W + "lvl")
            }
            for node in root.iterchildren(W + "abstractNum")
        }
        for node in root.iterchildren(W + "num"):
            number = node.get(W + "numId")
            source = value_of(node, "abstractNumId") or ""
            self.abstract[number] = source
            self.levels[number] = dict(abstract.get(source, {}))
            for override in node.iterchildren(W + "lvlOverride"):
                level = int(override.get(W + "ilvl") or 0)
                start = value_of(override, "startOverride")
                changed = override.find(W + "lvl")
                base = _level(changed) if changed is not None else self.levels[number].get(level)
                if base is not None:
                    self.levels[number][level] = Level(
                        base.format, base.template, _first(start) if start else base.start
                    )
                    if start:
                        self.abstract[number] = f"{source}/{number}"

    def label(self, paragraph: Any) -> str:
        """The printed number of a paragraph, counting on; empty for one without a number."""
        number, level = self._reference_of(paragraph)
        levels = self.levels.get(number, {})
        if level not in levels:
            return ""
        series = self.abstract[number]
        self.counts[series, level] = self.counts.get((series, level), levels[level].start - 1) + 1
        for deeper in range(level + 1, 9):
            self.counts.pop((series, deeper), None)
        text = levels[level].template
        for upper in range(level + 1):
            if upper in levels:
                value = self.counts.get((series, upper), levels[upper].start)
                text = text.replace(f"%{upper + 1}", _FORMATS.get(levels[upper].format, str)(value))
        return "" if levels[level].format in ("bullet", "none") else text

    def _reference_of(self, paragraph: Any) -> tuple[str, int]:
        own = _reference(paragraph)
        properties = paragraph.find(W + "pPr")
        style = value_of(properties, "pStyle") if properties is not None else None
        inherited = self.styles.get(style or "")
        if own is None:
            return inherited or ("", 0)
        if own[0]:
            return own
        return (inherited[0], own[1]) if inherited else ("", 0)


def _reference(node: Any) -> tuple[str, int] | None:
    properties = node.find(W + "pPr")
    numbered = properties.find(W + "numPr") if properties is not None else None
    if numbered is None:
        return None
    return value_of(numbered, "numId") or "", int(value_of(numbered, "ilvl") or 0)


def _level(node: Any) -> Level:
    return Level(
        value_of(node, "numFmt") or "decimal", value_of(node, "lvlText") or "", _first(value_of(node, "start") or "1")
    )


def _first(start: str) -> int:
    """The number a list begins with, within Word's own bounds: a billionth Roman numeral would fill the memory."""
    return min(max(int(start), 0), _LARGEST_START)


def value_of(node: Any, tag: str) -> str | None:
    """The ``w:val`` of a child element, or ``None``."""
    child = node.find(W + tag)
    return None if child is None else child.get(W + "val")
