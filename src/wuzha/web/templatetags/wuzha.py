"""Tags that draw the building blocks. ``{% load wuzha %}``; each is described in docs/reference/components.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from wuzha.problems import Problem, Severity
from wuzha.reports.core import figures
from wuzha.terms import DutyState
from wuzha.web.components import Chart, Heading, Line, Rung, Segment, Step, Tab, as_figure
from wuzha.web.retelling import retold
from wuzha.web.words import word as word_of

register = template.Library()

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"

STATE_ICONS = {
    DutyState.DONE: "check",
    DutyState.DONE_LATE: "clock-check",
    DutyState.OPEN: "circle",
    DutyState.DUE_SOON: "calendar-due",
    DutyState.LATE: "clock-exclamation",
    DutyState.NOT_COUNTED: "minus",
}
SEVERITY_ICONS = {
    Severity.ERROR: "alert-circle",
    Severity.WARNING: "alert-triangle",
    Severity.NOTE: "info-circle",
}


@cache
def _manifest(changed: float) -> dict[str, str]:
    names: dict[str, str] = json.loads((DIST / "manifest.json").read_text(encoding="utf8"))
    return names


@register.simple_tag
def asset(name: str) -> str:
    """Address of a built file by its plain name (``main.js``). Built by ``npm run build`` in ``frontend``."""
    changed = (DIST / "manifest.json").stat().st_mtime if settings.DEBUG else 0.0
    return static(f"dist/{_manifest(changed)[name]}")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Decoration beside words needs no label; an icon alone needs one."""
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="wz-icon" {}><use href="{}#{}"/></svg>', said, asset("icons.svg"), name)


@register.simple_tag
def pill(tone: str, text: str, icon_name: str = "") -> SafeString:
    """A status of any kind in the tone of a duty state: ``{% pill "late" _("Not reported") %}``."""
    return format_html(
        '<span class="wz-pill is-{}">{}{}</span>', tone, icon(icon_name or STATE_ICONS[DutyState(tone)]), text
    )


@register.simple_tag
def status(state: str) -> SafeString:
    """The pill of a duty state: icon, word, colour."""
    return pill(state, word_of(DutyState(state)))


@register.filter
def word(value: StrEnum) -> str:
    """The office's word for a value of the shared terms."""
    return word_of(value)


@register.filter
def grouped(number: int | float | None) -> str:
    """``12345`` as ``12,345``; nothing as an en dash."""
    return as_figure(number)


@register.simple_tag
def percent(part: int, whole: int) -> str:
    """A rate alone; only for places where part and whole already stand beside it."""
    return figures.percent(part, whole)


@register.simple_tag
def rate(part: int, whole: int) -> SafeString:
    """``1,204 / 1,310 · 91.9%``: never a rate without its denominator."""
    return format_html(
        '<span class="wz-rate"><b>{}</b> <span>/ {} · {}</span></span>',
        figures.thousands(part),
        figures.thousands(whole),
        figures.percent(part, whole),
    )


def _bars(parts: Iterable[tuple[str, int]], whole: int) -> SafeString:
    """Rectangles side by side in a 1000-wide drawing, so that no inline style is needed."""
    drawn, at = [], 0
    for tone, count in parts:
        width = count * 1000 // whole if whole else 0
        drawn.append((at, width, tone))
        at += width
    return format_html_join("", '<rect x="{}" y="0" width="{}" height="10" class="is-{}"/>', drawn)


@register.simple_tag
def meter(part: int, whole: int, tone: str = "accent") -> SafeString:
    """A bar filled to ``part`` of ``whole``; the figure stands beside it, so it is silent to screen readers."""
    return format_html(
        '<svg class="wz-meter" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        _bars([(tone, min(part, whole))], whole),
    )


@register.inclusion_tag("components/progress.html")
def progress(title: str, segments: Sequence[Segment], part: int, whole: int) -> dict[str, Any]:
    """A titled bar of several parts with its legend: duties of one measure by state."""
    bars = _bars([(segment.tone, segment.count) for segment in segments], whole)
    return {"title": title, "segments": segments, "part": part, "whole": whole, "bars": bars}


@register.inclusion_tag("components/ladder.html")
def ladder(rungs: Sequence[Rung], title: str = "", key: str = "ladder") -> dict[str, Any]:
    """The coverage ladder as bars, its table one key away."""
    return {"rungs": rungs, "title": title or gettext("Coverage ladder"), "key": key}


@register.inclusion_tag("components/problems.html")
def problems(found: Sequence[Problem | dict[str, Any]]) -> dict[str, Any]:
    """Coded problems: where, what is wrong, what to do. Takes problems or their stored ``as_dict``."""
    said = [retold(problem, gettext) if isinstance(problem, dict) else problem.as_dict(gettext) for problem in found]
    return {"problems": [entry | {"icon": SEVERITY_ICONS[Severity(entry["severity"])]} for entry in said]}


@register.inclusion_tag("components/steps.html")
def steps(entries: Sequence[Step]) -> dict[str, Any]:
    """Where one stands in a task of several pages."""
    return {"steps": entries}


@register.inclusion_tag("components/tabs.html")
def tabs(entries: Sequence[Tab], label: str = "") -> dict[str, Any]:
    """Several views of one thing; each is a link, so that it can be sent."""
    return {"tabs": entries, "label": label or gettext("Views")}


@register.inclusion_tag("components/chart.html")
def chart(drawing: Chart) -> dict[str, Any]:
    """A chart with its table one key away; without JavaScript the table stands there."""
    return {"chart": drawing, "data": drawing.as_json(), "id": f"chart-{drawing.key}"}


@register.inclusion_tag("components/matrix.html")
def matrix(corner: str, headings: Sequence[Heading], lines: Sequence[Line], caption: str = "") -> dict[str, Any]:
    """Units by measures with head and first column in sight; on a phone one list for each unit."""
    drawn = [(line, list(zip(headings, line.cells, strict=True))) for line in lines]
    return {"corner": corner, "headings": headings, "lines": drawn, "caption": caption}


@register.filter
def state_icon(state: str) -> str:
    """The icon of a duty state."""
    return STATE_ICONS[DutyState(state)]


@register.filter
def said(text: str | Promise) -> str:
    """Translate a stored English msgid (a stage's title, a problem's message)."""
    return gettext(str(text))


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The present address with some parameters changed: ``{% query month="2026-03" after=None %}``."""
    asked = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return f"?{asked.urlencode()}"
