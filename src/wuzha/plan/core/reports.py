"""Reports: what must be handed in, to whom, by which way, by when or how often."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wuzha.plan.core import dates
from wuzha.plan.core.chapters import content_start
from wuzha.plan.core.dates import PER, PER_WORDS
from wuzha.plan.core.model import Report, ReportCadence
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.tables import Stretch
from wuzha.terms import Per, Span

_OFFICE = (
    r"(?:[^,。;:、()“”将把向]{0,18}?"
    r"(?:办公室|专班|办|科|局|委|组|中心|处|部|队|所|站|街道|政府|公司|单位|部门|[分支总]行|妇联|团委|工会))"
)
_TO_END = r"(?=[,。;:、()]|存档|留存|统一|备案|汇总|备查|审核|邮箱|$)"
_HANDS_IN = r"(?:报送|上报|报告|反馈|提交|递交|上交)"
# Four ways to say it: 向A报送B; 报送B至A; (将B)报A, (将B)交A; and, without a recipient, 报送B.
_FORMS = (
    re.compile(rf"向(?P<to>{_OFFICE})(?:书面)?{_HANDS_IN}(?P<name>[^,。;()]{{2,30}})"),
    re.compile(rf"{_HANDS_IN}(?P<name>[^,。;:]{{2,24}}?)(?:至|到|给)(?P<to>{_OFFICE}){_TO_END}"),
    re.compile(
        rf"(?:(?<![海举通汇申预情填警简播])(?:书面)?(?:报送|上报|报备|反馈|提交|报)(?:至|到|给|送)?"
        rf"(?!道|告|警|纸|刊|名|表|销|送情况|送工作)|发(?:送)?(?:至|到)|(?<=OA)发|(?<![移成外社转])交(?:至|到)?(?!通|警|流|易|办|叉|接))"
        rf"(?P<to>{_OFFICE}){_TO_END}"
    ),
    re.compile(
        r"(?:报送|上报|提交|上交|填报)(?!情况|工作(?:[,。;()至到]|$))(?P<name>[^,。;、()至到]{2,12}(?:[和、][^,。;、()至到]{2,12})?)(?=[,。;()至到]|$)"
    ),
)
_TAKEN = re.compile(
    r"(?:将|把)(?P<name>[^,。;]{2,40}?)"
    r"(?:(?:通过|以|经|于|在|统一|及时|按时|汇总后|一并|书面|盖章后|加盖公章后)[^,。;]{0,16})?$"
)
_MADE = re.compile(
    r"(?:制定|形成|填写|撰写|编制|拟定|完成|梳理|汇总(?!后))(?P<name>(?!制定|形成)[^,。;]{2,24}?)(?:并|后)?,?(?:及时)?$"
)
_BEFORE_DATE = re.compile(
    r"(?P<name>(?!于|在)[^,。;:、()前日\d]{2,20}?)(?:分别)?(?:于|在|应|须|要)?(?:每|\d)[^,。;]{0,14}(?:前|日|内)(?:统一)?$"
)
_CHOSEN = re.compile(
    r"(?:明确|确定|指定|选派|推荐|填写)(?P<name>[^,。;]{2,24}),(?:并|请)?(?:于|在)?(?=[\d每])[^,。;]{0,14}前(?:统一)?$"
)
# 回执由班主任收齐,3月31日前交…; 每班上交手抄报5份,4月10日前交…
_GATHERED = re.compile(
    r"(?:^|[,、;]|后)(?P<name>[^,。;、后]{2,12}?)由[^,。;]{2,10}(?:收齐|收集|汇总|整理)后?,(?:于|在)?[^,。;]{0,14}$"
    r"|(?:上交|提交|制作|撰写|填写)(?P<made>[^,。;、\d]{2,12})(?:[一两三四五\d]{1,4}[份篇幅张件个])?,(?:于|在)?\d[^,。;]{0,12}前(?:统一)?$"
)
_STRETCH_ONLY = re.compile(r"[上下]?半年|年中|全年|年度|季度|月度|阶段性?")
_SHARED_END = re.compile(r"(?:工作)?(?:总结|小结|报告|情况|报表)$")
_NO_NAME = re.compile(r"汇总后?$")
_PASSED_ON = re.compile(r"汇总(?:审核)?后|汇总(?=报)")
_AFTER_DATE = re.compile(r"(?:前|日),?(?P<name>[^,。;:()]{2,24})$")
_VIA = re.compile(
    r"(?:通过|经由|以)(?P<via>[^,。;将把]{2,16}?)(?:系统|平台|方式|形式|渠道)?(?=将|把|向|报|上报|反馈|提交|$)"
)
_NOTE = re.compile(r"\([^()]*\)$")
_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(r"每(?:个)?(?:周|星期)(?P<day>[一二三四五六日天])")
_STRETCH_DAY = re.compile(
    r"每(?:个)?(?:(?P<quarter>季度)(?:末月|末|最后一个月|结束后)?|(?P<long>两个月|半年|年)(?:末月|最后一个月))(?P<day>\d{1,2})日"
)
_LAST_DAY = re.compile(r"每(?:个)?月最后一个?(?:工作)?[日天]")


@dataclass(frozen=True, slots=True)
class _Request:
    """A place where something is asked to be handed in: the words, and in them the name and the recipient."""

    start: int
    end: int
    name: Stretch | None
    to: Stretch | None


def read_reports(reading: Reading) -> tuple[Report, ...]:
    """Every report that any clause asks for, in the document's order; the same one asked twice stands twice."""
    norm = reading.view.norm
    reports: list[Report] = []
    for clause in reading.outline.walk():
        start = content_start(reading.view, clause)
        asked: list[Report] = []
        for sentence in re.finditer(r"[^。;]+", norm[start : clause.own_end]):
            last = asked[-1] if asked else None
            asked += _in_sentence(reading, start + sentence.start(), start + sentence.end(), last)
        reports.extend(_to_the_same(asked))
    return tuple(reports)


