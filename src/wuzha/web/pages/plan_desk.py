"""The typed plan as its page shows it: entries in words, the problems of each beside it, the units its names mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.duties.core.binding import Binding
from wuzha.duties.core.units import UnitRecord
from wuzha.plan.actions import Decided
from wuzha.plan.core.amend.rechecking import problem_key
from wuzha.plan.core.diff import Part
from wuzha.problems import Severity
from wuzha.terms import Channel
from wuzha.web.pages.plan_reading import Typed, amount, report_time, rhythm
from wuzha.web.plan_changes import DIRECTIONS, PARTS
from wuzha.web.retelling import retold
from wuzha.web.templatetags.wuzha import SEVERITY_ICONS, icon
from wuzha.web.words import word

if TYPE_CHECKING:
    from wuzha.plan.models import Decision

LETTERS: Mapping[Part, str] = {
    Part.HEAD: "h",
    Part.GOALS: "g",
    Part.ORGANIZATION: "o",
    Part.FOCUS: "f",
    Part.MEASURES: "m",
    Part.PHASES: "p",
    Part.REPORTS: "r",
}
"""The first letter of an entry's label, which names it on both sides of the page."""
SEVERITIES = {"error": _("Error"), "warning": _("Warning"), "note": _("Note")}
_SHORT = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A problem in the reader's language, and what was decided about it."""

    label: str
    at: int
    told: Mapping[str, Any]
    state: Decided
    decision: Decision | None
    icon: str

    @property
    def open(self) -> bool:
        return self.state is Decided.OPEN


@dataclass(slots=True)
class Entry:
    """One entry of the typed plan: where it is changed, what it says, what is wrong with it."""

    part: Part
    at: int
    title: str
    clause: str = ""
    ways: Sequence[str] = ()
    times: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    units: str = ""
    assisting: str = ""
    in_text: bool = True
    problems: list[Found] = field(default_factory=list)

    @property
    def label(self) -> str:
        return label_of(self.part, self.at)

    @property
    def path(self) -> str:
        """Where it is corrected, below the version's own address."""
        return f"edit/{self.part}/{self.at}/"

    @property
    def wants_channel(self) -> bool:
        return self.part is Part.MEASURES and not self.ways

    @property
    def is_measure(self) -> bool:
        return self.part is Part.MEASURES


@dataclass(frozen=True, slots=True)
class Desk:
    """The right side of the page: entries by part, the problems of the plan as a whole, how many stand how."""

    whole: Entry
    parts: Sequence[tuple[Part, str, Sequence[Entry]]]
    general: Sequence[Found]
    counts: Mapping[str, int]


def label_of(part: Part, at: int) -> str:
    """``m3``: the third measure."""
    return f"{LETTERS[part]}{at}" if part in LISTED else LETTERS[part]


def desk(
    typed: Typed, binding: Binding, units: Mapping[int, UnitRecord], decisions: Mapping[str, Decision], asking: str
) -> Desk:
    """Everything the page shows of a version beside its text. ``asking`` is the address at which names are answered;
    empty for visitors who do not answer."""
    known = _Names(binding, units, asking)
    parts = {
        part: [make(part, at, one, known) for at, one in enumerate(typed[part], start=1)]
        for part, make in LISTED.items()
    }
    whole = _head(typed)
    found = problems(typed, decisions)
    general = _beside(typed, parts, found)
    singles = [_single(part, typed[part]) for part in (Part.ORGANIZATION, Part.FOCUS)]
    shown: list[tuple[Part, str, Sequence[Entry]]] = [
        (part, str(PARTS[part]), entries) for part, entries in parts.items()
    ]
    shown += [(one.part, one.title, [one]) for one in singles]
    counts = Counter(one.state.value for one in found)
    counts.update(f"open_{one.told['severity']}" for one in found if one.open)
    return Desk(whole, shown, general, {name: counts[name] for name in _COUNTED})


def keys(*, correcting: bool) -> list[tuple[Sequence[str], str]]:
    """The page's own keys and what each does, for the list of shortcuts."""
    known: list[tuple[Sequence[str], str]] = [
        (("n", "p"), gettext("Next and previous open problem")),
        (("j", "k"), gettext("Next and previous entry of the plan")),
    ]
    if correcting:
        known.append((("Enter",), gettext("Correct the entry, or decide about the problem, that has the focus")))
        known.append((("Esc",), gettext("Shut the form without keeping it")))
    return known


_COUNTED = ("open", "accepted", "resolved", "open_error", "open_warning", "open_note")


def problems(typed: Typed, decisions: Mapping[str, Decision]) -> list[Found]:
    """What is wrong in the plan, in the order of the text, with what was decided."""
    found = []
    icons = {name: icon(SEVERITY_ICONS[Severity(name)], str(said)) for name, said in SEVERITIES.items()}
    decided = icon("circle-check", gettext("Decided"))
    for at, stored in enumerate(typed["problems"], start=1):
        made = decisions.get(problem_key(stored))
        state = Decided(made.state) if made else Decided.OPEN
        shown = icons[stored["severity"]] if state is Decided.OPEN else decided
        found.append(Found(f"q{at}", at, retold(stored, gettext), state, made, shown))
    return found


