"""The JSON shape of a typed plan, exactly as the contract of ``wuzha plan read --json`` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from wuzha.plan.core.model import Annex, Plan, ReportCadence
from wuzha.problems import Problem, Translate


def as_dict(plan: Plan, translate: Translate = str) -> dict[str, Any]:
    """A plan as plain JSON values: every key always present, dates ISO, problems in ``translate``'s language."""
    return {
        part.name: [problem.as_dict(translate) for problem in plan.problems]
        if part.name == "problems"
        else _plain(getattr(plan, part.name))
        for part in fields(plan)
    }


def _plain(value: object) -> Any:
    match value:
        case ReportCadence():
            # As it was before there were other rhythms: plans that were kept then compare as equal.
            often = {"times": value.times} if value.times > 1 else {}
            return {"per": str(value.per), "day": value.day} | often
        case Annex():
            return {"name": value.name, "attached": value.attached}
        case StrEnum():
            return str(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_plain(item) for item in value]
        case Mapping() | Problem():
            raise TypeError(f"not a part of a plan: {value!r}")
        case _ if is_dataclass(value):
            return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
        case _:
            return value