def _to_the_same(asked: Sequence[Report]) -> Iterator[Report]:
    """Reports of one clause go to the only office that is named there, or to the one that was named before."""
    named = {report.to for report in asked if report.to}
    before = next(iter(named)) if len(named) == 1 else None
    for report in asked:
        before = report.to or before
        yield replace(report, to=before)


def _in_sentence(reading: Reading, start: int, end: int, last: Report | None) -> Iterator[Report]:
    """The reports of a sentence; ``last`` is the one before it, which may be passed on (汇总后报…)."""
    floor = start
    for request in _requests(reading.view.norm, start, end):
        if request.start >= floor:
            found = _reports(reading, request, floor)
            if last and _PASSED_ON.search(reading.view.norm, floor, request.end):
                found = [report if report.name else _same_again(last, report) for report in found]
            yield from found
            last = found[-1] if found else last
            floor = request.end if found else floor


def _same_again(last: Report, report: Report) -> Report:
    """What was gathered is handed on under its own name; the stretch holds both requests."""
    return replace(report, name=last.name, source=Span(last.source.start, report.source.end))


def _requests(norm: str, start: int, end: int) -> list[_Request]:
    """Every request of a sentence; where two forms fit the same words, the more telling one."""
    found: list[_Request] = []
    for form in _FORMS:
        for hit in form.finditer(norm, start, end):
            if not any(known.start < hit.end() and hit.start() < known.end for known in found):
                groups = form.groupindex
                found.append(
                    _Request(
                        hit.start(),
                        hit.end(),
                        hit.span("name") if "name" in groups else None,
                        hit.span("to") if "to" in groups else None,
                    )
                )
    return sorted(found, key=lambda request: request.start)


