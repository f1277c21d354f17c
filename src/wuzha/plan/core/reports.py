"""Reports: what must be handed in, to whom, by which way, by when or how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from wuzha.plan.core import dates
from wuzha.plan.core.chapters import content_start
from wuzha.plan.core.dates import PER, PER_WORDS
from wuzha.plan.core.model import Report, ReportCadence
from wuzha.plan.core.reading import Reading
from wuzha.terms import Per

_OFFICE = (
    r"(?:[^,。;:、()“”将把向]{0,18}?"
    r"(?:办公室|领导小组办公室|专班|办|科|局|委|组|中心|处|部|队|所|站|街道|政府|公司|单位|部门|妇联|团委|工会))"
)
_VERB = r"(?:书面)?(?:报送|上报|报备|反馈|提交|报)(?:至|到|给|送)?"
_GIVEN_TO = re.compile(
    rf"(?<![海举通汇申预情填警简播])(?P<verb>{_VERB})(?!道|告|警|纸|刊|名|表|销|送情况|送工作)(?P<to>{_OFFICE})(?=[,。;:、()]|备案|汇总|备查|审核|邮箱|$)"
)
_TOWARDS = re.compile(rf"向(?P<towards>{_OFFICE})(?:书面)?(?:报送|上报|报告|反馈|提交)(?P<object>[^,。;()]{{2,30}})")
_SENT = re.compile(
    rf"(?:报送|上报|提交|反馈)(?P<sent>[^,。;:]{{2,24}}?)(?:至|到|给)(?P<receiver>{_OFFICE})(?=[,。;:、()]|邮箱|$)"
)
_HANDED_IN = re.compile(f"{_TOWARDS.pattern}|{_SENT.pattern}|{_GIVEN_TO.pattern}")
_TAKEN = re.compile(
    r"(?:将|把)(?P<name>[^,。;]{2,40}?)(?:(?:通过|以|经|于|在|统一|及时|按时|汇总后|一并|书面|盖章后|加盖公章后)[^,。;]{0,16})?$"
)
_MADE = re.compile(
    r"(?:制定|形成|填写|撰写|编制|拟定|完成|梳理|汇总)(?P<name>(?!制定|形成)[^,。;]{2,24}?)(?:并|后)?,?(?:及时)?$"
)
_PLAIN_NAME = re.compile(
    r"(?P<name>[^,。;:、()前日]{2,20}?)(?:于|在|应|须|要)?(?:每|\d)[^,。;]{0,14}(?:前|日|内)(?:统一)?$|(?:前|日),?(?P<name2>[^,。;:()]{2,24})$"
)
_VIA = re.compile(
    r"(?:通过|经由|以)(?P<via>[^,。;将把]{2,16}?)(?:系统|平台|方式|形式|渠道)?(?=将|把|向|报|上报|反馈|提交|$)"
)
_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(r"每(?:个)?(?:周|星期)(?P<day>[一二三四五六日天])")


def read_reports(reading: Reading) -> tuple[Report, ...]:
    """Every report that any clause asks for, in the document's order; the same one asked twice stands twice."""
    norm = reading.view.norm
    reports: list[Report] = []
    for clause in reading.outline.walk():
        for start, end in _full_sentences(norm, content_start(reading.view, clause), clause.own_end):
            reports.extend(_in_sentence(reading, start, end))
    return tuple(reports)


def _full_sentences(norm: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for hit in re.finditer(r"[^。;]+", norm[start:end]):
        yield start + hit.start(), start + hit.end()


def _in_sentence(reading: Reading, start: int, end: int) -> Iterator[Report]:
    norm = reading.view.norm
    floor = start
    for hit in _HANDED_IN.finditer(norm, start, end):
        if hit.start() < floor:
            continue
        stop = hit.end()
        report = _report(reading, hit, floor, stop)
        if report is not None:
            yield report
            floor = stop


def _report(reading: Reading, hit: re.Match[str], floor: int, stop: int) -> Report | None:
    view, norm = reading.view, reading.view.norm
    to = hit.span(next(group for group in ("towards", "receiver", "to") if hit[group]))
    before = norm[floor : hit.start()]
    given = next((hit.span(group) for group in ("object", "sent") if hit[group]), None)
    name = given or _name(norm, floor, hit.start())
    when = norm[floor:stop]
    cadence = _cadence(when)
    due = None if cadence else _due(reading, floor, stop)
    if name is None and due is None and cadence is None:
        return None
    via = _VIA.search(before)
    begin = _sentence_start(norm, floor, hit.start(), name)
    return Report(
        name=view.spelled(*name) if name else "",
        to=view.spelled(*to) or None,
        via=view.spelled(floor + via.start("via"), floor + via.end("via")) if via else None,
        due=due,
        cadence=cadence,
        source=view.span(begin, stop),
    )


def _sentence_start(norm: str, floor: int, verb: int, name: tuple[int, int] | None) -> int:
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


def _name(norm: str, floor: int, verb: int) -> tuple[int, int] | None:
    before = norm[floor:verb]
    for pattern in (_TAKEN, _MADE, _PLAIN_NAME):
        hit = pattern.search(before)
        if hit:
            group = "name" if hit["name"] else "name2"
            return floor + hit.start(group), floor + hit.end(group)
    return None


def _cadence(text: str) -> ReportCadence | None:
    weekday = _WEEKDAY.search(text)
    if weekday:
        return ReportCadence(Per.WEEK, _WEEKDAYS.index(weekday["day"].replace("天", "日")) + 1)
    for day, _, _ in dates.month_days(text, 0, len(text)):
        return ReportCadence(Per.MONTH, day)
    found = list(PER.finditer(text))
    if not found:
        return None
    per = PER_WORDS[found[-1]["per"]][1]
    return ReportCadence(per, None)


def _due(reading: Reading, start: int, end: int) -> date | None:
    points = dates.points(reading.view.norm, reading.year, start, end)
    return points[-1].last if points else None
