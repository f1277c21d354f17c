"""What the campaign looks at first: types of case, kinds of places, groups of people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wuzha.plan.core.clauses import Clause
from wuzha.plan.core.model import Focus
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.targets import mentions

_QUOTED_TYPES = re.compile(
    r"(?P<list>(?:“[^“”]{1,16}”[、,和及]?){1,30})等[^。;]{0,20}?(?:手法|类型|类案件|案件|问题|隐患|行为|现象|种类|品种|情形|类)"
)
_PLAIN_TYPES = re.compile(
    r"(?:聚焦|针对|突出|围绕|紧盯|重点(?:整治|打击|防范|宣传|排查))(?P<list>[^,。;“”、]{2,14}(?:、[^,。;“”、]{2,14}){1,20})等[^,。;]{0,24}?(?:手法|类型|类案件|案件|问题|隐患|行为|现象|骗局|诈骗)"
)
_AROUND = re.compile(
    r"(?:围绕|聚焦|突出|紧盯)(?P<list>[^,。;]{2,60}?)等(?:重点|公共|人员密集)*(?:场所|区域|部位|地点|单位)"
)
_AIMED_AT = re.compile(r"(?:针对|聚焦|突出|围绕|紧盯|瞄准|重点(?:整治|排查|检查|宣传|防范|关注|打击))[^,。;]*")


def read_focus(reading: Reading) -> Focus:
    """Types, places and groups that the chapters on the focus (or, for places and types, on goals) name."""
    stretches = [(clause.body, clause.own_end) for role in ("focus", "goals") for clause in _clauses(reading, role)]
    focal = [(clause.body, clause.own_end) for clause in _clauses(reading, "focus")]
    types = list(_types(reading, stretches))
    places = list(_places(reading, stretches))
    groups: list[str] = []
    for start, end in focal:
        for aim in _AIMED_AT.finditer(reading.view.norm, start, end):
            for kind, name in _named(reading, *aim.span()):
                (groups if kind == "group" else places).append(name)
    return Focus(_once(types), _once(places), _once(groups))


def _clauses(reading: Reading, role: str) -> Iterator[Clause]:
    for chapter in reading.of_role(role):
        yield from chapter.walk()


def _types(reading: Reading, stretches: list[tuple[int, int]]) -> Iterator[str]:
    view = reading.view
    for start, end in stretches:
        quoted = _QUOTED_TYPES.search(view.norm, start, end)
        if quoted:
            for hit in re.finditer(r"“([^“”]+)”", quoted["list"]):
                first = quoted.start("list") + hit.start(1)
                yield view.spelled(first, first + len(hit[1]))
            return
        plain = _PLAIN_TYPES.search(view.norm, start, end)
        if plain:
            for hit in re.finditer(r"[^、]+", plain["list"]):
                first = plain.start("list") + hit.start()
                yield view.spelled(first, first + len(hit[0]))
            return


def _places(reading: Reading, stretches: list[tuple[int, int]]) -> Iterator[str]:
    for start, end in stretches:
        for around in _AROUND.finditer(reading.view.norm, start, end):
            for kind, name in _named(reading, *around.span()):
                if kind != "group":
                    yield name


def _named(reading: Reading, start: int, end: int) -> Iterator[tuple[str, str]]:
    for mention in mentions(reading.view, reading.vocabulary, start, end):
        yield mention.kind, reading.view.spelled(mention.start, mention.end)


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
