"""Titles of official documents over several lines: none longer than fits, none left with a lone character."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator

TITLE_CHARACTERS = 19
"""Chinese characters of 二号 on a line of 156 mm. Twenty fit by arithmetic, and overflow where a substituted font
sets figures wider than half a character."""

_TOGETHER = (
    *("防范", "电信", "网络", "诈骗", "宣传", "工作", "月报", "通报", "情况", "要点", "方案", "台账", "报告", "专项"),
    *("办公室", "委员会", "街道", "社区", "领导", "小组", "实施", "开展", "关于", "任务", "分解表", "责任", "清单"),
    *("全区", "行动", "机关", "有限", "公司", "物业", "管理", "服务", "中心", "反诈", "电诈", "集中", "专班"),
)
"""Words of such titles that a line does not break."""
_NOT_FIRST = frozenset("的、，。；：！？）》”’年月日号")
_NOT_LAST = frozenset("（《“‘第")
_TORN_WORD, _TORN_NUMBER = 3.0, 100.0
"""What a torn word costs, in characters that the lines may differ in length instead."""


def width(words: str) -> float:
    """The width in Chinese characters: a figure or a letter takes half of one."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.5 for c in words)


def title_lines(title: str) -> list[str]:
    """The title as lines: one if it holds all, else broken where its author put a line feed; a part that is still
    too long is broken into lines of like length between two words.
    """
    joined = title.replace("\n", "")
    if width(joined) <= TITLE_CHARACTERS:
        return [joined]
    return [line for part in title.split("\n") for line in _balanced(part)]


def _balanced(part: str) -> Iterator[str]:
    lines = math.ceil(width(part) / TITLE_CHARACTERS)
    while lines > 1:
        fitting = [n for n in range(1, len(part)) if width(part[:n]) <= TITLE_CHARACTERS]
        # What is left must fit on the lines that are left, unless no break allows that.
        enough = [n for n in fitting if width(part[n:]) <= (lines - 1) * TITLE_CHARACTERS] or fitting
        goal = width(part) / lines
        cut = min(enough, key=lambda n: (abs(width(part[:n]) - goal) + _harm(part, n), n))
        yield part[:cut]
        part = part[cut:]
        lines = math.ceil(width(part) / TITLE_CHARACTERS)
    yield part


def _harm(part: str, cut: int) -> float:
    """What it costs to break here, as so many characters of difference in length."""
    before, after = part[cut - 1], part[cut]
    if before.isascii() and after.isascii():
        return _TORN_NUMBER
    if after in _NOT_FIRST or before in _NOT_LAST:
        return _TORN_NUMBER / 2
    torn = any(part.startswith(word, start) for word in _TOGETHER for start in range(max(0, cut - len(word) + 1), cut))
    return _TORN_WORD if torn else 0.0
