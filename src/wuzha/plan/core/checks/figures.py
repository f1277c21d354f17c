"""Goals, rates, quotas and rhythms: what cannot be counted, or is said in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wuzha.plan.core import problems
from wuzha.plan.core.channels import channels
from wuzha.plan.core.model import Plan, QuotaKind
from wuzha.plan.core.reading import Reading
from wuzha.plan.core.view import plain
from wuzha.problems import Problem

_RATE = re.compile(
    r"(?P<name>[一-鿿]{2,10}率)(?:要|均|应|需|须)*(?:达到|达|不低于|不少于|保持在|提高到|提升到|提升至|为)?"
    r"(?P<value>\d{1,3}(?:\.\d{1,2})?%)"
)
_SHARE = re.compile(r"(?<![\d.])(?P<value>\d{3,4}(?:\.\d+)?)%")
_GROWS = re.compile(r"(?:增长|提高|提升|上升|增加|翻番)[^,。;]{0,8}$")
_TWICE = re.compile(
    r"(?:^|(?<=[在、对向于]))(?P<name>[一-鿿()]{2,10})、(?:[^,。;、]{2,10}、){0,10}?(?P=name)(?=[、等和及,。;)])"
)
_EACH = re.compile(r"每(?:个|家|户|村|名|块|处|所|栋|校|群)|合计|累计|共计|分别")
_COUNTED = re.compile(r"户|每个|每一")
_TELLING = 5


def goals_without_measure(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Goals that name a channel (入户宣传率) which no measure uses."""
    used = {channel for measure in plan.measures for channel in measure.channels}
    for goal in plan.goals:
        asked = channels(plain(goal.indicator), reading.vocabulary)
        if asked and plan.measures and not used & set(asked):
            values = {"indicator": goal.indicator}
            yield Problem(problems.GOAL_WITHOUT_MEASURE, reading.place(goal.source), values, goal.source)


def measures_without_goal(plan: Plan, _: Reading) -> Iterator[Problem]:
    """A plan that says what to do and not what for."""
    if plan.measures and not plan.goals:
        yield Problem(problems.NO_GOAL, "", {}, plan.measures[0].source)


def undefined_rates(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Rates with a target that no other clause takes up; what a channel's own records count is clear."""
    for goal in plan.goals:
        name = plain(goal.indicator)
        alone = reading.view.norm.count(name[-_TELLING:]) == 1
        if goal.target and name.endswith("率") and alone and not channels(name, reading.vocabulary):
            values = {"indicator": goal.indicator}
            yield Problem(problems.RATE_UNDEFINED, reading.place(goal.source), values, goal.source)


def quotas(plan: Plan, _: Reading) -> Iterator[Problem]:
    """All or a share of something that is not named."""
    for measure in plan.measures:
        asked = measure.quota
        if asked and asked.kind != QuotaKind.COUNT and not measure.targets and not _COUNTED.search(measure.text):
            quota = "100%" if asked.value is None else f"{asked.value:.0%}"
            yield Problem(problems.NO_DENOMINATOR, measure.id, {"clause": measure.id, "quota": quota}, measure.source)


def rhythms(plan: Plan, _: Reading) -> Iterator[Problem]:
    """A number per period for several targets: for each, or for all together?"""
    for measure in plan.measures:
        each = measure.quota is not None and measure.quota.kind == QuotaKind.ALL
        if measure.cadence and len(measure.targets) > 1 and not each and not _EACH.search(plain(measure.text)):
            values = {"clause": measure.id, "targets": "、".join(measure.targets)}
            yield Problem(problems.COUNT_UNCLEAR, measure.id, values, measure.source)


def conflicting(_: Plan, reading: Reading) -> Iterator[Problem]:
    """The same rate with two values."""
    first: dict[str, re.Match[str]] = {}
    for hit in _RATE.finditer(reading.view.norm):
        before = first.setdefault(hit["name"][-_TELLING:], hit)
        if before["value"] != hit["value"]:
            source = reading.view.span(hit.start("value"), hit.end("value"))
            values = {"indicator": hit["name"], "first": hit["value"], "second": before["value"]}
            yield Problem(problems.FIGURE_CONFLICT, reading.place(source), values, source)


def over_whole(_: Plan, reading: Reading) -> Iterator[Problem]:
    """Shares of more than everything; growth may be more."""
    norm = reading.view.norm
    for hit in _SHARE.finditer(norm):
        if float(hit["value"]) > 100 and not _GROWS.search(norm[max(0, hit.start() - 16) : hit.start()]):
            source = reading.view.span(*hit.span())
            yield Problem(problems.OVER_WHOLE, reading.place(source), {"text": hit.group()}, source)


def named_twice(_: Plan, reading: Reading) -> Iterator[Problem]:
    """The same name twice in one enumeration."""
    for hit in _TWICE.finditer(reading.view.norm):
        source = reading.view.span(hit.end() - len(hit["name"]), hit.end())
        name = reading.view.spelled(*hit.span("name"))
        yield Problem(problems.NAMED_TWICE, reading.place(source), {"name": name}, source)


def unknown_channels(plan: Plan, _: Reading) -> Iterator[Problem]:
    """Measures in which no channel was recognised."""
    for measure in plan.measures:
        if not measure.channels:
            yield Problem(problems.NO_CHANNEL, measure.id, {"clause": measure.id}, measure.source)
