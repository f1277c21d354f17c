"""Figures of a document: a number, its denominator, and the way back to the rows it was counted from.

Nobody types a figure. Each carries a code (what is counted, see ``DEFINITIONS``) and a reference to its rows
(over what it is counted), which together are an address: ``…/f/<code>?<rows_ref>``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from wuzha.oversight.core.rounding import percentages, tenths
from wuzha.terms import Grade

NOTHING = "—"
"""Printed where there is nothing to print: no denominator, no data."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a code counts, in the words that are printed: a short label, its meaning, and its counting word."""

    label: str
    meaning: str
    unit_word: str


DEFINITIONS: Mapping[str, Definition] = {
    "duties.due": Definition("到期任务", "统计期内到期、且计入分母的任务", "项"),
    "duties.done": Definition("按期完成", "到期日以前达到应完成次数的任务", "项"),
    "duties.done_late": Definition("逾期完成", "到期日以后才达到应完成次数的任务", "项"),
    "duties.late": Definition("逾期未完成", "已过到期日、仍未达到应完成次数的任务", "项"),
    "duties.open": Definition("未到期", "尚未到期、未完成的任务（含即将到期）", "项"),
    "duties.not_counted": Definition("不计", "对象已退出分母（如空户）的任务", "项"),
    "duties.next": Definition("下期到期任务", "下一统计期内到期的任务", "项"),
    "ladder.registered": Definition("在册", "底册中的住户", "户"),
    "ladder.vacant": Definition("空户", "经查无人居住的住户", "户"),
    "ladder.nonresidential": Definition("非住宅", "底册中不作居住用的户室", "户"),
    "ladder.eligible": Definition("应访", "在册减空户、减非住宅；拒访留在分母中", "户"),
    "ladder.visited": Definition("到访", "至少到访一次的住户", "户"),
    "ladder.met": Definition("见面", "至少见面一次的住户", "户"),
    "ladder.told": Definition("告知", "当面告知要点并交付材料的住户", "户"),
    "ladder.refreshed": Definition("复访", "告知后再次告知的住户", "户"),
    "ladder.refused": Definition("拒访", "拒绝接受宣传的住户", "户"),
    "facts.count": Definition("台账记录", "统计期内有效的台账记录（已更正的只计更正后的一条）", "条"),
    "facts.added": Definition("补记", "以前各期锁定后才登记的、属于以前各期的台账记录", "条"),
    "facts.audience": Definition("受众", "台账记录中受众人数之和，同一人多次参加按次计", "人次"),
    "reports.expected": Definition("应报单位", "本期应当报送月报的单位", "个"),
    "reports.filed": Definition("按时报送", "期限以前报送、且内容不空的单位", "个"),
    "reports.late": Definition("迟报", "期限以后报送、且内容不空的单位", "个"),
    "reports.empty": Definition("空报", "已报送、但没有台账记录也没有文字的单位", "个"),
    "reports.missing": Definition("未报", "期限已过、没有报送的单位", "个"),
    "reports.not_due": Definition("未到期未报", "期限未到、尚未报送的单位", "个"),
    "gaps": Definition("缺口", "底册或任务中缺少的信息", "处"),
}


@dataclass(frozen=True, slots=True)
class Cite:
    """A figure as it stands in a sentence or a cell: the text that is printed and the figure it shows."""

    text: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted number.

    ``value`` is a count, ``denominator`` the count it is a part of (none where it is no part), ``grade_split``
    the value by evidence grade (it adds up to the value), ``rows_ref`` a query string that selects the rows.
    Raises ``ValueError`` for a negative count, a part larger than its whole, or a split that does not add up:
    such a figure would be a lie, whoever computed it.
    """

    code: str
    label: str
    value: int
    denominator: int | None = None
    unit_word: str = ""
    grade_split: Mapping[Grade, int] | None = field(default=None, hash=False)
    rows_ref: str = ""

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError(f"{self.code}: a count below zero ({self.value})")
        if self.denominator is not None and self.value > self.denominator:
            raise ValueError(f"{self.code}: {self.value} of {self.denominator} is more than all")
        if self.grade_split is not None and sum(self.grade_split.values()) != self.value:
            raise ValueError(f"{self.code}: the evidence grades do not add up to {self.value}")

    @property
    def rate(self) -> str:
        """The share in per cent with one decimal, or a dash without a denominator."""
        return percent(self.value, self.denominator)

    def plain(self) -> Cite:
        """The bare number, as in a cell: ``1,204``."""
        return Cite(thousands(self.value), self)

    def counted(self) -> Cite:
        """The number with its counting word: ``1,204户``."""
        return Cite(f"{thousands(self.value)}{self.unit_word}", self)

    def share(self) -> Cite:
        """The rate alone, for a column that stands beside its denominator: ``91.9%``."""
        return Cite(self.rate, self)

    def full(self) -> Cite:
        """The number with its denominator and rate: ``1,204/1,310户(91.9%)``; without a denominator as counted."""
        if self.denominator is None:
            return self.counted()
        rate = f"（{self.rate}）" if self.denominator else ""
        return Cite(f"{thousands(self.value)}/{thousands(self.denominator)}{self.unit_word}{rate}", self)

    def grades(self) -> str:
        """The evidence grades in words, shares by largest remainder: ``A级1,000户(83.1%)、B级204户(16.9%)``."""
        if not self.grade_split or not self.value:
            return ""
        counts = [self.grade_split.get(grade, 0) for grade in Grade]
        pairs = zip(Grade, counts, shares(counts), strict=True)
        return "、".join(f"{grade}级{thousands(n)}{self.unit_word}（{rate}）" for grade, n, rate in pairs if n)

    def address(self, base_url: str) -> str:
        """Where the rows of this figure are shown: ``<base>/f/<code>?<rows_ref>``."""
        query = f"?{self.rows_ref}" if self.rows_ref else ""
        return f"{base_url.rstrip('/')}/f/{quote(self.code)}{query}"


def figure(
    code: str,
    value: int,
    rows: Mapping[str, str],
    denominator: int | None = None,
    grade_split: Mapping[Grade, int] | None = None,
) -> Figure:
    """A figure of a defined code; label and counting word come from its definition.

    ``rows`` are the filters that select its rows; the address keeps them in order of name. ``KeyError``
    for a code without a definition.
    """
    definition = DEFINITIONS[code]
    query = urlencode(sorted(rows.items()))
    return Figure(code, definition.label, value, denominator, definition.unit_word, grade_split, query)


def thousands(value: int) -> str:
    """``1204`` as ``1,204``."""
    return f"{value:,}"


def percent(value: int, denominator: int | None) -> str:
    """A rate with one decimal as documents print it, or a dash without a denominator."""
    if not denominator:
        return NOTHING
    count = tenths(value, denominator)
    return f"{count // 10}.{count % 10}%"


def shares(parts: Sequence[int]) -> list[str]:
    """The parts as per cents of their sum with one decimal that add up to exactly 100.0 % (or all dashes)."""
    if not sum(parts):
        return [NOTHING] * len(parts)
    return [f"{float(share):.1f}%" for share in percentages(parts)]
