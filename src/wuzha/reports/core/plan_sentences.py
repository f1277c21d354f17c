"""The parts of a typed plan as plain sentences that a reader of plans understands in one way only."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from wuzha.plan.core.model import Direction, Focus, Goal, Organization, Period, Phase, Report
from wuzha.reports.core.document import long_date
from wuzha.terms import Per

_TARGETED = re.compile(r"[一-鿿]{2,16}(?:率|数|量|面|度|比例|比重)")
_LAST_WORDS = re.compile(r"[一-鿿]{1,8}(?:率|数|量|面|度|比例|比重)$")
_NAME = re.compile(r"[^,，。;；:：%、和及与]{2,20}")
_FIGURE = re.compile(r"\d{1,4}(?:\.\d{1,2})?(?:%|‰|个百分点|起)(?:以上|以下|以内|左右)?")
_MOST_PAIRED = 8
_LIST_ROOM = 56
_WEEKDAYS = "一二三四五六日"
_PARTS = {
    (Per.YEAR, 2): "每半年",
    (Per.YEAR, 6): "每两个月",
    (Per.YEAR, 26): "每两周",
    (Per.MONTH, 2): "每半月",
    (Per.MONTH, 3): "每旬",
}
_PERS = {Per.DAY: "每日", Per.WEEK: "每周", Per.MONTH: "每月", Per.QUARTER: "每季度", Per.YEAR: "每年"}


def preamble(basis: Sequence[str]) -> str:
    """What the plan rests on; empty where it names nothing."""
    return f"根据{'和'.join(basis)}，制定本方案。" if basis else ""


def goals(aims: Sequence[Goal]) -> list[str]:
    """A sentence for every goal; one for several where a name is only understood with the one that follows.

    摩托车 of 摩托车、电动自行车头盔佩戴率分别达到95%、90% names no rate by itself.
    """
    said: list[str] = []
    rest = list(aims)
    while rest:
        run = _paired(rest)
        if run:
            names, targets = "、".join(aim.indicator for aim in run), "、".join(aim.target or "" for aim in run)
            said.append(f"{names}分别{_verb(run[0])}{targets}。")
        else:
            said.append(goal(rest[0]))
        del rest[: len(run) or 1]
    return said


def _paired(aims: Sequence[Goal]) -> list[Goal]:
    """The first goals up to one that names what is measured; empty where the first stands alone or none follows."""
    run: list[Goal] = []
    if _verb(aims[0]) == "下降" and "%" in (aims[0].target or ""):
        return run
    for aim in aims[:_MOST_PAIRED]:
        like = _verb(aim) == _verb(aims[0])
        if not (like and _FIGURE.fullmatch(aim.target or "") and _NAME.fullmatch(aim.indicator)):
            return []
        run.append(aim)
        if _LAST_WORDS.search(aim.indicator):
            return run if len(run) > 1 else []
    return []


def _verb(aim: Goal) -> str:
    if aim.direction is Direction.UP:
        return "达到"
    return "控制在" if (aim.target or "").endswith(("以下", "以内")) else "下降"


def goal(aim: Goal) -> str:
    """An indicator, its direction and its target."""
    up = aim.direction is Direction.UP
    aimed = f"以{'提升' if up else '降低'}{aim.indicator}为目标。"
    if aim.target is None:
        return aimed
    if aim.target == "0":
        return f"{aim.indicator}零发生。"
    verb = _verb(aim)
    if _TARGETED.fullmatch(aim.indicator):
        return f"{aim.indicator}{verb}{aim.target}。"
    named = _LAST_WORDS.search(aim.indicator)
    return f"{aimed}{named.group() if named else aim.indicator}{verb}{aim.target}。"


def organization(body: Organization) -> list[str]:
    """Posts, members, offices and demands, a sentence or list each."""
    said = [f"由{post.holder}任{post.role}。" for post in body.posts]
    said += [f"成员单位：{'、'.join(body.members)}。"] if body.members else []
    said += [f"领导小组办公室设在{office}。" for office in body.offices]
    return said + [f"{demand}。" for demand in body.requirements]


def focus(aims: Focus) -> list[str]:
    """Types of case, kinds of places, groups of people."""
    said = []
    if aims.fraud_types:
        said.append(f"防范{'、'.join(f'“{name}”' for name in aims.fraud_types)}等类型。")
    said += [f"围绕{names}等重点场所。" for names in _lists(aims.places)]
    return said + [f"针对{names}。" for names in _lists(aims.groups)]


def phase(stage: Phase) -> str:
    """A phase and its days."""
    return f"{stage.name}（{_stretch(stage.start, stage.end)}）。"


def period(whole: Period) -> str:
    """The time of the whole plan."""
    return f"{_stretch(whole.start, whole.end)}。"


def report(asked: Report) -> str:
    """What is to be handed in, to whom, how, and when."""
    when = _when(asked)
    via = f"通过{asked.via}" if asked.via else ""
    if asked.to is None:
        return f"{when}{via}报送{asked.name}。"
    name = f"将{asked.name}" if asked.name else ""
    return f"{when}{name}{via}报{asked.to}。"


def _when(asked: Report) -> str:
    cadence, due = asked.cadence, asked.due
    if cadence is None:
        return f"{long_date(due)}前" if due else ""
    each = _PARTS.get((cadence.per, cadence.times), _PERS[cadence.per])
    if due:
        return f"{each}{due.month}月{due.day}日前"
    if cadence.day is None:
        return each
    if cadence.per is Per.WEEK:
        return f"{each}{_WEEKDAYS[cadence.day - 1]}前"
    return f"{each}{'末月' if cadence.per in (Per.QUARTER, Per.YEAR) else ''}{cadence.day}日前"


def _stretch(start: dt.date | None, end: dt.date | None) -> str:
    if end is None:
        return long_date(start) if start else ""
    if start is None:
        return f"即日起至{long_date(end)}"
    return long_date(start) if start == end else f"{long_date(start)}至{long_date(end)}"


def _lists(names: Sequence[str]) -> Iterator[str]:
    """The names joined, in lists as long as one sentence may be."""
    joined = ""
    for name in names:
        if joined and len(joined) + len(name) > _LIST_ROOM:
            yield joined
            joined = ""
        joined = f"{joined}、{name}" if joined else name
    if joined:
        yield joined
