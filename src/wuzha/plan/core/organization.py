"""Who leads the campaign: posts, member units, the office, and what every unit must set up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from wuzha.plan.core.chapters import content_start
from wuzha.plan.core.model import Organization, Post
from wuzha.plan.core.reading import Reading, sentences
from wuzha.plan.core.units import split_names

_T = TypeVar("_T")
_ROLE = r"(?:常务|第一|执行)?副?(?:组长|总指挥|指挥长|主任)|办公室(?:常务)?副?主任|[副总]?召集人"
_TAKES = re.compile(
    rf"(?:由)?(?P<holder>[^,。;:、]{{2,30}}?)(?:(?<!的)同志)?(?:兼?(?<!主)任|担任|为|负责(?=(?:常务|第一)?副?组长|办公室主任)|兼)(?P<role>{_ROLE})"
    rf"|(?P<holder2>[^,。;:、]{{2,24}}?)(?P<role2>{_ROLE})(?=[、,。;])"
)
_LISTED = re.compile(
    r"(?P<role>(?:常务|第一|执行)?副?组长|(?:常务)?副?总指挥|办公室(?:副)?主任|成员单位|成员)[::](?P<rest>[^。;]+)"
)
_MEMBERS = re.compile(
    r"(?P<list>[^。;:]{2,400}?)(?:等(?:单位|部门|科室)?)?(?:的)?(?:主要|分管|相关)?(?:负责人|负责同志|分管领导|主要领导|领导)?(?:任|为|作为|担任|成为|组成)(?:领导小组|工作专班)?(?:组员|成员)"
)
_SITS = re.compile(
    r"(?:办公室|专班办公室)(?:设在|设于|设立在|挂靠在?)(?P<at>[^,。;()]{2,30}?)(?=[,。;()]|$)"
    r"|在(?P<in>[^,。;()]{2,40}?)(?:分别)?(?:设立|成立|下设)办公室"
    r"|由(?P<by>[^,。;()]{2,30}?)牵头"
)
_DEMAND = re.compile(r"(?:各(?!分管|部门负责)[^,。;]{0,14}?|全体成员单位)(?:也|都|均)?(?:要|应当?|须|必须|需)")
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
    return Organization(tuple(posts), tuple(members), tuple(offices), tuple(demands))


def _extend(known: list[_T], more: Iterator[_T]) -> None:
    known.extend(item for item in more if item not in known)


def _posts(reading: Reading, start: int, end: int) -> Iterator[Post]:
    norm = reading.view.norm
    listed = list(_LISTED.finditer(norm, start, end))
    for hit in listed:
        if not hit["role"].startswith("成员"):
            for name in split_names(reading.view, reading.vocabulary, *hit.span("rest")):
                yield Post(hit["role"], name.text)
    if listed:
        return
    for hit in _TAKES.finditer(norm, start, end):
        which = "" if hit["role"] else "2"
        first, last = hit.span("holder" + which)
        lead_in = re.match(r".*?(?:成立(?:了)?(?:以|由)?|下,|由)", norm[first:last])
        first += lead_in.end() if lead_in and lead_in.end() < last - first else 0
        holder = reading.view.spelled(first, last)
        if holder:
            yield Post(hit["role" + which], holder)


def _members(reading: Reading, start: int, end: int) -> Iterator[str]:
    norm = reading.view.norm
    for listed in _LISTED.finditer(norm, start, end):
        if listed["role"].startswith("成员"):
            yield from (name.text for name in split_names(reading.view, reading.vocabulary, *listed.span("rest")))
            return
    hit = _MEMBERS.search(norm, start, end)
    if hit is None:
        return
    first, last = hit.span("list")
    before = list(re.finditer(rf"(?:{_ROLE})[、,]", norm[first:last]))
    first += before[-1].end() if before else 0
    lead_in = re.match(r"[^、]*?(?:由|以)", norm[first:last])
    first += lead_in.end() if lead_in else 0
    last = first + len(re.sub(r"(?:等(?:单位|部门)?)?(?:主要|分管)?负责人?$", "", norm[first:last]) or norm[first:last])
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
