"""Who carries a clause out: labelled lists of units in brackets or on their own line, and their names.

Understood: ``(责任单位:A、B)``, ``(牵头单位:A;配合单位:B、C)``, ``责任单位:A`` on its own line,
``(A、B按职责分工负责)``, ``(A牵头,B、C配合)``. A bracket that is never closed ends with its sentence or its clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from wuzha.plan.core.view import Break, View, plain
from wuzha.plan.core.vocabulary import Vocabulary

_SEPARATORS = "、,;/|"
_NO_NAME = re.compile(r"[的了等由与:\d]|进(?:社区|学校|企业)")
_ALSO = re.compile(r"\([^()]{1,8}\)$")  # 各街道(乡镇)
_AND = re.compile(r"以及|[和及与]")
_TAIL = re.compile(
    r"(?:(?:等)?(?:按照?(?:各自)?职责(?:分工)?|根据职责分工|按分工)?(?:分别|具体|共同)?(?:负责(?:落实|实施)?|落实|牵头(?:负责)?|配合|参与|组织实施|承办|协办|协助))$"
)
_OPEN_ENDED = re.compile(r"(?<=.)等(?:单位|部门|科室|相关(?:单位|部门)|有关(?:单位|部门))?$")
_UNLABELLED = re.compile(
    r"\((?P<list>(?:[^()。;]|\([^()]{1,6}\)){2,120}?(?:按照?(?:各自)?职责(?:分工)?(?:分别)?负责(?:落实)?|分别负责|负责落实|牵头(?:负责)?|配合|负责|落实))\)"
)

_NAMES_ONLY = re.compile(r"(?<=[。;])\((?P<list>(?:[^()。;:]|\([^()]{1,6}\)){2,120})\)")


@dataclass(frozen=True, slots=True)
class Name:
    """A unit's name at positions ``[start, end)``, spelled as in the document."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Responsibility:
    """One statement of responsibility at positions ``[start, end)``; ``closed`` is false for an unclosed bracket."""

    start: int
    end: int
    closed: bool = True
    own_line: bool = False
    begins_line: bool = False
    open_end: tuple[int, int] | None = None
    lead: list[Name] = field(default_factory=list)
    assisting: list[Name] = field(default_factory=list)
    person: list[Name] = field(default_factory=list)
    due: tuple[int, int] | None = None


@cache
def _label_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?P<label>{'|'.join(map(re.escape, longest))})(?P<colon>[::]?)(?:为|是(?=[:]))?")


def responsibilities(view: View, vocabulary: Vocabulary, start: int, end: int) -> list[Responsibility]:
    """Every statement of responsibility in ``[start, end)``, in order."""
    pattern = _label_pattern(tuple(vocabulary.labels))
    found: list[Responsibility] = []
    here = start
    while here < end:
        hit = pattern.search(view.norm, here, end)
        if hit is None:
            break
        here = hit.end()
        region = _region(view, hit, start, end)
        if region is not None:
            found.append(_labelled(view, vocabulary, region, pattern))
            here = max(here, region.end)
    found += _unlabelled(view, vocabulary, start, end, found)
    return sorted(found, key=lambda item: item.start)


def _region(view: View, hit: re.Match[str], start: int, end: int) -> Responsibility | None:
    """How far a labelled statement goes; ``None`` where the label is only a word of the sentence."""
    norm, first = view.norm, hit.start()
    if first > start and norm[first - 1] == "(":
        stop, closed = _closing(norm, first, end)
        return Responsibility(first - 1, stop, closed, begins_line=_begins_line(view, first - 1))
    begins_line = first == start or view.breaks[first] == Break.LINE or norm[first - 1] in "。;,"
    if not begins_line or not hit["colon"]:
        return None
    return Responsibility(first, _end_of_line(view, hit.end(), end), own_line=True)


def _begins_line(view: View, at: int) -> bool:
    return view.breaks[at] == Break.LINE


def _closing(norm: str, first: int, end: int) -> tuple[int, bool]:
    """The end of a bracket opened before ``first`` and whether it is closed at all."""
    depth = 1
    for index in range(first, end):
        if norm[index] == "(":
            depth += 1
        elif norm[index] == ")":
            depth -= 1
            if depth == 0:
                return index + 1, True
        elif norm[index] == "。" and depth == 1:
            return index, False
    return end, False


def _end_of_line(view: View, first: int, end: int) -> int:
    """Where a list on its own line ends: at the line's end, unless the list plainly goes on below."""
    for index in range(first, end):
        if view.norm[index] == "。":
            return index
        broken = index > first and view.breaks[index] == Break.LINE
        if broken and view.norm[index - 1] not in "、,;:" and view.norm[index] not in "、,":
            return index
    return end


def _labelled(view: View, vocabulary: Vocabulary, region: Responsibility, pattern: re.Pattern[str]) -> Responsibility:
    """Fill a region from its labels: what follows each label up to the next one."""
    begin = region.start if region.own_line else region.start + 1
    stop = region.end - 1 if region.closed and not region.own_line else region.end
    labels = [hit for hit in pattern.finditer(view.norm, begin, stop) if _is_label(view, hit, begin)]
    for index, hit in enumerate(labels):
        until = labels[index + 1].start() if index + 1 < len(labels) else stop
        kind = vocabulary.labels[hit["label"]]
        if kind == "due":
            region.due = (hit.end(), until)
            continue
        region.open_end = region.open_end or _open_end(view.norm, hit.end(), until)
        if kind == "lead":
            _read_phrases(view, vocabulary, hit.end(), until, region)
        else:
            names = split_names(view, vocabulary, hit.end(), until)
            (region.assisting if kind == "assisting" else region.person).extend(names)
    return region


