"""How much and how often: quotas (所有, 80%以上, 不少于2场) and cadences (每周至少两次)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wuzha.plan.core.dates import PER, PER_WORDS, number
from wuzha.plan.core.model import Cadence, Quota, QuotaKind
from wuzha.plan.core.targets import Mention
from wuzha.terms import Per

_N = r"(?P<n>\d{1,7}(?:\.\d{1,2})?|[一二两三四五六七八九十]{1,3})"
_TIMES = r"(?:余|多)?(?:次|篇|条|场|期|轮|遍|回|批|堂|课时|学时|部|幅|则|例|个)"
_ALL = re.compile(r"全覆盖|全面[覆复]盖|100%|百分之百|全员参与|一户不漏|不漏一户|不留死角")
_EVERY_WORD = re.compile(r"每家每户|挨家挨户|逐户|户户|每户")
_SHARE = re.compile(
    r"(?<!(?<!不)低于)(?<!(?<!不)少于)(?<!不足)(?<!(?<!不)高于)(?<!(?<!不)超过)(?<!\d)(?P<n>\d{1,3}(?:\.\d{1,2})?)%"
)
_COUNT = re.compile(
    rf"(?:不少于|不低于|至少|不得少于|至少要|达到|累计|力争|完成|举办|开展|组织|制作|评选|创建|建成|建设|新建|新增|更新|改造|设立|发放|编印|印制|印发|上交|覆盖)[^,。;、\d]{{0,24}}?(?<!每){_N}(?P<wan>万)?(?P<unit>{_TIMES}|人次|人|份|户|家|名|块|处|张|所|支|册|套|条|座|台|辆|件)(?:以上)?"
)
_AT_LEAST = re.compile(rf"{_N}(?P<wan>万)?(?P<unit>{_TIMES}|人次|人|份|户|家|名|块|处|张|所|支|册|套|座|台|辆|件)以上")
_EACH = re.compile(r"每(?:一)?(?:家|个|户|村|校|处|栋|名|人|所|镇|街道|社区|单位|班|年级)")
_EACH_UNIT = re.compile(
    r"每(?:一)?个?(?P<unit>[一-鿿]{0,2}?(?:镇街|村\(社区\)|街道|社区|村|镇|乡镇|单位|科室|学校|校|所|站))"
)
_BEHIND = re.compile(
    rf"[^,。;\d]{{0,14}}?(?:不少于|至少|不低于|打造|建成|举办|开展|设置){_N}(?P<wan>万)?(?P<unit>{_TIMES}|人|份|户|块|处|条)"
)
_A_DAY = re.compile(r"\d{1,2}[日号]|(?<!周)[底初末]")
_MONTHS = re.compile(r"(?:\d{1,2}月(?:份)?[、,和]?){2,12}")
_EACH_MONTH = re.compile(rf"(?P<months>(?:\d{{1,2}}月(?:份)?[、,和]?){{2,12}})各[^,。;]{{0,6}}?{_N}{_TIMES}")
# 每月10日、20日、30日: once on each of these days.
_MONTH_DAYS = re.compile(r"(?:\d{1,2}[日号][、,和]?){2,8}")
_EACH_OF_MONTH = re.compile(r"每个?月(?=\d)")
_PARTS_OF_DAY = {"早中晚": 3, "早晚": 2}
_TEN_THOUSANDS = re.compile(r"(?P<n>[\d一二两三四五六七八九十]{0,4})(?P<wan>万)(?P<unit>人)")


def quota(text: str, mentions: Sequence[Mention], units: Sequence[str] = ()) -> Quota | None:
    """How much of its target a clause must reach; ``None`` where it does not say.

    A number for each of ``units`` (每村不少于5条, where 各村 is responsible) is a count; a number for each of
    anything else means all of them.
    """
    whole = _ALL.search(text) or _EVERY_WORD.search(text) or any(mention.every for mention in mentions)
    share = next((hit for hit in _SHARE.finditer(text) if float(hit["n"]) < 100), None)
    if share and not _ALL.search(text):
        return Quota(QuotaKind.RATIO, round(float(share["n"]) / 100, 6))
    for each in _EACH_UNIT.finditer(text):
        counted = _number_behind(text, each.end())
        if counted and any(unit.startswith("各") and unit.removeprefix("各") in each["unit"] for unit in units):
            return Quota(QuotaKind.COUNT, counted)
    if whole:
        return Quota(QuotaKind.ALL)
    for pattern in (_COUNT, _AT_LEAST, _TEN_THOUSANDS):
        for hit in pattern.finditer(text):
            if _EACH.search(re.split(r"[,。;]", text[: hit.end("n")])[-1]):
                return Quota(QuotaKind.ALL)
            if not _belongs_to_cadence(text, hit):
                value = _amount(hit)
                if value:
                    return Quota(QuotaKind.COUNT, value)
    return None


def _number_behind(text: str, start: int) -> int | None:
    hit = _BEHIND.match(text, start)
    return _amount(hit) if hit else None


def cadence(text: str) -> Cadence | None:
    """How often a clause must be done at least; once where it names the period only."""
    days = next(filter(None, (_MONTH_DAYS.match(text, found.end()) for found in _EACH_OF_MONTH.finditer(text))), None)
    if days:
        return Cadence(len(re.findall("[日号]", days.group())), Per.MONTH)
    hit = next((found for found in PER.finditer(text) if not _A_DAY.match(text, found.end())), None)
    if hit is None:
        named = _EACH_MONTH.search(text)
        return Cadence(len(re.findall("月", named["months"])) * _count_of(named["n"]), Per.YEAR) if named else None
    factor, per = PER_WORDS[hit["per"]]
    months = _MONTHS.match(text, hit.end()) if per == Per.YEAR else None
    if months:
        return Cadence(len(re.findall("月", months.group())), per)
    behind = text[hit.end() : hit.end() + 6].replace("、", "")
    parts = next((count for words, count in _PARTS_OF_DAY.items() if behind.startswith(words)), 1)
    counted = re.match(rf"[^,。;每]{{0,20}}?{_N}{_TIMES}", text[hit.end() :])
    times = _count_of(counted["n"]) if counted else 1
    return Cadence(times * factor * parts, per)


def _count_of(digits: str) -> int:
    return max(number(digits.replace("两", "二")), 1)


def _amount(hit: re.Match[str]) -> int:
    digits = hit["n"].replace("两", "二")
    value = float(digits) if digits[:1].isdigit() else number(digits) if digits else 1
    return round(value * 10_000) if hit["wan"] else int(value)


def _belongs_to_cadence(text: str, hit: re.Match[str]) -> bool:
    """Whether the number counts per period (每季度不少于1次) and so is no quota of the whole."""
    clause = text[max(0, hit.start() - 24) : hit.end()]
    return bool(PER.search(re.split(r"[,。;]", clause)[-1]))
