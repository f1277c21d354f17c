"""The difference of two plans in words: parts, fields and values as the office calls them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.plan.core.diff import Change, FieldChange, Part
from wuzha.terms import Channel
from wuzha.web.pages.plan_reading import amount, report_time, rhythm
from wuzha.web.words import word

PARTS: Mapping[Part, Promise] = {
    Part.HEAD: _("Head of the plan"),
    Part.GOALS: _("Goals"),
    Part.ORGANIZATION: _("Organisation"),
    Part.FOCUS: _("Focus"),
    Part.MEASURES: _("Measures"),
    Part.PHASES: _("Phases"),
    Part.REPORTS: _("To hand in"),
    Part.ANNEXES: _("Annexes"),
}
CHANGES: Mapping[Change, Promise] = {
    Change.ADDED: _("added"),
    Change.DROPPED: _("dropped"),
    Change.CHANGED: _("changed"),
}
FIELDS: Mapping[str, Promise] = {
    "title": _("Title"),
    "text": _("Wording"),
    "channels": _("Channels"),
    "targets": _("Where and whom"),
    "units": _("Accountable"),
    "assisting": _("Assisting"),
    "quota": _("How much"),
    "cadence": _("How often"),
    "due": _("By when"),
    "document_number": _("Document number"),
    "basis": _("Basis"),
    "period": _("Period"),
    "indicator": _("Indicator"),
    "direction": _("Direction"),
    "target": _("Target"),
    "posts": _("Posts"),
    "members": _("Members"),
    "offices": _("Office"),
    "requirements": _("Every unit must"),
    "fraud_types": _("Types of fraud"),
    "places": _("Places"),
    "groups": _("Groups of people"),
    "name": _("Name"),
    "start": _("First day"),
    "end": _("Last day"),
    "to": _("To whom"),
    "via": _("By which way"),
    "attached": _("Attached"),
}
_LONGEST_MARKED = 2_000
DIRECTIONS = {"up": _("upwards"), "down": _("downwards")}


def said(change: FieldChange, value: Any) -> str:
    """One side of a change in words; empty where the plan says nothing."""
    if value is None or value == [] or value == "":
        return ""
    if change.field == "quota":
        return amount(value)
    if change.field == "cadence":
        return report_time({"cadence": value, "due": None}) if "day" in value else rhythm(value, None)
    if change.field == "channels":
        return "、".join(word(Channel(channel)) for channel in value)
    if change.field == "direction":
        return str(DIRECTIONS[value])
    if change.field == "period":
        return f"{value['start'] or '…'} – {value['end'] or '…'}"
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list | tuple):
        return "、".join(_plain(item) for item in value)
    if isinstance(value, Mapping):
        return " ".join(str(item) for item in value.values())
    return str(value)


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of one side of a change, and whether the other side lacks it."""

    text: str
    only_here: bool


def marked(old: str, new: str) -> tuple[list[Marked], list[Marked]]:
    """Both sides, cut where they part; long ones are only set side by side."""
    if not old or not new or max(len(old), len(new)) > _LONGEST_MARKED:
        return [Marked(old, bool(old))], [Marked(new, bool(new))]
    left, right = list[Marked](), list[Marked]()
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left += [Marked(old[first:last], kind != "equal")] if first < last else []
        right += [Marked(new[start:end], kind != "equal")] if start < end else []
    return left, right
