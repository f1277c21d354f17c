"""Units that a clause names as its subject: ``县公安局:…``, ``县教育局要…``, ``A牵头,B配合``.

Used where a clause has no list of responsible units of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wuzha.plan.core.units import Name, Responsibility, is_body, split_names
from wuzha.plan.core.view import View, plain
from wuzha.plan.core.vocabulary import Vocabulary

_VERB = re.compile(
    r":|要|应当?|须|必须|需|负责|牵头|配合|协助|参与|参加|组织|开展|利用|会同|联合|督促|指导|协调|每|在|向|通过|对|将|落实|建立|于|按|结合|加强|深入|做好|强化|依托|定期|积极|面向|针对|统筹|承担|完成|制作|发放|推出|围绕|持续|全面|依法|进(?=社区|乡村|农村|校园|学校|企业|机关|家庭|小区|商)|\d{1,2}月"
)
_ASSISTS = ("配合", "协助", "参与", "参加")
_FARTHEST = 70
_IN_CHARGE = re.compile(
    r"(?<=[,;])(?:由)?(?P<by>[^,。;:()]{2,40}?)(?:具体|牵头|共同)?(?:负责|牵头)"
    r"|(?<=[,;])(?:责任|牵头|承办|主办)(?:单位|部门|科室)为(?P<are>[^。;:()]{2,60})"
)
# 主题班会(3月2日):团委组织…: behind the name of the thing stands who does it.
_CALLED = re.compile(r"[^,。;:]{2,30}:(?=.)")
# 6月10日上午,区食安办在…
_WHEN = re.compile(r"[^,。;:]{0,16}(?:[日月旬午周前]|季度|期间),(?=.)")
_PART_END = re.compile(r"[。;,]")


def subjects(view: View, vocabulary: Vocabulary, start: int, end: int) -> Responsibility | None:
    """The units that the sentences of ``[start, end)`` have as subjects, or ``None``."""
    statement = Responsibility(start, start)
    for first, last in _sentences(view.norm, start, end):
        _read_sentence(view, vocabulary, first, last, statement)
    if not statement.lead:
        statement.lead += _in_charge(view, vocabulary, start, end)
    return statement if statement.lead else None


def _in_charge(view: View, vocabulary: Vocabulary, start: int, end: int) -> Iterator[Name]:
    """Behind the first comma of a sentence: ``…,政教处负责评选``, ``…,责任单位为A、B``."""
    for hit in _IN_CHARGE.finditer(view.norm, start, end):
        names = split_names(view, vocabulary, *hit.span("by" if hit["by"] else "are"))
        if names and all(is_body(vocabulary, plain(name.text)) for name in names):
            yield from names


def _sentences(norm: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for hit in re.finditer(r"[^。;]+", norm[start:end]):
        yield start + hit.start(), start + hit.end()
        named = _CALLED.match(hit.group()) or _WHEN.match(hit.group())
        if named:
            yield start + hit.start() + named.end(), start + hit.end()


def _read_sentence(view: View, vocabulary: Vocabulary, start: int, end: int, statement: Responsibility) -> None:
    """Subject of the sentence; after ``A牵头`` also what follows the comma (``B配合``)."""
    found = _subject(view, vocabulary, start, end)
    while found is not None:
        names, verb = found
        known = {plain(name.text) for name in (*statement.lead, *statement.assisting)}
        fresh = [name for name in names if plain(name.text) not in known]
        (statement.assisting if verb.group() in _ASSISTS else statement.lead).extend(fresh)
        comma = view.norm.find(",", verb.end(), min(end, verb.end() + 8))
        goes_on = verb.group() in ("牵头", "负责") and comma >= 0
        found = _subject(view, vocabulary, comma + 1, end) if goes_on else None


def _subject(view: View, vocabulary: Vocabulary, start: int, end: int) -> tuple[list[Name], re.Match[str]] | None:
    """The list of units before the first verb, where everything before it is units."""
    stop = _PART_END.search(view.norm, start, end)
    limit = min(end, start + _FARTHEST)
    for verb in _VERB.finditer(view.norm, start, min(limit, stop.start() if stop else limit)):
        if verb.start() == start:
            return None
        by = view.norm.rfind("由", start, verb.start())
        polite = start + view.norm.startswith("请", start)
        names = split_names(view, vocabulary, max(by, polite), verb.start())
        if names and all(is_body(vocabulary, plain(name.text)) for name in names):
            return names, verb
    return None
