"""Who leads the campaign: posts, member units, the office, and what every unit must set up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeVar

from wuzha.plan.core.chapters import content_start
from wuzha.plan.core.model import Organization, Post
from wuzha.plan.core.reading import Reading, sentences
from wuzha.plan.core.units import split_names
from wuzha.plan.core.view import Break

_MEMBER_LABELS = ("成员单位", "组员", "成员")
_T = TypeVar("_T")
_ROLE = r"(?:常务|第一|执行)?副?(?:组长|总指挥|指挥长|主任)|办公室(?:常务)?副?主任|[副总]?召集人"
_TAKES = re.compile(
    rf"(?:由)?(?P<holder>[^,。;:、]{{2,30}}?)(?:(?<!的)同志)?(?:兼?(?<!主)任|担任|为|负责(?=(?:常务|第一)?副?组长|办公室主任)|兼)(?P<role>{_ROLE})"
    rf"|(?P<holder2>[^,。;:、]{{2,24}}?)(?P<role2>{_ROLE})(?=[、,。;])"
)
_LABEL = re.compile(
    r"(?P<role>(?:常务|第一|执行)?副?组长|(?:常务)?副?总指挥|办公室(?:副)?主任|[副总]?召集人|成员单位|组员|成员)[::]"
)
_ARE_MEMBERS = re.compile(r"(?:任|为|作为|担任|成为|组成)(?:领导小组|工作专班)?(?:组员|成员)")
_HELD_BY = re.compile(rf"(?P<role>{_ROLE})由(?P<holder>[^,。;:]{{2,30}}?)(?:兼任|担任)")
_MADE_OF = re.compile(
    r"成员由(?P<list>[^。;]{2,400}?)(?:等(?:单位|部门)?)?(?:的)?(?:主要|分管)?(?:负责人|负责同志|领导)?组成"
)
_THEIR_HEADS = re.compile(
    r"(?:等(?:单位|部门|科室)?)?的?(?:主要|分管|相关)?(?:负责人|负责同志|分管领导|主要领导|领导|负责)?$"
)
_LONGEST_LIST = 400
_SITS = re.compile(
    r"(?:办公室|专班办公室),?(?:设在|设于|设立在|挂靠在?|在)(?P<at>[^,。;()]{2,30}?)(?=[,。;()]|$)"
    r"|在(?P<in>[^,。;()]{2,40}?)(?:分别)?(?:设立|成立|下设)办公室"
    r"|由(?P<by>[^,。;()]{2,30}?)牵头"
)
_DEMAND = re.compile(r"(?:各(?!分管|部门负责)[^,。;]{0,14}?|全体成员单位)(?:也|都|均)?(?:要|应当?|须|必须|需)")
_LEADERS = re.compile(
    r"办公室(?:设在|设于|设立在|挂靠)|[任为]办公室主任|[任为]副?组长|组长:|组长由|成员由|[为任](?:成员|组员)|成员单位"
)
_BARE_TITLE = re.compile(r"(?:.{0,3}常委|.{0,2}党[组委](?:成员|委员|书记)|副?[市县区镇乡]长|副?书记|副主任|.{0,3}委员)")
# One person with several titles: 党委副书记、总经理.
_OFFICER = r"(?:书记|委员|常委|局长|主任|[县区镇市校院所]长|经理|董事长|主席)"
_TITLES = re.compile(rf"[^、]{{1,12}}{_OFFICER}(?:、[^、]{{0,12}}{_OFFICER}[一-鿿]{{0,3}})+")
_PERSON = re.compile(r"[一-鿿]{2,4}")
_TITLED = re.compile(r"[一-鿿]{2,4}\([^()]{1,16}\)")
_ALL_TITLED = re.compile(rf"(?:{_TITLED.pattern})+")
_SET_UP = re.compile(r"联络员|工作专班|领导小组|分管领导")
_ENDS = "。;.,"
_PURPOSE = re.compile(r",(?:确保|切实|以便|保证|努力)[^。;]*[。;]?$")


def read_organization(reading: Reading) -> Organization:
    """The leading group from the chapters on organisation, in the document's order."""
    posts: list[Post] = []
    members: list[str] = []
    offices: list[str] = []
    demands: list[str] = []
    for clause in (part for chapter in reading.of_role("organization") for part in chapter.walk()):
        for start, end in sentences(reading.view.norm, content_start(reading.view, clause), clause.own_end):
            _extend(posts, _posts(reading, start, end))
            _extend(members, _members(reading, start, end))
            _extend(offices, _offices(reading, start, end))
            demands += _demands(reading, start, end)
    for clause in (part for chapter in reading.of_role("requirements") for part in chapter.walk()):
        for start, end in sentences(reading.view.norm, content_start(reading.view, clause), clause.own_end):
            if _SET_UP.search(reading.view.norm, start, end):
                demands += _demands(reading, start, end)
            if _LEADERS.search(reading.view.norm, start, end):
                _extend(posts, _posts(reading, start, end))
                _extend(members, _members(reading, start, end))
                _extend(offices, _offices(reading, start, end))
    return Organization(tuple(posts), tuple(members), tuple(offices), tuple(demands))


def _extend(known: list[_T], more: Iterator[_T]) -> None:
    known.extend(item for item in more if item not in known)


