"""Second step: cut the view into clauses by the numbering that is printed, as broken as it may be.

A mark such as 一、 (一) 1. (1) ① 第一条 1.1 opens a clause where there is evidence for it: a line break, the end of a
sentence, a closing bracket, or a space — and where its number fits an open numbering. A restarted or mixed numbering
is accepted as a careful reader would and reported as an irregularity.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from wuzha.plan.core.dates import number
from wuzha.plan.core.view import Break, View
from wuzha.plan.core.vocabulary import Vocabulary

_NUMERALS = "一二三四五六七八九十"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_CN = rf"[{_NUMERALS}]{{1,3}}"
_DATE = r"(?:20\d\d年|\d{1,2}(?:[-—~至到]\d{1,2})?月)"
_MARK = re.compile(
    rf"(?P<part>第(?:{_CN}|\d{{1,2}})(?:章|部分|编))"
    rf"|(?P<article>第(?:{_CN}|\d{{1,3}})条)[、.:]?"
    rf"|(?P<comma>(?<![第\d{_NUMERALS}]){_CN}|[{_FORMAL}])(?:、|\.(?!\d))"
    rf"|(?P<chinese>\({_CN}\))[、.]?"
    r"|(?P<decimal>(?<![\d.])\d{1,2}(?:\.\d{1,2}){1,3}(?![\d%万亿元.月日年]|[-—~至到]\d{1,2}月))[、.]?"
    rf"|(?P<digit>(?<![\d.])(?<!\d:)(?!0)\d{{1,2}})(?:[、](?!\d)|\.(?!\d)|(?P<dated>[、.](?={_DATE})))"
    r"|(?P<bracket>\(\d{1,2}\))[、.]?"
    r"|(?P<close>(?<![\d(.])\d{1,2}\))"
    r"|(?P<circle>[①-⑳])"
    r"|(?P<bare>(?<![\d.])\d{1,2})(?=[一-鿿])(?![年月日号个级周天次])"
)
_REFERENCE = re.compile(r"(?:第|见|按照|根据|依据|附件|方案|上述|前述|本|之)$")
_REFERENCE_AFTER = re.compile(r"[款项条点]|中的|规定")
_TOO_MANY = 4000
_DEEPEST = 9
NAMED_LEVEL = 9  # the level of a line that is called by its first words: below whatever is open


class Oddity(StrEnum):
    """What can be wrong with a number."""

    GAP = "gap"
    REPEAT = "repeat"
    RESTART = "restart"
    MIXED = "mixed"
    LATE_START = "late_start"


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed number: its kind, its value, where it stands, how strong the evidence is that it opens a clause."""

    kind: str
    value: int
    label: str
    depth: int
    start: int
    end: int
    evidence: int


@dataclass(slots=True, eq=False)
class Clause:
    """A numbered clause: own text at positions ``[mark.end, own_end)``, then its sub-clauses up to ``end``."""

    id: str
    mark: Mark
    parent: Clause | None
    own_end: int = 0
    end: int = 0
    children: list[Clause] = field(default_factory=list)
    role: str | None = None

    @property
    def start(self) -> int:
        """Where the clause's mark stands."""
        return self.mark.start

    @property
    def body(self) -> int:
        """Where the clause's own text begins."""
        return self.mark.end

    def walk(self) -> Iterator[Clause]:
        """This clause and everything below it, in the document's order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """The clauses of a text: the preamble ends where the first begins; ``oddities`` are broken numbers."""

    roots: tuple[Clause, ...]
    preamble_end: int
    end: int
    oddities: tuple[tuple[Oddity, Clause], ...]
    ordered: tuple[Clause, ...] = ()
    starts: tuple[int, ...] = ()

    def walk(self) -> Iterator[Clause]:
        """Every clause, in the document's order."""
        yield from self.ordered

    def at(self, position: int) -> Clause | None:
        """The clause whose own text holds a position; ``None`` before the first clause and behind the last."""
        index = bisect_right(self.starts, position) - 1
        clause = self.ordered[index] if index >= 0 else None
        return clause if clause and position < max(clause.own_end, clause.start + 1) else None


def outline(
    view: View,
    vocabulary: Vocabulary,
    end: int,
    skip: Sequence[tuple[int, int]] = (),
    headings: Sequence[tuple[int, int, int]] = (),
) -> Outline:
    """The clause tree of ``view.norm[:end]``.

    Stretches in ``skip`` (tables) hold no marks. ``headings`` are unnumbered headings (start, end, level): each
    opens a clause that is called by its words.
    """
    builder = _Builder(view, vocabulary)
    printed = [mark for mark in _marks(view, end) if not any(low <= mark.start < high for low, high in skip)]
    starts = {mark.start for mark in printed if mark.evidence == 3}
    titles = [_title_mark(view, *heading) for heading in headings if heading[0] not in starts and heading[1] <= end]
    del titles[_TOO_MANY:]
    for mark in sorted([*printed, *titles], key=lambda mark: mark.start):
        builder.place(mark)
    return builder.finish(end)


