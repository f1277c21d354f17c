"""Titles of official documents over several lines: none longer than fits, none left with a lone character."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache

TITLE_CHARACTERS = 19
"""Chinese characters of 二号 on a line of 156 mm. Twenty fit by arithmetic, and overflow where a substituted font
sets figures wider than half a character."""

_TOGETHER = (
    *("防范", "电信", "网络", "诈骗", "宣传", "工作", "月报", "通报", "情况", "要点", "方案", "台账", "报告", "专项"),
    *("办公室", "委员会", "街道", "社区", "领导", "小组", "实施", "开展", "关于", "任务", "分解表", "责任", "清单"),
    *("全区", "行动", "机关", "有限", "公司", "物业", "管理", "服务", "中心", "反诈", "电诈", "集中", "专班"),
    *("工作方案", "实施方案", "行动方案", "工作计划", "诈骗犯罪"),
)
_WHOLE = re.compile(
    rf"[A-Za-z0-9.\-]+年?|[（(][^（()）]{{1,8}}[）)]|“[^“”]{{1,10}}”|电信[（(]?网络[）)]?诈骗|{'|'.join(_TOGETHER)}"
)
"""What a line does not break: words, numbers with their year, short brackets and quotations."""
_BEHIND = re.compile(
    r"(?:关于|省|市(?!场|监|民|政)|[区县](?!域|局|委|政府)|镇|街道|局|办公室|委员会|政府|公司|年(?!度)|年度|月|[的和与及、》”）)])$"
)
_BEFORE = re.compile(
    r"[《“（]|关于|印发|开展|进一步|深入|全面|加强|推进|防范|打击|治理|整治|宣传|工作|专项|集中|实施|活动|行动|攻坚|创建"
    r"|电信|网络|反诈|消防|禁毒|安全|生活|垃圾|任务|责任|考核|20\d\d"
)
_NOT_FIRST = frozenset("的、，。；：！？）》”’·年月日号")
_NOT_LAST = frozenset("（《“‘第(")
_NO_SENSE, _TORN, _NEVER = 0.3, 0.6, 100.0
"""What a break costs: 1 is the cost of a line that is twice as long as the mean."""


def width(words: str) -> float:
    """The width in Chinese characters: a figure or a letter takes half of one, a quotation mark a whole."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in words)


def title_lines(title: str) -> list[str]:
    """The title as lines: one if it holds all, else broken where its author put a line feed; a part that is still
    too long is broken into lines of like length where its sense allows it.
    """
    joined = title.replace("\n", "")
    if width(joined) <= TITLE_CHARACTERS:
        return [joined]
    return [line for part in title.split("\n") for line in _balanced(part)]


def _balanced(part: str) -> list[str]:
    """The cheapest of the fewest lines that hold the words."""
    fewest = max(1, math.ceil(width(part) / TITLE_CHARACTERS))
    return _broken(part, fewest) or _broken(part, fewest + 1) or [part]


def _broken(part: str, count: int) -> list[str]:
    """The cheapest ``count`` lines; empty where so few do not hold the words."""
    mean = width(part) / count
    whole = {at for hit in _WHOLE.finditer(part) for at in range(hit.start() + 1, hit.end())}

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """The cost of the words from ``start`` on in so many lines, and where they end."""
        if lines == 1:
            return _length_cost(width(part[start:]), mean), (len(part),)
        options: list[tuple[float, tuple[int, ...]]] = [(math.inf, (len(part),))]
        for end in range(start + 1, len(part)):
            length = _length_cost(width(part[start:end]), mean)
            if math.isinf(length):
                break
            cost, ends = best(end, lines - 1)
            options.append((cost + length + (_TORN if end in whole else 0) + _harm(part, end), (end, *ends)))
        return min(options)

    cost, ends = best(0, count)
    return [] if math.isinf(cost) else [part[start:end] for start, end in zip((0, *ends), ends, strict=False)]


def _length_cost(length: float, mean: float) -> float:
    return (length / mean - 1) ** 2 if length <= TITLE_CHARACTERS else math.inf


def _harm(part: str, at: int) -> float:
    """What it costs to break here."""
    before, after = part[at - 1], part[at]
    if after in _NOT_FIRST or before in _NOT_LAST or (before.isascii() and after.isascii()):
        return _NEVER
    return 0.0 if _BEHIND.search(part, max(0, at - 4), at) or _BEFORE.match(part, at) else _NO_SENSE
