"""Goals: indicators that shall rise, fall or reach a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from wuzha.plan.core.chapters import content_start
from wuzha.plan.core.model import Direction, Goal
from wuzha.plan.core.reading import Reading, sentences

_UP = "提高|提升|增强|扩大|增加|上升|提质"
_DOWN = "压降|降低|减少|下降|遏制|抑制|压减|控制|防止|杜绝|减轻|双降"
_TWOFOLD = re.compile(
    r"(?P<list>[^,。;:“”的]{2,40}?)的?“?(?:双|两|三|“?双”?)(?:个)?(?P<way>提升|提高|上升|增长|下降|降低|减少|压降)”?"
)
_THAN = r"同比|环比|[较比与](?:上年|去年|上期|前一年|20\d\d年)(?:度|同期)?(?:相比)?"
_REACHED = re.compile(
    r"(?P<name>[一-鿿A-Za-z]{2,16}?(?:率|数|量|额|面|度|比例|比重))(?:要|应|均|力争|全部|分别|稳定|持续|总体|{_THAN})*"
    r"(?P<verb>达到|达|不低于|不少于|保持在|稳定在|控制在|提高到|提升到|提升至|提高至|降低到|降至|下降到|不超过|不高于|下降|降低|减少|提升|提高|上升|增长|为)?"
    r"(?P<target>\d{1,4}(?:\.\d{1,2})?(?:%|‰|个百分点|起|万元|件|万?(?:人次|人|户|吨|公斤|场|个|元|份|起))?(?:以上|以下|以内|左右)?)"
)
_AIM = re.compile(rf"以[^,。;]{{0,8}}?(?P<verb>{_UP}|{_DOWN})(?P<name>[^,。;]{{2,40}}?)为(?:总体|主要|工作)?目标")
_MOVED = re.compile(rf"(?P<verb>{_UP}|{_DOWN})了?(?P<name>[^,。;“”]{{2,40}})")
_MOVES = re.compile(
    rf"(?P<name>[一-鿿]{{2,16}}?(?:率|数|量|额|面|度|能力|意识|水平|总量|效果))(?:明显|显著|大幅|持续|有效|进一步|稳步|逐步|不断|同比)*(?P<verb>{_UP}|{_DOWN})(?=[,。;、]|$)"
)
_AMOUNT = re.compile(
    r"(?P<name>[一-鿿]{2,12}?)(?P<verb>不少于|不低于|达到)(?P<target>\d{1,6}(?:\.\d{1,2})?万?(?:人次|人|户|吨|场|份|个)(?:以上)?)"
)
_CHANGE = re.compile(
    rf"(?P<name>[一-鿿]{{2,14}}?)(?:{_THAN})?"
    r"(?P<verb>下降|减少|降低|压降|上升|增长|提升|提高)(?P<target>\d{1,4}(?:\.\d{1,2})?%(?:以上|左右)?)"
)
# 发案数、损失数同比分别下降20%、15%: names and figures pair off.
_FIGURE = r"\d{1,4}(?:\.\d{1,2})?(?:%|‰|个百分点|起|件|人次|人|户|场|个)?(?:以上|以下|以内|左右)?"
_EACH_ITS_OWN = re.compile(
    rf"(?P<list>[^,。;:%]{{2,20}}?(?:[、和及与][^,。;:%、和及与]{{2,20}}?){{1,7}})(?:{_THAN}|要|应|力争)*(?:分别|均)(?:要|应|{_THAN})?"
    rf"(?P<verb>达到|达|不低于|提高到|提升至|降至|控制在|下降|降低|减少|提升|提高|增长|上升|压降)"
    rf"(?P<figures>{_FIGURE}(?:[、和,]{_FIGURE}){{0,7}})"
)
# 创成市级示范小区6个
_MADE = re.compile(
    r"(?:创成|建成|打造|创建|新建|新增|培育)(?P<name>[一-鿿]{2,16}?)(?P<target>\d{1,5}[个家户所处条](?:以上)?)"
)
_TO_ZERO = re.compile(
    r"(?P<name>[一-鿿]{2,20}?)(?:“零(?:发生|增长|事故|发案)”|零(?:发生|增长|事故|发案|死亡)|“零”|为“?零”?(?=[,。;、]|$))"
)
_NOT_HAPPEN = re.compile(r"(?:不发生|杜绝|坚决防止)(?P<name>[^,。;]{2,24}?(?:事故|案件|事件|火灾(?!事故)|问题|现象))")
_PARTS = re.compile(r"[^、和及与]+")
_PARTS_OF_FIGURES = re.compile(r"[^、和,]+")
_WHOSE = re.compile(
    r"^(?:了|本区|我区|全区|本县|全县|全市|全镇|辖区|(?:广大|人民|居民)*(?:大众|群众|市民|居民|公众|学生|企业|从业人员|全民)+(?:对[^,。;]*?的|的)|对[^,。;]*?的)"
)
_LEAD_IN = re.compile(
    r"[^、]*(?:确保|实现|力争|做到|力求|使(?!用)|达到|以及|并且|推动|全区|全县|全市|全镇|辖区|年底前|全年|全街道|第?[一二三四]季度|[上下]半年|[和,])(?=.{2})"
)
_MEANS = re.compile(r"(?:通过|采取|采用|依托|借助)[^,。;]*$")
_MOST_GOALS = 100  # in one sentence; what holds more is no sentence
_TRAILING = re.compile(r"(?:的(?:目标|要求)|目标|水平)$")


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    name: tuple[int, int]
    direction: Direction
    target: str | None


def read_goals(reading: Reading) -> tuple[Goal, ...]:
    """The goals of the chapters on goals (or else on principles), each indicator once, in the document's order."""
    goals: list[Goal] = []
    chapters = list(reading.of_role("goals")) or list(reading.of_role("idea"))
    for chapter in chapters:
        for clause in chapter.walk():
            for start, end in sentences(reading.view.norm, content_start(reading.view, clause), clause.own_end):
                for hit in _hits(reading.view.norm, start, end):
                    _add(goals, _goal(reading, hit))
    return tuple(goals)