def _title_mark(view: View, start: int, end: int, level: int) -> Mark:
    return Mark("title", 0, view.norm[start : min(end, start + 12)], level, start, start, 3)


def _marks(view: View, end: int) -> Iterator[Mark]:
    found = list(islice(_MARK.finditer(view.norm, 0, end), _TOO_MANY))
    decimals = any(hit.lastgroup == "decimal" and _evidence(view, hit.start()) == 3 for hit in found)
    for hit in found:
        kind = "digit" if hit["digit"] else hit.lastgroup or ""
        label = hit[kind]
        # "2.6月上旬" counts at the head of a line only: elsewhere the number belongs to the date.
        if hit["dated"] and _evidence(view, hit.start()) < 3:
            continue
        if kind == "bare" and not (decimals and view.breaks[hit.end()] and _evidence(view, hit.start()) == 3):
            continue
        yield Mark(
            kind, _value(kind, label), label, label.count("."), hit.start(), hit.end(), _evidence(view, hit.start())
        )


def _value(kind: str, label: str) -> int:
    if kind == "circle":
        return ord(label) - ord("①") + 1
    if kind == "decimal":
        return int(label.rsplit(".", 1)[1])
    if label in _FORMAL:
        return _FORMAL.index(label) + 1
    return number(re.sub(r"[第章部分编条()]", "", label))


def _evidence(view: View, start: int) -> int:
    """3 at the start of a line, 2 after the end of a sentence or a bracket, 1 after a space, 0 inside running text."""
    if start == 0 or view.breaks[start] == Break.LINE:
        return 3
    if view.norm[start - 1] in "。;!?:)”》":
        return 2
    return 1 if view.breaks[start] == Break.SPACE else 0


