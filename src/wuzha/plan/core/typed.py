"""A typed plan back from the JSON that ``wuzha plan read --json`` printed and that versions keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wuzha.plan.core.model import (
    Annex,
    Cadence,
    Direction,
    Focus,
    Goal,
    Measure,
    Organization,
    Period,
    Phase,
    Plan,
    Post,
    Quota,
    QuotaKind,
    Report,
    ReportCadence,
)
from wuzha.terms import Channel, Per, Span

Typed = Mapping[str, Any]
"""A typed plan, or a part of one, as plain JSON values."""


def plan_of(typed: Typed) -> Plan:
    """The plan whose ``as_dict`` this is, without its problems and without where its annexes are named.

    Raises ``KeyError`` or ``ValueError`` where the JSON is no typed plan.
    """
    body, aims = typed["organization"], typed["focus"]
    return Plan(
        title=typed["title"],
        document_number=typed["document_number"],
        basis=tuple(typed["basis"]),
        period=Period(_day(typed["period"]["start"]), _day(typed["period"]["end"])),
        goals=tuple(_goal(goal) for goal in typed["goals"]),
        organization=Organization(
            posts=tuple(Post(post["role"], post["holder"]) for post in body["posts"]),
            members=tuple(body["members"]),
            offices=tuple(body["offices"]),
            requirements=tuple(body["requirements"]),
        ),
        focus=Focus(tuple(aims["fraud_types"]), tuple(aims["places"]), tuple(aims["groups"])),
        measures=tuple(_measure(measure) for measure in typed["measures"]),
        phases=tuple(_phase(phase) for phase in typed["phases"]),
        reports=tuple(_report(report) for report in typed["reports"]),
        annexes=tuple(Annex(annex["name"], annex["attached"]) for annex in typed["annexes"]),
    )


def _goal(goal: Typed) -> Goal:
    return Goal(goal["indicator"], Direction(goal["direction"]), goal["target"], _span(goal["source"]))


def _measure(measure: Typed) -> Measure:
    quota, cadence = measure["quota"], measure["cadence"]
    return Measure(
        id=measure["id"],
        title=measure["title"],
        text=measure["text"],
        channels=tuple(Channel(channel) for channel in measure["channels"]),
        targets=tuple(measure["targets"]),
        units=tuple(measure["units"]),
        assisting=tuple(measure["assisting"]),
        quota=Quota(QuotaKind(quota["kind"]), quota["value"]) if quota else None,
        cadence=Cadence(cadence["times"], Per(cadence["per"])) if cadence else None,
        due=_day(measure["due"]),
        source=_span(measure["source"]),
    )


def _phase(phase: Typed) -> Phase:
    return Phase(phase["name"], _day(phase["start"]), _day(phase["end"]), _span(phase["source"]))


def _report(report: Typed) -> Report:
    cadence = report["cadence"]
    return Report(
        name=report["name"],
        to=report["to"],
        via=report["via"],
        due=_day(report["due"]),
        cadence=ReportCadence(Per(cadence["per"]), cadence["day"], cadence.get("times", 1)) if cadence else None,
        source=_span(report["source"]),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _span(source: Typed) -> Span:
    return Span(source["start"], source["end"])
