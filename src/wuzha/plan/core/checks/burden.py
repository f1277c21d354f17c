"""Demands that burden the people at the bottom: what the rules against "formalism at the fingertips" forbid.

Source: the State Council's general office, letter 2026 no. 12, and the opinions of 2023; for identity-card numbers the
Personal Information Protection Law, Art. 6. A sentence that forbids such a demand is no such demand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from wuzha.plan.core import problems
from wuzha.plan.core.model import Plan, Report
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.view import plain
from wuzha.problems import Kind, Problem
from wuzha.terms import Per

_FORBIDS = re.compile(r"不得|禁止|严禁|不要|杜绝|避免|防止|减轻|取消|不再|不搞|无需|不必")
_APP = r"(?:APP|应用程序|手机应用|小程序|客户端|反诈中心)"
_PICTURES = r"(?:照片|图片|截图|视频|影像|定位|轨迹|水印相机)"
_DEMANDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        problems.APP_QUOTA,
        re.compile(
            rf"(?:安装|下载|注册|推广)[^,。;]{{0,16}}{_APP}[^。;]{{0,16}}?(?:率|\d+(?:\.\d+)?%|全员|人人|全覆盖|不少于\d+|\d+人)"
            rf"|{_APP}[^,。;]{{0,12}}(?:安装|注册|下载|激活|推广)(?:率|量|数)(?:[^,。;]{{0,8}}\d+(?:\.\d+)?%?)?",
            re.IGNORECASE,
        ),
    ),
    (problems.CHECK_IN, re.compile(r"打卡|每日签到|签到积分|在线时长|登录(?:次数|率|时长)|活跃度")),
    (
        problems.RANKING,
        re.compile(
            r"(?:个人|人员|网格员|干部|职工|党员|民警|教师|社工)[^,。;]{0,10}(?:排名|排行|积分)|积分(?:排名|排行)|排名(?:通报)?到人"
        ),
    ),
    (
        problems.FORCED_PHOTO,
        re.compile(
            rf"(?:必须|须|应当?|一律|均需|每次|每户|(?<![主需重])要)[^,。;]{{0,14}}(?:拍照|{_PICTURES})"
            rf"|(?:上传|报送|提交|留存)[^,。;]{{0,8}}{_PICTURES}"
            rf"|{_PICTURES}[^,。;]{{0,8}}(?:上传|报送|提交|(?<!提)交|上报|发至)|拍照留痕"
        ),
    ),
    (problems.ID_NUMBER, re.compile(r"身份证(?:号码?|件号|复印件)")),
)


def demands(_: Plan, reading: Reading) -> Iterator[Problem]:
    """App quotas, check-ins, ranking of persons, forced pictures, identity-card numbers."""
    norm = reading.view.norm
    for kind, pattern in _DEMANDS:
        for hit in pattern.finditer(norm):
            phrase = max(norm.rfind(sign, 0, hit.start()) for sign in ",。;") + 1
            if not _FORBIDS.search(norm[phrase : hit.end()]):
                source = reading.view.span(*hit.span())
                yield Problem(kind, reading.place(source), {"text": reading.view.spelled(*hit.span())}, source)


def repeated_reports(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """The same report for two offices or in two rhythms, and reports that are asked for every day."""
    asked: dict[str, list[Report]] = {}
    for report in plan.reports:
        asked.setdefault(plain(report.name), []).append(report)
    for name, same in asked.items():
        for before, report in pairwise(same) if name else ():
            if _again(before, report) and not _passed_on(reading, report):
                problem = Problem(
                    problems.ASKED_TWICE, reading.place(report.source), {"report": report.name}, report.source
                )
                yield problem
    for report in plan.reports:
        if report.cadence and report.cadence.per == Per.DAY:
            yield Problem(problems.DAILY_REPORT, reading.place(report.source), {"report": report.name}, report.source)


def _again(before: Report, report: Report) -> bool:
    """Whether the same report goes to another office too, or in another rhythm."""
    two_offices = before.to and report.to and plain(before.to) != plain(report.to)
    two_rhythms = before.cadence and report.cadence and before.cadence != report.cadence
    return bool(two_offices or two_rhythms)


def _passed_on(reading: Reading, report: Report) -> bool:
    """Whether an office puts together what it was given and hands that on: nobody is asked a second time."""
    return "汇总" in reading.view.norm[slice(*reading.positions(report.source))]