class _Builder:
    """Places marks one after another into the tree of open clauses."""

    def __init__(self, view: View, vocabulary: Vocabulary) -> None:
        self.view = view
        self.vocabulary = vocabulary
        self.roots: list[Clause] = []
        self.open: list[Clause] = []
        self.oddities: list[tuple[Oddity, Clause]] = []
        self.ids: dict[str, int] = {}
        self.last_article = 0

    def place(self, mark: Mark) -> None:
        """Open a clause for this mark, or leave the mark to the running text."""
        if mark.kind == "title" and mark.depth == NAMED_LEVEL:
            named = [clause.mark.kind == "title" and clause.mark.depth == NAMED_LEVEL for clause in self.open]
            self._open(mark, named.index(True) if True in named else len(self.open))
            return
        if mark.kind == "title":
            above = sum(clause.mark.kind == "title" and clause.mark.depth < mark.depth for clause in self.open)
            self._open(mark, above)
            return
        if self._is_reference(mark) or (mark.evidence == 0 and not self._is_lost_heading(mark)):
            return
        for level in range(len(self.open) - 1, -1, -1):
            before = self.open[level].mark
            if _same_series(before, mark) and mark.value == before.value + 1:
                self._open(mark, level)
                return
        if mark.kind in ("decimal", "digit", "close") and mark.evidence < 2 and not self._starts_below(mark):
            return
        self._place_irregular(mark)

    def _place_irregular(self, mark: Mark) -> None:
        """A mark that continues no open numbering: a first one, a restart, a gap, or a change of style."""
        if mark.kind == "article" and mark.value == self.last_article + 1:
            self._open(mark, self._article_level(mark))
            return
        same = next((i for i in range(len(self.open) - 1, -1, -1) if _same_series(self.open[i].mark, mark)), None)
        if mark.value == 1:
            self._place_first(mark, same)
        elif self.open and _mixes(self.open[-1].mark, mark):
            self._open(mark, len(self.open) - 1, Oddity.MIXED)
        elif mark.evidence >= 2 and same is not None:
            self._open(mark, same, Oddity.REPEAT if mark.value <= self.open[same].mark.value else Oddity.GAP)
        elif mark.evidence == 3 and mark.kind == "decimal":
            self._open(mark, self._decimal_level(mark))
        elif mark.evidence == 3 and mark.kind != "close":
            self._open(mark, self._top_level(mark), Oddity.LATE_START)

    def _place_first(self, mark: Mark, same: int | None) -> None:
        if mark.kind == "decimal":
            self._open(mark, self._decimal_level(mark))
        elif same is None:
            self._open(mark, self._top_level(mark))
        elif same == len(self.open) - 1 and self._is_bare_heading(self.open[-1], mark.start) and not self._nested(mark):
            self._open(mark, len(self.open), Oddity.RESTART)
        elif mark.evidence >= 2:
            self._open(mark, same, Oddity.RESTART)

    def _top_level(self, mark: Mark) -> int:
        """Chapters stand at the top or under a part, an article or an unnumbered heading; the rest below all."""
        if mark.kind in ("part", "bare"):
            return 0
        if mark.kind != "comma":
            return self._article_level(mark)
        holders = [
            clause.mark.kind in ("part", "article", "title") and clause.mark.depth < NAMED_LEVEL for clause in self.open
        ]
        return holders.index(False) if False in holders else len(holders)

    def _article_level(self, mark: Mark) -> int:
        """Articles stand directly under chapters, whatever was open inside the article before."""
        if mark.kind != "article":
            return len(self.open)
        return 1 if self.open and self.open[0].mark.kind == "part" else 0

    def _decimal_level(self, mark: Mark) -> int:
        """Below the open clause whose decimal number is this one's beginning (``1.2`` below ``1`` or 一)."""
        head = mark.label.rsplit(".", 1)[0]
        for level in range(len(self.open) - 1, -1, -1):
            before = self.open[level].mark
            if before.label == head or (
                mark.depth == 1 and before.kind in ("comma", "digit", "part", "bare") and str(before.value) == head
            ):
                return level + 1
        return min(mark.depth, len(self.open))

    def _starts_below(self, mark: Mark) -> bool:
        return mark.value == 1 and mark.evidence >= 1 and mark.kind == "digit"

    def _is_reference(self, mark: Mark) -> bool:
        """Whether the text speaks *of* a clause here (第四条规定, 按照第(二)项) instead of opening one."""
        if mark.evidence >= 2 and mark.kind != "article":
            return False
        before = self.view.norm[max(0, mark.start - 4) : mark.start]
        return bool(
            (mark.evidence < 2 and _REFERENCE.search(before)) or _REFERENCE_AFTER.match(self.view.norm, mark.end)
        )

    def _is_lost_heading(self, mark: Mark) -> bool:
        """A chapter number in running text, where a known heading follows and the number is the next one."""
        expected = self.open[0].mark.value + 1 if self.open and self.open[0].mark.kind == "comma" else 1
        if mark.kind != "comma" or mark.value != expected:
            return False
        return bool(self.vocabulary.heading.search(self.view.norm, mark.end, mark.end + 8))

    def _nested(self, mark: Mark) -> bool:
        """Whether a numbering of this style is open twice already: it is not opened inside itself again."""
        return sum(clause.mark.kind == mark.kind for clause in self.open) > 1

    def _is_bare_heading(self, clause: Clause, here: int) -> bool:
        """Whether a clause has had nothing but a heading so far."""
        text = self.view.norm[clause.body : here]
        return len(text) <= 40 and not re.search(r"[。;]", text[:-1])

    def _open(self, mark: Mark, level: int, oddity: Oddity | None = None) -> None:
        del self.open[min(level, _DEEPEST) :]
        if mark.kind == "article":
            self.last_article = mark.value
        parent = self.open[-1] if self.open else None
        clause = Clause(self._id(mark, parent), mark, parent)
        (parent.children if parent else self.roots).append(clause)
        self.open.append(clause)
        if oddity:
            self.oddities.append((oddity, clause))

    def _id(self, mark: Mark, parent: Clause | None) -> str:
        """The clause path as printed; a path that is printed twice gets ``#2``."""
        own = mark.label
        if parent is not None and mark.kind not in ("decimal", "article", "bare"):
            own = parent.id + ("/" if mark.kind == "title" else "") + own
        count = self.ids[own] = self.ids.get(own, 0) + 1
        return own if count == 1 else f"{own}#{count}"

    def finish(self, end: int) -> Outline:
        """Give every clause its ends."""
        everything = [clause for root in self.roots for clause in root.walk()]
        for index, clause in enumerate(everything):
            clause.own_end = everything[index + 1].start if index + 1 < len(everything) else end
        for clause in reversed(everything):
            clause.end = clause.children[-1].end if clause.children else clause.own_end
        return Outline(
            roots=tuple(self.roots),
            preamble_end=self.roots[0].start if self.roots else end,
            end=end,
            oddities=tuple(self.oddities),
            ordered=tuple(everything),
            starts=tuple(clause.start for clause in everything),
        )


def _same_series(before: Mark, mark: Mark) -> bool:
    if before.kind != mark.kind:
        return False
    if mark.kind == "decimal":
        return before.label.rsplit(".", 1)[0] == mark.label.rsplit(".", 1)[0]
    return True


def _mixes(before: Mark, mark: Mark) -> bool:
    """Whether (2) continues (一): the next number in another style of the same rank."""
    return {before.kind, mark.kind} <= {"chinese", "bracket", "digit", "close"} and mark.value == before.value + 1