def _reports(reading: Reading, request: _Request, floor: int) -> list[Report]:
    """The report of a request; several where names and dates are paired by 分别."""
    view, norm = reading.view, reading.view.norm
    # A phrase with dates of its own says when, whatever rhythm something else of the sentence has.
    phrase = norm.rfind(",", floor, request.start) + 1 or floor
    begin = phrase if dates.points(norm, reading.year, phrase, request.start) else floor
    when = norm[begin : request.end]
    cadence = _cadence(when)
    points = (
        []
        if cadence and (cadence.per != Per.YEAR or cadence.day)
        else dates.points(norm, reading.year, begin, request.end)
    )
    name = request.name or _name(norm, floor, request.start)
    if not (cadence or points) and (name is None or request.to is None):
        return []
    names = _pieces(norm, name) if name and "分别" in when else [name]
    dues: Sequence[date | None] = [point.last for point in points]
    if len(names) == 1 and len(dues) > 1 and "分别" in when:
        names = names * len(dues)
    if len(names) != len(dues):
        names, dues = [name], [points[-1].last if points else None]
    via = _VIA.search(norm[floor : request.start])
    source = view.span(_request_start(norm, floor, request.start, name), request.end)
    return [
        Report(
            name=_called(view.spelled(*_without_note(norm, part)), view.spelled(*name) if name else "") if part else "",
            to=view.spelled(*request.to) if request.to else None,
            via=view.spelled(floor + via.start("via"), floor + via.end("via")) if via else None,
            due=due,
            cadence=cadence,
            source=source,
        )
        for part, due in zip(names, dues, strict=True)
    ]


def _called(part: str, whole: str) -> str:
    """The name of one of several reports: 半年及全年总结 are 半年总结 and 全年总结."""
    shared = _SHARED_END.search(whole)
    return part + shared.group() if shared and _STRETCH_ONLY.fullmatch(part) else part


def _request_start(norm: str, floor: int, verb: int, name: Stretch | None) -> int:
    """Where the request begins: at the phrase that names its date, at most two commas back."""
    here = verb
    for _ in range(2):
        comma = norm.rfind(",", floor, here)
        if comma < 0:
            return floor
        if re.search(r"[前日内]", norm[comma:verb]) and (name is None or name[0] > comma):
            return comma + 1
        here = comma
    return floor


def _name(norm: str, floor: int, verb: int) -> Stretch | None:
    before = norm[floor:verb]
    gathered = _GATHERED.search(before)
    if gathered:
        which = "name" if gathered["name"] else "made"
        return floor + gathered.start(which), floor + gathered.end(which)
    for pattern in (_TAKEN, _MADE, _CHOSEN, _BEFORE_DATE, _AFTER_DATE):
        hit = pattern.search(before)
        if hit and not _NO_NAME.search(hit["name"]):
            return floor + hit.start("name"), floor + hit.end("name")
    return None


def _pieces(norm: str, name: Stretch) -> list[Stretch | None]:
    return [(name[0] + hit.start(), name[0] + hit.end()) for hit in re.finditer(r"[^和、及]+", norm[slice(*name)])]


def _without_note(norm: str, name: Stretch) -> Stretch:
    note = _NOTE.search(norm[slice(*name)])
    return (name[0], name[0] + note.start()) if note and note.start() else name


def _cadence(text: str) -> ReportCadence | None:
    weekday = _WEEKDAY.search(text)
    if weekday:
        return ReportCadence(Per.WEEK, _WEEKDAYS.index(weekday["day"].replace("天", "日")) + 1)
    for day, _, _ in dates.month_days(text, 0, len(text)):
        return ReportCadence(Per.MONTH, day)
    if _LAST_DAY.search(text):
        return ReportCadence(Per.MONTH, 31)
    stretch = _STRETCH_DAY.search(text)
    if stretch:
        times, per = PER_WORDS[stretch["quarter"] or stretch["long"]]
        return ReportCadence(per, int(stretch["day"]), times)
    found = list(PER.finditer(text))
    if not found:
        return None
    times, per = PER_WORDS[found[-1]["per"]]
    return ReportCadence(per, None, times)
