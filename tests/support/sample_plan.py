"""A fictional typed plan, in the shape of ``wuzha plan read --json``."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

TEXT = "第一阶段：二月上旬前召开全局工作部署会，统一步调。第二阶段：全面铺开。"


def measure(clause: str, *channels: str, **more: Any) -> dict[str, Any]:
    made = {
        "id": clause,
        "title": f"措施{clause}",
        "text": "",
        "channels": list(channels),
        "targets": [],
        "units": ["物业科"],
        "assisting": [],
        "quota": None,
        "cadence": None,
        "due": None,
        "source": {"start": 0, "end": 0},
    }
    return {**made, **more}


def report(
    name: str, due: str | None = None, per: str | None = None, day: int | None = None, times: int = 1
) -> dict[str, Any]:
    cadence = {"per": per, "day": day} | ({"times": times} if times > 1 else {}) if per else None
    source = {"start": 5, "end": 9}
    return {"name": name, "to": "局办公室", "via": None, "due": due, "cadence": cadence, "source": source}


_PLAN: dict[str, Any] = {
    "title": "示例方案",
    "document_number": None,
    "basis": [],
    "period": {"start": "2026-01-01", "end": "2026-12-31"},
    "goals": [],
    "organization": {"posts": [], "members": ["办公室", "物业科", "市场科"], "offices": [], "requirements": []},
    "focus": {"fraud_types": [], "places": [], "groups": []},
    "measures": [],
    "phases": [],
    "reports": [],
    "annexes": [],
    "problems": [],
}


def plan(*measures: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**deepcopy(_PLAN), "measures": list(measures), **more}
