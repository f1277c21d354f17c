"""Numbers that a unit writes into its words, held against the ledger: figures are derived, a typed one may agree."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from wuzha.reports.core import findings as kinds
from wuzha.reports.core.monthly_input import Ladder
from wuzha.reports.core.selfcheck import CheckRow, Finding
from wuzha.terms import FactKind

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)\s*(余|多)?\s*(人次|[户场次条张篇份封处个人幅])")
_LOOK_BACK, _LOOK_AHEAD = 12, 6
_FULL_WIDTH = str.maketrans("０１２３４５６７８９，", "0123456789,")
_HALF = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a number can speak of: the words beside it, its counting words, and the kinds of work it counts."""

    words: re.Pattern[str]
    units: Collection[str]
    kinds: frozenset[FactKind]


def _only(kind: FactKind) -> frozenset[FactKind]:
    return frozenset({kind})


_ADDRESSED = frozenset({FactKind.MESSAGE_BATCH, FactKind.LETTER})
_SUBJECTS = (
    Subject(re.compile("入户|走访|上门"), {"户"}, _only(FactKind.VISIT)),
    Subject(re.compile("会议|开会|部署会|例会"), {"次", "场", "个"}, _only(FactKind.MEETING)),
    Subject(re.compile("短信"), {"条", "次"}, _only(FactKind.MESSAGE_BATCH)),
    Subject(re.compile("一封信|告知信|公开信"), {"份", "封"}, _only(FactKind.LETTER)),
    Subject(re.compile("稿件|文章|报道|推文"), {"篇", "条"}, _only(FactKind.PUBLICATION)),
    Subject(re.compile("张贴|海报|横幅|易拉宝|台卡"), {"张", "处", "份", "个", "条", "幅"}, _only(FactKind.PLACEMENT)),
    Subject(re.compile("微信群|群内|推送"), {"条", "次"}, _only(FactKind.GROUP_POST)),
    Subject(re.compile("活动|讲座|宣讲"), {"场", "次"}, _only(FactKind.EVENT)),
    Subject(re.compile("受众|群众|居民|参与|参加"), {"人", "人次"}, frozenset(FactKind)),
)


def contradictions(words: str, rows: Sequence[CheckRow], ladder: Ladder | None) -> list[Finding]:
    """Where the words name a number of something that the ledger counts otherwise.

    A number agrees that equals any way of counting its subject: records, distinct places, pieces, people; of visits
    the coverage to date as well. Numbers of what the ledger does not count are nobody's business.
    """
    return [
        Finding(kinds.WORDS_DIFFER, 1, {"said": said, "known": "、".join(f"{one:,}" for one in known)})
        for said, number, subject in _claims(words)
        if number not in (known := _known(subject, rows, ladder))
    ]


def _claims(words: str) -> Iterator[tuple[str, int, Subject]]:
    """Every number with its counting word that stands beside the words of a subject, within one clause."""
    plain = _HALF.sub(",", words.translate(_FULL_WIDTH)) if words else ""
    for clause in re.split(r"[。；;\n]|,(?!\d{3})|，", plain):
        for found in _NUMBER.finditer(clause):
            near = clause[max(0, found.start() - _LOOK_BACK) : found.end() + _LOOK_AHEAD]
            subject = next((one for one in _SUBJECTS if found[3] in one.units and one.words.search(near)), None)
            # “More than 200” claims no figure.
            if subject and not found[2]:
                yield near.strip(), int(found[1].replace(",", "")), subject


def _known(subject: Subject, rows: Sequence[CheckRow], ladder: Ladder | None) -> list[int]:
    mine = [row for row in rows if row.kind in subject.kinds]
    people = sum(row.audience for row in mine)
    if subject.units == {"人", "人次"}:
        return [people]
    ways = [len(mine), len({row.target for row in mine}), sum(row.quantity for row in mine)]
    ways += [people] if subject.kinds & _ADDRESSED else []
    if FactKind.VISIT in subject.kinds:
        ways = [len(mine), len({row.target for row in mine})]
        ways += [ladder.visited, ladder.met, ladder.told] if ladder else []
    return sorted(set(ways) - {0}) or [0]