def _goal(reading: Reading, hit: _Hit) -> Goal:
    return Goal(reading.view.spelled(*hit.name), hit.direction, hit.target, reading.view.span(hit.start, hit.end))


def _hits(norm: str, start: int, end: int) -> list[_Hit]:
    """All goals of one sentence; what an earlier, more telling form has taken is not read again."""
    taken: list[_Hit] = []
    for finder in (_paired, _reached, _made, _aims, _twofold, _zeros, _moves, _moved):
        for hit in islice(finder(norm, start, end), _MOST_GOALS):
            if not any(known.start < hit.end and hit.start < known.end for known in taken):
                taken.append(hit)
    return sorted(taken, key=lambda hit: hit.name)


def _paired(norm: str, start: int, end: int) -> Iterator[_Hit]:
    """Names and figures that 分别 pairs, or names to which 均 gives one figure."""
    for hit in _EACH_ITS_OWN.finditer(norm, start, end):
        begin = hit.start("list") + _lead_in(hit["list"])
        names = [(begin + part.start(), begin + part.end()) for part in _PARTS.finditer(norm[begin : hit.end("list")])]
        targets = _PARTS_OF_FIGURES.findall(hit["figures"])
        targets = targets * len(names) if len(targets) == 1 else targets
        if len(names) == len(targets):
            way = Direction.DOWN if re.search(r"降|减|控制在", hit["verb"]) else Direction.UP
            for index, (name, target) in enumerate(zip(names, targets, strict=True)):
                yield _Hit(name[0], hit.end() if index + 1 == len(names) else name[1], name, way, target)


def _made(norm: str, start: int, end: int) -> Iterator[_Hit]:
    for hit in _MADE.finditer(norm, start, end):
        yield _Hit(hit.start(), hit.end(), hit.span("name"), Direction.UP, hit["target"])