def _open_end(norm: str, start: int, end: int) -> tuple[int, int] | None:
    """The 等有关部门 at the end of a list."""
    text = norm[start:end].rstrip("。;,、)")
    hit = _OPEN_ENDED.search(text)
    return (start + hit.start(), start + len(text)) if hit else None


def _is_label(view: View, hit: re.Match[str], begin: int) -> bool:
    before = view.norm[hit.start() - 1] if hit.start() > begin else ""
    return hit.start() == begin or bool(hit["colon"] and (before in "。;,、)" or view.breaks[hit.start()]))


def _unlabelled(
    view: View, vocabulary: Vocabulary, start: int, end: int, known: list[Responsibility]
) -> list[Responsibility]:
    """Brackets that hold only units and a verb: ``(A、B按职责分工负责)``, ``(A牵头,B配合)``.

    Behind the end of a sentence also those that hold nothing but names of bodies: ``…提示。(宣传科)``.
    """
    found: list[Responsibility] = []
    for pattern, named in ((_UNLABELLED, is_unit), (_NAMES_ONLY, is_body)):
        for hit in pattern.finditer(view.norm, start, end):
            if any(item.start <= hit.start() < item.end for item in (*known, *found)):
                continue
            statement = Responsibility(hit.start(), hit.end(), begins_line=_begins_line(view, hit.start()))
            _read_phrases(view, vocabulary, *hit.span("list"), statement)
            everyone = [*statement.lead, *statement.assisting]
            if everyone and all(named(vocabulary, plain(name.text)) for name in everyone):
                found.append(statement)
    return found


def _read_phrases(view: View, vocabulary: Vocabulary, start: int, end: int, statement: Responsibility) -> None:
    """A list that may tell who leads and who assists: ``A牵头,B、C配合``."""
    for phrase in re.split(r"(?<=牵头)[,;]|(?<=负责)[,;]", view.norm[start:end]):
        names = split_names(view, vocabulary, start, start + len(phrase))
        assists = re.search(r"(?:配合|协办|协助|参与)$", phrase.rstrip(",;。"))
        (statement.assisting if assists else statement.lead).extend(names)
        start += len(phrase) + 1


def is_unit(vocabulary: Vocabulary, name: str) -> bool:
    """Whether a name in canonical form ends like the name of a body or is known to be nobody in particular."""
    bare = name.removeprefix("各")
    ends = vocabulary.unit_end.search(bare) or vocabulary.unit_end.search(_ALSO.sub("", bare))
    return bool(ends) or name in vocabulary.nobody


def split_names(view: View, vocabulary: Vocabulary, start: int, end: int) -> list[Name]:
    """The names of a list: cut at 、,; and at 和/及 between units; brackets stay with their name."""
    names: list[Name] = []
    depth, first = 0, start
    for index in range(start, end + 1):
        sign = view.norm[index] if index < end else "、"
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif (sign in _SEPARATORS and depth == 0) or index == end:
            names += _names_between(view, vocabulary, first, index)
            first = index + 1
    return names


def _names_between(view: View, vocabulary: Vocabulary, start: int, end: int) -> list[Name]:
    start, end = _trim(view.norm, start, end)
    spaced = _split_at_spaces(view, vocabulary, start, end)
    if spaced:
        return spaced
    for hit in _AND.finditer(view.norm, start + 2, max(start + 2, end - 1)):
        left, right = view.norm[start : hit.start()], view.norm[hit.end() : end]
        if is_unit(vocabulary, left) and is_unit(vocabulary, right):
            rest = _names_between(view, vocabulary, hit.end(), end)
            return [Name(view.spelled(start, hit.start()), start, hit.start()), *rest]
    return [Name(view.spelled(start, end), start, end)] if start < end else []


def _split_at_spaces(view: View, vocabulary: Vocabulary, start: int, end: int) -> list[Name]:
    """Names with only whitespace between them, where each is the full name of a body; empty otherwise."""
    cuts = [start, *(index for index in range(start + 1, end) if view.breaks[index]), end]
    if len(cuts) < 3:
        return []
    parts = list(pairwise(cuts))
    return (
        [Name(view.spelled(a, b), a, b) for a, b in parts]
        if all(is_body(vocabulary, view.norm[a:b]) for a, b in parts)
        else []
    )


def is_body(vocabulary: Vocabulary, name: str) -> bool:
    """Whether a name is more than a bare word such as 社区 or 部: a body with a name, or all of a kind (各…)."""
    if not is_unit(vocabulary, name) or len(name) > 24 or name.startswith("(") or _NO_NAME.search(name):
        return False
    ending = vocabulary.unit_end.search(name)
    return name.startswith("各") or name in vocabulary.whole_units or (ending is not None and ending.start() > 0)


def _trim(norm: str, start: int, end: int) -> tuple[int, int]:
    """Take punctuation, leading 由 and trailing verbs off a piece of a list."""
    while start < end and norm[start] in ":。,;、.·":
        start += 1
    while start < end and norm[end - 1] in ":。,;、.·":
        end -= 1
    if norm[start:end].startswith("由"):
        start += 1
    tail = _TAIL.search(norm[start:end])
    if tail and tail.start() > 0:
        end = start + tail.start()
    more = _OPEN_ENDED.search(norm[start:end])
    return start, start + more.start() if more else end