def _listed(reading: Reading, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Lines such as 组长:X as (role, start, end): what follows the label up to the next one or the line's end."""
    view = reading.view
    labels = list(_LABEL.finditer(view.norm, start, end))
    for index, hit in enumerate(labels):
        stop = labels[index + 1].start() if index + 1 < len(labels) else end
        broken = (
            here
            for here in range(hit.end() + 1, stop)
            if view.breaks[here] == Break.LINE and view.norm[here - 1] not in "、," and view.norm[here] not in "、,"
        )
        yield hit["role"], hit.end(), min(next(broken, stop), _sentence_end(view.norm, hit.end(), stop))


def _sentence_end(norm: str, start: int, end: int) -> int:
    return min((here for here in (norm.find(sign, start, end) for sign in "。;") if here >= 0), default=end)


def _posts(reading: Reading, start: int, end: int) -> Iterator[Post]:
    norm = reading.view.norm
    rest = start
    for hit in _HELD_BY.finditer(norm, start, end):
        rest = hit.end()
        for name in split_names(reading.view, reading.vocabulary, *hit.span("holder")):
            yield Post(hit["role"], _bare(name.text))
    for role, first, last in _listed(reading, start, end):
        rest = last
        if role not in _MEMBER_LABELS:
            if "副" not in role and _TITLES.fullmatch(norm[first:last].strip(_ENDS)):
                yield Post(role, _bare(reading.view.spelled(first, first + len(norm[first:last].rstrip(_ENDS)))))
                continue
            for name in split_names(reading.view, reading.vocabulary, first, last):
                for holder in _persons(reading, name.start, name.end):
                    yield Post(role, _bare(holder))
    for hit in _TAKES.finditer(norm, rest, end):
        which = "" if hit["role"] else "2"
        first, last = hit.span("holder" + which)
        for start_of, end_of in _holders(norm, rest, first, last, alone="副" not in hit["role" + which]):
            lead_in = re.match(r".*?(?:成立(?:了)?(?:以|由)?|下,|由)", norm[start_of:end_of])
            begin = start_of + (lead_in.end() if lead_in and lead_in.end() < end_of - start_of else 0)
            holder = _bare(reading.view.spelled(begin, end_of)) if begin < end_of else ""
            if holder and not holder.endswith("下设"):
                yield Post(hit["role" + which], holder)
        rest = hit.end()


def _persons(reading: Reading, start: int, end: int) -> list[str]:
    """Persons in a row, each with an office in brackets or with spaces between them; otherwise the name as it is."""
    view, text = reading.view, reading.view.norm[start:end]
    titled = [(start + hit.start(), start + hit.end()) for hit in _TITLED.finditer(text)]
    if len(titled) > 1 and _ALL_TITLED.fullmatch(text):
        return [view.spelled(a, b) for a, b in titled]
    cuts = [start, *(index for index in range(start + 1, end) if view.breaks[index]), end]
    parts = list(pairwise(cuts))
    if len(parts) > 1 and all(_PERSON.fullmatch(view.norm[a:b]) for a, b in parts):
        return [view.spelled(a, b) for a, b in parts]
    return [view.spelled(start, end)]


def _bare(holder: str) -> str:
    """A holder without the polite 同志, which stays where it is the noun (…的同志)."""
    return holder if holder.endswith("的同志") else holder.removesuffix("同志")


def _holders(norm: str, floor: int, start: int, end: int, *, alone: bool) -> list[tuple[int, int]]:
    """Who holds a post: A、B任副组长 are two, but 副县长、县公安局局长 is one person with two titles."""
    if start == floor or norm[start - 1] != "、":
        return [(start, end)]
    begin = max([floor, *(norm.rfind(sign, floor, start) + 1 for sign in ",。;:")])
    others = [(begin + hit.start(), begin + hit.end()) for hit in re.finditer(r"[^、]+", norm[begin : start - 1])]
    titles = [re.sub(r"^.*由", "", norm[slice(*other)]) for other in others]
    if alone or any(_BARE_TITLE.fullmatch(title) for title in titles):
        return [(begin, end)]
    return [*others, (start, end)]


def _members(reading: Reading, start: int, end: int) -> Iterator[str]:
    norm = reading.view.norm
    made_of = _MADE_OF.search(norm, start, end)
    if made_of:
        yield from (name.text for name in split_names(reading.view, reading.vocabulary, *made_of.span("list")))
        return
    listed = [part for part in _listed(reading, start, end) if part[0] in _MEMBER_LABELS]
    for _, first, last in listed:
        heads = _THEIR_HEADS.search(norm[first:last].rstrip(_ENDS))
        last = first + heads.start() if heads and heads.start() else last
        yield from (name.text for name in split_names(reading.view, reading.vocabulary, first, last))
    hit = None if listed else _ARE_MEMBERS.search(norm, start, end)
    if hit is None:
        return
    first = max(start, hit.start() - _LONGEST_LIST)
    before = list(re.finditer(rf"(?:{_ROLE})[、,]", norm[first : hit.start()]))
    first += before[-1].end() if before else 0
    lead_in = re.match(r"[^、]*?(?:由|以)", norm[first : hit.start()])
    first += lead_in.end() if lead_in else 0
    heads = _THEIR_HEADS.search(norm[first : hit.start()])
    last = first + heads.start() if heads and heads.start() else hit.start()
    for name in split_names(reading.view, reading.vocabulary, first, last):
        yield name.text


def _offices(reading: Reading, start: int, end: int) -> Iterator[str]:
    for hit in _SITS.finditer(reading.view.norm, start, end):
        group = next(name for name in ("at", "in", "by") if hit[name])
        for name in split_names(reading.view, reading.vocabulary, *hit.span(group)):
            yield name.text


def _demands(reading: Reading, start: int, end: int) -> Iterator[str]:
    """A sentence that asks something of every unit, without the purpose clause at its end."""
    norm = reading.view.norm
    if not _DEMAND.match(norm, start, end):
        return
    purpose = _PURPOSE.search(norm[start:end])
    stop = start + purpose.start() if purpose else end
    yield reading.view.spelled(start, start + len(norm[start:stop].rstrip(_ENDS)))