def _reached(norm: str, start: int, end: int) -> Iterator[_Hit]:
    for hit in (found for form in (_REACHED, _CHANGE, _AMOUNT) for found in form.finditer(norm, start, end)):
        verb, target = hit["verb"] or "", hit["target"]
        if not verb and "%" not in target:
            continue
        down = re.search(r"降|减|不超过|不高于|控制在", verb) or target.endswith(("以下", "以内"))
        first = hit.start("name") + _lead_in(hit["name"])
        yield _Hit(first, hit.end(), (first, hit.end("name")), Direction.DOWN if down else Direction.UP, target)


def _aims(norm: str, start: int, end: int) -> Iterator[_Hit]:
    for hit in _AIM.finditer(norm, start, end):
        yield _Hit(hit.start(), hit.end(), _name(norm, *hit.span("name")), _way(hit["verb"]), None)


def _twofold(norm: str, start: int, end: int) -> Iterator[_Hit]:
    for hit in _TWOFOLD.finditer(norm, start, end):
        first = hit.start("list") + _lead_in(hit["list"])
        for piece in re.finditer(r"[^、和及与]+", norm[first : hit.end("list")]):
            left, right = first + piece.start(), first + piece.end()
            yield _Hit(left, right, (left, right), _way(hit["way"]), None)


def _zeros(norm: str, start: int, end: int) -> Iterator[_Hit]:
    for pattern in (_TO_ZERO, _NOT_HAPPEN):
        for hit in pattern.finditer(norm, start, end):
            first = hit.start("name") + _lead_in(hit["name"])
            yield _Hit(first, hit.end(), (first, hit.end("name")), Direction.DOWN, "0")


def _moves(norm: str, start: int, end: int) -> Iterator[_Hit]:
    for hit in _MOVES.finditer(norm, start, end):
        begin = max([start, *(norm.rfind(sign, start, hit.start("name")) + 1 for sign in ",。;:“”")])
        first = begin + _lead_in(norm[begin : hit.end("name")])
        for left, right in _conjuncts(norm, min(first, hit.start("name")), hit.end("name")):
            yield _Hit(left, right, (left, right), _way(hit["verb"]), None)


def _moved(norm: str, start: int, end: int) -> Iterator[_Hit]:
    for hit in _MOVED.finditer(norm, start, end):
        if _MEANS.search(norm[start : hit.start()]):
            continue
        first, last = _name(norm, *hit.span("name"))
        for left, right in _conjuncts(norm, first, last):
            yield _Hit(left if left > first else hit.start(), right, (left, right), _way(hit["verb"]), None)


def _conjuncts(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """ "识别能力和防范意识" as two names, where each part ends like an indicator."""
    parts = [(start + hit.start(), start + hit.end()) for hit in re.finditer(r"[^、和]+", norm[start:end])]
    whole = all(re.search(r"(?:能力|意识|率|数|量|额|面|度|感|水平|力|素质)$", norm[a:b]) for a, b in parts)
    return parts if whole else [(start, end)]


def _name(norm: str, start: int, end: int) -> tuple[int, int]:
    whose = _WHOSE.match(norm[start:end])
    if whose and end - start - whose.end() >= 2:
        start += whose.end()
    tail = _TRAILING.search(norm[start:end])
    if tail and tail.start() >= 2:
        end = start + tail.start()
    return start, end


def _lead_in(text: str) -> int:
    """How many characters before an indicator's name belong to the verb (确保, 全力实现, 力争…)."""
    hit = _LEAD_IN.match(text)
    return hit.end() if hit else 0


def _way(verb: str) -> Direction:
    return Direction.UP if re.fullmatch(f"(?:{_UP}|增长)", verb) else Direction.DOWN


def _add(goals: list[Goal], goal: Goal) -> None:
    """Keep one goal for an indicator: ``发案数`` is the ``…案件发案数`` that was named before."""
    for index, known in enumerate(goals):
        same = known.direction == goal.direction and (
            known.indicator.endswith(goal.indicator) or goal.indicator.endswith(known.indicator)
        )
        if same:
            if known.target is None and goal.target is not None:
                goals[index] = Goal(known.indicator, known.direction, goal.target, goal.source)
            return
    goals.append(goal)