class _Names:
    """The names of the plan with their units."""

    def __init__(self, binding: Binding, units: Mapping[int, UnitRecord], asking: str) -> None:
        self.binding, self.units, self.asking = binding, units, asking
        self.asked = {question.name for question in binding.questions}
        self.question, self.sign = gettext("who is meant?"), icon("help-circle")

    def all(self, names: Sequence[str], label: str) -> str:
        """The names of one list, each with what it means, or with the way to say so."""
        return mark_safe("".join(self._one(name, label) for name in names))  # every one comes from format_html

    def _one(self, name: str, label: str) -> str:
        if name not in self.asked:
            units = self._units(name)
            who = format_html('<span class="wz-who">{}</span>', units) if units and units != name else ""
            return format_html('<span class="wz-unit">{}{}</span>', name, who)
        if not self.asking:
            return format_html('<span class="wz-unit is-asked">{}</span>', name)
        return format_html(
            '<a class="wz-unit is-asked" data-edit="at-{}" href="{}?only={}&amp;back={}">'
            '{}{}<span class="wz-who">{}</span></a>',
            label, self.asking, quote(name), label, self.sign, name, self.question,
        )  # fmt: skip

    def _units(self, name: str) -> str:
        bound = self.binding.names.get(name)
        if bound is None:
            return ""
        if not bound.unit_ids:
            return gettext("nobody is meant")
        if len(bound.unit_ids) > _SHORT:
            return gettext("{count} units").format(count=len(bound.unit_ids))
        return "、".join(self.units[unit_id].name for unit_id in bound.unit_ids)


def _measure(part: Part, at: int, measure: Typed, names: _Names) -> Entry:
    label = label_of(part, at)
    times = (rhythm(measure["cadence"], measure["due"]), amount(measure["quota"]))
    return Entry(
        part, at, measure["title"],
        clause=measure["id"],
        ways=[word(Channel(channel)) for channel in measure["channels"]],
        times=[one for one in times if one],
        facts=_said([(gettext("Where and whom"), "、".join(measure["targets"]))]),
        units=names.all(measure["units"], label),
        assisting=names.all(measure["assisting"], label),
        in_text=_in_text(measure),
    )  # fmt: skip


def _report(part: Part, at: int, report: Typed, _known: _Names) -> Entry:
    facts = [
        (gettext("To whom"), report["to"]),
        (gettext("By which way"), report["via"]),
        (gettext("By when"), report_time(report) or gettext("no date")),
    ]
    return Entry(part, at, report["name"], facts=_said(facts), in_text=_in_text(report))


def _phase(part: Part, at: int, phase: Typed, _known: _Names) -> Entry:
    days = f"{phase['start'] or '…'} – {phase['end'] or '…'}"
    return Entry(part, at, phase["name"], times=[days], in_text=_in_text(phase))


def _goal(part: Part, at: int, goal: Typed, _known: _Names) -> Entry:
    aim = f"{DIRECTIONS[goal['direction']]} {goal['target'] or ''}".strip()
    return Entry(part, at, goal["indicator"], times=[aim], in_text=_in_text(goal))


LISTED = {Part.MEASURES: _measure, Part.REPORTS: _report, Part.PHASES: _phase, Part.GOALS: _goal}
"""How the entries of the parts that have several are shown."""


def _head(typed: Typed) -> Entry:
    facts = [
        (gettext("Period"), f"{typed['period']['start'] or '…'} – {typed['period']['end'] or '…'}"),
        (gettext("Document number"), typed["document_number"]),
        (gettext("Basis"), "；".join(typed["basis"])),
    ]
    return Entry(Part.HEAD, 0, typed["title"], facts=_said(facts), in_text=False)


def _single(part: Part, body: Typed) -> Entry:
    if part is Part.ORGANIZATION:
        facts = [(post["role"], post["holder"]) for post in body["posts"]]
        facts += [
            (gettext("Members"), "、".join(body["members"])),
            (gettext("Office"), "、".join(body["offices"])),
            (gettext("Every unit must"), "；".join(body["requirements"])),
        ]
    else:
        facts = [
            (gettext("Types of fraud"), "、".join(body["fraud_types"])),
            (gettext("Places"), "、".join(body["places"])),
            (gettext("Groups of people"), "、".join(body["groups"])),
        ]
    return Entry(part, 0, str(PARTS[part]), facts=_said(facts), in_text=False)


def _said(facts: Sequence[tuple[str, str | None]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in facts if value]


def _in_text(entry: Typed) -> bool:
    return bool(entry["source"]["end"] > entry["source"]["start"])


def _beside(typed: Typed, entries: Mapping[Part, Sequence[Entry]], found: Sequence[Found]) -> list[Found]:
    """Put each problem beside the narrowest entry that holds its place, else beside the measure of its clause."""
    spans = list(_spans(typed))
    clauses = {measure["id"]: entry for measure, entry in zip(typed["measures"], entries[Part.MEASURES], strict=True)}
    general: list[Found] = []
    for one in found:
        place = one.told["source"]
        over = [span for span in spans if place and span[0] <= place["start"] and place["end"] <= span[1]]
        start, end, part, at = min(over, key=lambda span: span[1] - span[0], default=(0, 0, Part.HEAD, 0))
        entry = entries[part][at] if end > start else clauses.get(one.told["place"])
        (entry.problems if entry else general).append(one)
    return general


def _spans(typed: Typed) -> Iterator[tuple[int, int, Part, int]]:
    for part in LISTED:
        for at, entry in enumerate(typed[part]):
            yield entry["source"]["start"], entry["source"]["end"], part, at
