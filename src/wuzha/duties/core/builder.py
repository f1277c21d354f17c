"""From what a plan asks to stages, by the table of channel rules and the office's settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from wuzha.duties.core import problems as kinds
from wuzha.duties.core.binding import Binding
from wuzha.duties.core.calendar import DEFAULT_DUE_RULE, DueRule, due_date, unknown_years
from wuzha.duties.core.definition import MeasureAsk, PaperAsk, PlanAsk
from wuzha.duties.core.periods import (
    Days,
    Period,
    ReportRule,
    cut,
    month_day,
    part,
    report_months,
    report_weeks,
    shares,
)
from wuzha.duties.core.rules import HOUSEHOLD_STATUSES, RULES, ChannelRule, place_classes
from wuzha.duties.core.stages import MEASURE, Counting, Expansion, Match, Stage, StagePeriod
from wuzha.duties.core.units import UnitRecord, in_tree_order
from wuzha.plan.core.model import ends_with_a_month
from wuzha.plan.core.view import plain
from wuzha.plan.core.vocabulary import DEFAULT, Vocabulary
from wuzha.problems import Kind, Problem, WuzhaError
from wuzha.terms import Channel, FactKind, Per, PlaceClass, TargetKind

_PEOPLE = frozenset({"group", "actor"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the office sets: the year; where the plan names no first day, the day from which it may ask what recurs
    (else 1 January); what happens to dates on days off; which days a monthly report covers."""

    year: int
    since: date | None = None
    due_rule: DueRule = DEFAULT_DUE_RULE
    report_rule: ReportRule = ReportRule.TWENTY_SIXTH


def build(
    plan: PlanAsk,
    plan_key: str,
    binding: Binding,
    units: Iterable[UnitRecord],
    settings: Settings,
    vocabulary: Vocabulary = DEFAULT,
) -> Expansion:
    """The stages of a plan over the units its names are bound to.

    ``plan_key`` tells plans apart for good (the same for every version of one plan). Raises ``WuzhaError`` where
    the plan ends before it starts. ``vocabulary`` tells the class of a place by its name. Open questions of
    ``binding`` are not repeated among the problems.
    """
    span = _span(plan, settings)
    if plan.start or not settings.since or settings.since > span.end:
        settings = replace(settings, since=None)
    maker = _Maker(plan_key, binding, {unit.id: unit for unit in in_tree_order(units)}, settings, span, vocabulary)
    stages = [stage for measure in plan.measures for stage in maker.measure(measure)]
    stages += maker.papers(plan)
    dues = (period.nominal_due for stage in stages for period in stage.periods)
    problems = (*maker.problems, *unknown_years(dues))
    return Expansion(tuple(_told_apart(_by_measure(stages))), problems)


