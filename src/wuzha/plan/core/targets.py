"""What and whom a clause addresses, as it names them: places, points and groups of people."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from wuzha.plan.core.view import View
from wuzha.plan.core.vocabulary import Vocabulary

_CARRIERS = ("screen", "counter", "chat_group", "lightbox", "notice_board")
_EVERY = re.compile(r"(?:所有的?|全部|全体|每一?[个户家名位栋条辆所处间座](?:楼|单元)?|每(?=户)|各(?!类|种|级)大?)$")
_QUANTIFIER = re.compile(rf"{_EVERY.pattern}|(?:主要|重点|各类|各种|辖区内?|本辖区|全[区县市镇])$")
_ITEM_HEAD = re.compile(
    r"^.*(?:利用|围绕|突出|聚焦|紧盯|深入|走进|针对|面向|依托|对|向|给|于|在|将|把|以|为|到|进|入|及其|以及|是)(?=.{2})"
)
_PER_UNIT = re.compile(r"以(?P<list>[^,。;以]{2,30}?)为(?:基本)?单位")
_SENT_TO = re.compile(
    r"(?:向|给)(?P<name>[^,。;、()]{2,14}?)(?:分批|集中|定期|精准|逐一|逐户|免费)*"
    r"(?:推送|发送|群发|发放|寄送|发信|派发|赠送)"
)
_PLACED_IN = re.compile(
    r"在(?P<list>[^,。;:在]{1,24}?(?:、[^,。;:、]{1,16}?){1,12}?)(?:等(?:场所|处|地|地点|部位|区域|重点场所|公共场所)?)?(?:的?(?:显著|醒目)位置)?"
    r"(?=张贴|摆放|放置|设置|悬挂|播放|循环|滚动|开展|举办|设立|发放|投放|更新)"
)
_PLACE_NAME = re.compile(r"[一-鿿]{2,8}(?<!位置)(?<!处)")
_OWN_NAME = re.compile(r"在((?!主要|重点|各|全|本|辖|所有|每|该|其|有条件)[一-鿿]{1,3})$")
_ACTS = re.compile(r"(?:在|利用|通过|结合|发布|按|给|要|应|须|负责|组织|督促|牵头|率先|开展|制定|协助|配合)")
_SUBJECT = re.compile(r"(?:其中|由|各|每个|辖区|本)*$")
_ORGANISED = re.compile(
    r"(?:组织|动员|发动|督促|指导|联合|协调|纳入|会同|由|提高|提升|增强|安排)(?:辖区|各|全体|广大)*$"
)
_TAKES_PART = re.compile(
    r"(?:[和、与及][^,。;]{1,8}?)?(?:主要|分管)?(?:负责人)?(?:积极|分批|集中|全员|以上学生)*(?:参加|参与|完成|观看|学习|签|接受)"
)
_SAYS_MORE = re.compile(r"[的了将把对向]|宣传|防范|开展|组织|安排|负责|等$|工作(?!群)|办$|局$|科$|所$|部门|警")
_LONGER_NAME = re.compile(
    r"监管|监督|治理|建设|管理(?:局|科|处|委)|服务中心|居委会|工作(?:处|部|者)|教育局|党|委员会|支部|干部|教育(?!系统)|联动|作业|覆盖率|知晓率|创建率|火灾|隐患|安全|官方|短信|公众号|平台(?!企业)|舞|台账|“两委"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at positions ``[start, end)`` that a clause addresses.

    ``kind`` is one of the vocabulary's; ``every`` says that all of them are meant (每户, 所有, 以…为单位).
    """

    start: int
    end: int
    kind: str
    every: bool = False
    per_unit: bool = False


def mentions(view: View, vocabulary: Vocabulary, start: int, end: int, units: Collection[str] = ()) -> list[Mention]:
    """Everything ``[start, end)`` addresses, in order. ``units`` are names that carry it out, so never its targets."""
    norm = view.norm
    found: list[Mention] = []
    for first, last in _phrases(norm, start, end):
        for hit in _PER_UNIT.finditer(norm, first, last):
            found += _per_unit(norm, vocabulary, *hit.span("list"))
        found += _in_phrase(norm, vocabulary, first, last, units)
    for hit in _PLACED_IN.finditer(norm, start, end):
        found += _placed_in(norm, vocabulary, *hit.span("list"))
    for hit in _SENT_TO.finditer(norm, start, end):
        first = _skip(_EVERY, norm, *hit.span("name"))
        found.append(Mention(first, hit.end("name"), "group", _is_every(norm, start, first)))
    apart = _without_overlaps(found)
    counted = {mention.kind for mention in apart if mention.per_unit}
    return [mention for mention in apart if mention.per_unit or mention.kind not in counted]


def _placed_in(norm: str, vocabulary: Vocabulary, start: int, end: int) -> Iterator[Mention]:
    """Items of 在A、B、C等场所张贴, of which one at least is known: the others are places as well."""
    pieces = list(_pieces(norm, start, end))
    known = [vocabulary.addressed.search(norm, first, last) for first, last in pieces]
    kinds = [vocabulary.kinds[hit.group()] for hit in known if hit]
    for (first, last), hit in zip(pieces, known, strict=True):
        begin = _skip(_QUANTIFIER, norm, first, last)
        if kinds and not hit and _PLACE_NAME.fullmatch(norm, begin, last):
            yield Mention(begin, last, kinds[0] if kinds[0] in _CARRIERS else "other")


def names(view: View, found: Sequence[Mention]) -> tuple[str, ...]:
    """The names to show: carriers (screens, groups in a messenger …) only where no other place or group is named."""
    others = [mention for mention in found if mention.kind not in _CARRIERS]
    chosen: dict[str, Mention] = {}
    for mention in others or _one_of_each(found):
        chosen.setdefault(view.norm[mention.start : mention.end], mention)
    return tuple(
        view.spelled(mention.start, mention.end)
        for name, mention in chosen.items()
        if not any(name != other and name in other and mention.kind == chosen[other].kind for other in chosen)
    )