class _Maker:
    """Makes stages of one plan and collects what is wrong."""

    def __init__(
        self,
        plan: str,
        binding: Binding,
        units: Mapping[int, UnitRecord],
        settings: Settings,
        span: Days,
        vocabulary: Vocabulary,
    ) -> None:
        self.plan, self.binding, self.units, self.settings, self.span = plan, binding, units, settings, span
        self.recurring = Days(max(span.start, settings.since or span.start), span.end)
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []

    def measure(self, ask: MeasureAsk) -> Iterator[Stage]:
        """One stage for each of the measure's channels that has targets of its own."""
        if not ask.channels:
            self._note(kinds.NO_CHANNEL, ask.clause)
        bound = self.binding.units(ask.units)
        for channel in ask.channels:
            rule = RULES[channel]
            places = self._places(ask, channel, rule)
            if rule.places and not places:
                continue
            on_units = rule.target is TargetKind.UNIT
            targets = self._of_kinds(bound, rule) if on_units else ()
            if on_units and not targets:
                self._note(kinds.NOBODY_BOUND, ask.clause)
                continue
            yield Stage(
                plan=self.plan,
                measure=ask.ordinal,
                clause=ask.clause,
                title=ask.title,
                channel=channel,
                target_kind=rule.target,
                statuses=HOUSEHOLD_STATUSES if rule.target is TargetKind.HOUSEHOLD else (),
                place_classes=places,
                target_units=targets,
                units=bound,
                counting=Counting(
                    facts=rule.facts,
                    outcomes=rule.outcomes,
                    material=rule.material,
                    channels=rule.channels,
                ),
                quota=ask.quota,
                periods=self._periods(ask, rule),
            )

    def papers(self, plan: PlanAsk) -> Iterator[Stage]:
        """One stage for each paper or meeting that the plan asks of every unit it names."""
        everyone = self.binding.units(plan.named)
        for same in _same_papers(plan.papers):
            latest = self._latest(same)
            receiving = self.binding.units(paper.to for paper in same)
            owing = [unit_id for unit_id in self.units if unit_id in everyone and unit_id not in receiving]
            if not owing:
                self._note(kinds.NOBODY_BOUND, latest.name)
                continue
            by_month = latest.fact is FactKind.REPORT_FILED and latest.per is Per.MONTH
            yield Stage(
                plan=self.plan,
                measure=None,
                clause="",
                title=latest.name,
                channel=None,
                target_kind=TargetKind.UNIT,
                statuses=(),
                place_classes=(),
                target_units=tuple(owing),
                units=tuple(owing),
                counting=Counting(
                    facts=(latest.fact,),
                    match=Match.MONTH if by_month else Match.DAY,
                    detail=(("form", latest.form),) if latest.form else (),
                ),
                quota=None,
                periods=self._paper_periods(latest),
            )

    def _of_kinds(self, bound: tuple[int, ...], rule: ChannelRule) -> tuple[int, ...]:
        meant = tuple(u for u in bound if u in self.units and self.units[u].kind in rule.only_kinds)
        return meant or bound

    def _places(self, ask: MeasureAsk, channel: Channel, rule: ChannelRule) -> tuple[PlaceClass, ...]:
        if not rule.places:
            return ()
        named = {target: self.vocabulary.place_class(target) for target in ask.targets}
        if rule.narrows:
            strange = [
                t for t, found in named.items() if not found and self.vocabulary.kinds.get(plain(t)) not in _PEOPLE
            ]
            if strange:
                self._note(kinds.UNCLASSED_TARGET, ask.clause, targets="、".join(strange))
        return place_classes(channel, ask.channels, {found for found in named.values() if found})

    def _periods(self, ask: MeasureAsk, rule: ChannelRule) -> tuple[StagePeriod, ...]:
        per = ask.per or rule.per
        if per is None:
            return (self._once(ask.due),)
        until = min(self.span.end, ask.due) if ask.due else self.span.end
        periods = cut(per, Days(self.recurring.start, max(until, self.recurring.start)))
        return _asked(periods, shares(periods, ask.times))

    def _once(self, due: date | None) -> StagePeriod:
        """The whole span; a record after the due day is late, but a record."""
        if due is None:
            return StagePeriod(self.span.start, self.span.end, self.span.end, self.span.end, 1)
        moved = due_date(due, self.settings.due_rule)
        return StagePeriod(self.span.start, max(self.span.end, moved), due, moved, 1)

    def _paper_periods(self, paper: PaperAsk) -> tuple[StagePeriod, ...]:
        if paper.per is None:
            return (self._once(paper.due),)
        if paper.day is None:
            self._note(kinds.REPORT_WITHOUT_DAY, paper.name, name=paper.name)
        rule = self.settings.due_rule
        if paper.times > 1:
            # A day of the month makes sense where a part ends with a month.
            day = paper.day if ends_with_a_month(paper.per, paper.times) else None
            periods = tuple(self._due_on(period, day) for period in part(paper.per, paper.times, self.recurring))
        elif paper.per is Per.MONTH:
            periods = report_months(self.recurring, paper.day, self.settings.report_rule, rule)
        elif paper.per is Per.WEEK:
            periods = report_weeks(self.recurring, paper.day, rule)
        else:
            periods = tuple(self._due_on(period, paper.day) for period in cut(paper.per, self.recurring))
        within = tuple(period for period in periods if period.start <= period.nominal_due <= self.recurring.end)
        return _asked(within, (1,) * len(within))

    def _due_on(self, period: Period, day: int | None) -> Period:
        nominal = month_day(period.end, day) if day and period.whole > 1 else period.end
        return replace(period, nominal_due=nominal, due=due_date(nominal, self.settings.due_rule))

    def _latest(self, same: list[PaperAsk]) -> PaperAsk:
        """Of one paper asked for on several dates the latest: nobody is late by a plan that contradicts itself."""
        dates = sorted({paper.due for paper in same if paper.due})
        if len(dates) > 1:
            self._note(kinds.TWO_DATES, same[0].name, dates=", ".join(map(str, dates)))
        return replace(same[0], due=dates[-1] if dates else None)

    def _note(self, kind: Kind, place: str, **values: object) -> None:
        problem = Problem(kind, place, values)
        if problem not in self.problems:
            self.problems.append(problem)


def _span(plan: PlanAsk, settings: Settings) -> Days:
    start = plan.start or date(settings.year, 1, 1)
    end = plan.end or date(settings.year, 12, 31)
    if end < start:
        raise WuzhaError(Problem(kinds.EMPTY_SPAN, plan.title, {"start": start, "end": end}))
    return Days(start, end)


def _same_papers(papers: Iterable[PaperAsk]) -> list[list[PaperAsk]]:
    """Papers that one record fulfils: every work plan is one, every other paper goes by its name and rhythm."""
    groups: dict[tuple[object, ...], list[PaperAsk]] = {}
    for paper in papers:
        name = "" if paper.fact is FactKind.PLAN_FILED else paper.name
        groups.setdefault((paper.fact, paper.form, name, paper.per, paper.times), []).append(paper)
    return list(groups.values())


def _asked(periods: tuple[Period, ...], expected: tuple[int, ...]) -> tuple[StagePeriod, ...]:
    return tuple(StagePeriod.of(period, n) for period, n in zip(periods, expected, strict=True) if n)


def _by_measure(stages: list[Stage]) -> Iterator[Stage]:
    """Where two measures ask the same work of the same unit, a record counts for the one that it names.

    Otherwise one lecture of a community would fulfil every series of lectures that the plan asks of it.
    """
    asked = [stage for stage in stages if stage.target_kind is TargetKind.UNIT and stage.measure is not None]
    for stage in stages:
        others = (one for one in asked if one.measure != stage.measure) if stage in asked else ()
        if any(_alike(stage, one) for one in others):
            detail = (*stage.counting.detail, (MEASURE, stage.title))
            yield replace(stage, counting=replace(stage.counting, detail=detail))
        else:
            yield stage


def _alike(one: Stage, other: Stage) -> bool:
    """Whether one record on one unit could fulfil both."""
    ways = not one.counting.channels or not other.counting.channels
    return (
        not set(one.counting.facts).isdisjoint(other.counting.facts)
        and (ways or not set(one.counting.channels).isdisjoint(other.counting.channels))
        and not set(one.target_units).isdisjoint(other.target_units)
    )


def _told_apart(stages: Iterable[Stage]) -> Iterator[Stage]:
    seen: Counter[str] = Counter()
    for stage in stages:
        print_ = stage.fingerprint
        yield replace(stage, repeat=seen[print_]) if seen[print_] else stage
        seen[print_] += 1