def _one_of_each(found: Sequence[Mention]) -> list[Mention]:
    """Of carriers, one name a kind (the one that is said to be meant whole), and every name of an enumeration."""
    chosen: list[Mention] = []
    for mention in found:
        adjoining = bool(chosen) and mention.start - chosen[-1].end <= 1
        same = next((i for i, known in enumerate(chosen) if known.kind == mention.kind), None)
        if adjoining or same is None:
            chosen.append(mention)
        elif mention.every and not chosen[same].every:
            chosen[same] = mention
    return chosen


def _phrases(norm: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between commas, full stops and quotation marks."""
    first = start
    for index in range(start, end + 1):
        if index == end or norm[index] in ",。;:!?“”《》":
            if first < index and norm[first - 1 : first] != "《":
                yield first, index
            first = index + 1


def _per_unit(norm: str, vocabulary: Vocabulary, start: int, end: int) -> Iterator[Mention]:
    for first, last in _pieces(norm, start, end):
        kinds = [vocabulary.kinds[hit.group()] for hit in vocabulary.addressed.finditer(norm, first, last)]
        if kinds:
            yield Mention(first, last, kinds[-1], every=True, per_unit=True)


def _in_phrase(norm: str, vocabulary: Vocabulary, start: int, end: int, units: Collection[str]) -> Iterator[Mention]:
    """Known words of a phrase, and unknown items that stand between known ones in an enumeration."""
    pieces = list(_pieces(norm, start, end))
    known = [
        [] if norm[first:last] in units else list(_known(norm, vocabulary, first, last, start))
        for first, last in pieces
    ]
    for index, (first, last) in enumerate(pieces):
        between = 0 < index < len(pieces) - 1 and norm[first - 1] != "等" and known[index - 1] and known[index + 1]
        opens = index == 0 and len(pieces) > 2 and known[0] and known[1]
        closes = index > 0 and known[index - 1] and norm[last : last + 1] == "等"
        bounded = between or opens or closes or (index > 0 and known[index - 1] and known[index])
        acts = not known[index] and vocabulary.addressed.fullmatch(norm, first, last)
        whole = _whole_item(norm, first, last, start, known[index]) if bounded and not acts else None
        yield from [whole, *known[index][1:]] if whole else known[index]


def _pieces(norm: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Items between 、 and 或, brackets kept whole; an enumeration ends behind 等."""
    first, depth = start, 0
    for index in range(start, end):
        sign = norm[index]
        depth += (sign == "(") - (sign == ")")
        if depth <= 0 and sign in "、或等" and first < index:
            yield first, index
            first = index + 1
    if first < end:
        yield first, end


def _whole_item(norm: str, start: int, end: int, floor: int, known: Sequence[Mention]) -> Mention | None:
    """A whole item of an enumeration of places: 基层站 between known places, 阳光村务群 for the known 村务群."""
    head = _ITEM_HEAD.match(norm[start : known[0].end if known else end])
    first = _skip(_QUANTIFIER, norm, start + head.end() if head else start, end)
    first = min(first, known[0].start) if known else first
    end = known[0].end if known else end
    text = norm[first:end]
    if not 2 <= len(text) <= 10 or _SAYS_MORE.search(text):
        return None
    return Mention(first, end, known[0].kind if known else "other", _is_every(norm, floor, first))


def _known(norm: str, vocabulary: Vocabulary, start: int, end: int, floor: int) -> Iterator[Mention]:
    """Names made of known words that are addressed: not what acts, and not the class word behind 等."""
    for first, last, kind in _runs(norm, vocabulary, start, end):
        before = norm[floor:first]
        acts = _SUBJECT.fullmatch(before) and _ACTS.match(norm, last)
        sent = _ORGANISED.search(before[-8:]) and not _TAKES_PART.match(norm, last)
        if kind != "actor" and not (acts or sent or before.endswith("等") or _LONGER_NAME.match(norm, last)):
            named = _OWN_NAME.search(before) if kind not in _CARRIERS else None
            first -= len(named[1]) if named else 0
            yield Mention(first, last, kind, _is_every(norm, floor, first))


def _runs(norm: str, vocabulary: Vocabulary, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Known words, those that adjoin as one name (出租房住户), which is of the last one's kind."""
    run: tuple[int, int, str] | None = None
    for hit in vocabulary.addressed.finditer(norm, start, end):
        kind = vocabulary.kinds[hit.group()]
        if run and run[1] == hit.start():
            run = (run[0], hit.end(), kind)
            continue
        if run:
            yield run
        run = (hit.start(), hit.end(), kind)
    if run:
        yield run


def _skip(pattern: re.Pattern[str], norm: str, start: int, end: int) -> int:
    """Past a quantifier at ``start``, if one stands there."""
    lengths = [index for index in range(start + 1, min(start + 7, end)) if pattern.fullmatch(norm[start:index])]
    return lengths[-1] if lengths else start


def _is_every(norm: str, floor: int, start: int) -> bool:
    return bool(_EVERY.search(norm[max(floor, start - 7) : start]))


def _without_overlaps(found: Sequence[Mention]) -> list[Mention]:
    """In order, and of two that overlap the longer one (a counting unit before a mere name)."""
    apart: list[Mention] = []
    for mention in sorted(found, key=lambda item: (item.start, -item.end, not item.per_unit)):
        if not apart or apart[-1].end <= mention.start:
            apart.append(mention)
        elif mention.end - mention.start > apart[-1].end - apart[-1].start:
            apart[-1] = mention
    return apart
