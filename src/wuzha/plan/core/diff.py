"""What became of a plan: by clause what was added, dropped or changed. A clause that only moved is no change.

Clauses are paired by what they say: equal content first, then likeness (Dice's coefficient over pairs of characters:
L. R. Dice, Ecology 26, 1945), and only then by their number. Spelling is compared in canonical form, so that
brackets and digits of another width are no change either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from dataclasses import fields as fields_of
from enum import StrEnum
from functools import lru_cache
from typing import Any

from wuzha.plan.core.model import Annex, Focus, Goal, Measure, Organization, Phase, Report
from wuzha.plan.core.typed import Typed
from wuzha.plan.core.view import plain

LIKE = 0.5
"""From this likeness on two clauses are versions of one another, whatever their numbers."""
FAINTLY_LIKE = 0.15
"""From this likeness on two clauses of the same number are."""


class Part(StrEnum):
    """The parts of a typed plan that are compared."""

    HEAD = "head"
    GOALS = "goals"
    ORGANIZATION = "organization"
    FOCUS = "focus"
    MEASURES = "measures"
    PHASES = "phases"
    REPORTS = "reports"
    ANNEXES = "annexes"


class Change(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, in plain JSON values."""

    field: str
    old: Any
    new: Any

    @property
    def added(self) -> tuple[Any, ...]:
        """Of a list: what the new one has and the old one has not."""
        return _missing(self.new, self.old)

    @property
    def dropped(self) -> tuple[Any, ...]:
        """Of a list: what the old one has and the new one has not."""
        return _missing(self.old, self.new)


@dataclass(frozen=True, slots=True)
class ClauseDiff:
    """What became of one clause: ``old`` and ``new`` are its places in the part, from 1; ``None`` where it is not.

    ``clause`` is its number (the new one, where there is one), ``before`` the old number where it moved as well.
    """

    part: Part
    change: Change
    clause: str
    title: str
    before: str | None = None
    fields: tuple[FieldChange, ...] = ()
    old: int | None = None
    new: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A measure that says the same under another number."""

    before: str
    clause: str
    title: str


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Every clause that is not as it was, in the new plan's order; what moved; how many stayed as they were."""

    clauses: tuple[ClauseDiff, ...]
    moved: tuple[Moved, ...]
    unchanged: int

    def __bool__(self) -> bool:
        """Whether anything changed; moving alone does not count."""
        return bool(self.clauses)

    def of(self, change: Change) -> tuple[ClauseDiff, ...]:
        """The clauses of one kind of change."""
        return tuple(clause for clause in self.clauses if clause.change is change)

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``wuzha plan diff --json``."""
        return {
            "clauses": [asdict(clause) for clause in self.clauses],
            "moved": [asdict(moved) for moved in self.moved],
            "unchanged": self.unchanged,
        }


def diff(old: Typed, new: Typed) -> PlanDiff:
    """What it takes to come from one typed plan to another. Problems and places in the text are not compared."""
    clauses: list[ClauseDiff] = []
    moved: list[Moved] = []
    unchanged = 0
    for part in Part:
        if part in _LISTS:
            found, shifted, same = _compare(part, old[part], new[part])
            clauses += found
            moved += shifted
            unchanged += same
        else:
            fields = changed_fields(
                part, old if part is Part.HEAD else old[part], new if part is Part.HEAD else new[part]
            )
            if fields:
                clauses.append(ClauseDiff(part, Change.CHANGED, "", new["title"], fields=fields))
    return PlanDiff(tuple(clauses), tuple(moved), unchanged)


@dataclass(frozen=True, slots=True)
class _List:
    """How the clauses of a part are named and likened: by their ``label``, and by longer ``words`` where they have."""

    label: Callable[[Typed], str]
    words: Callable[[Typed], str]


_LISTS: Mapping[Part, _List] = {
    Part.GOALS: _List(lambda goal: goal["indicator"], lambda goal: goal["indicator"]),
    Part.MEASURES: _List(lambda measure: measure["title"], lambda measure: measure["text"]),
    Part.PHASES: _List(lambda phase: phase["name"], lambda phase: phase["name"]),
    Part.REPORTS: _List(lambda report: report["name"], lambda report: f"{report['name']}{report['to'] or ''}"),
    Part.ANNEXES: _List(lambda annex: annex["name"], lambda annex: annex["name"]),
}
_NOT_CONTENT = frozenset({"id", "source"})
_HEAD = ("title", "document_number", "basis", "period")
_MODELS: Mapping[Part, type] = {
    Part.GOALS: Goal,
    Part.ORGANIZATION: Organization,
    Part.FOCUS: Focus,
    Part.MEASURES: Measure,
    Part.PHASES: Phase,
    Part.REPORTS: Report,
    Part.ANNEXES: Annex,
}
_NAMES: Mapping[Part, tuple[str, ...]] = {
    Part.HEAD: _HEAD,
    **{
        part: tuple(one.name for one in fields_of(model) if one.name not in _NOT_CONTENT)
        for part, model in _MODELS.items()
    },
}
"""The fields of each part, in the order in which they are told."""


def _compare(part: Part, old: Sequence[Typed], new: Sequence[Typed]) -> tuple[list[ClauseDiff], list[Moved], int]:
    label, pairs = _LISTS[part].label, counterparts(part, old, new)
    clauses: list[tuple[int, int, ClauseDiff]] = []
    moved = []
    unchanged = 0
    for at, clause in enumerate(new):
        number, title = clause.get("id", ""), label(clause)
        if at not in pairs:
            added = ClauseDiff(part, Change.ADDED, number, title, fields=changed_fields(part, {}, clause), new=at + 1)
            clauses.append((at, 1, added))
            continue
        was = old[pairs[at]]
        before = was.get("id", "")
        fields = changed_fields(part, was, clause)
        shifted = before if plain(before) != plain(number) else None
        if fields:
            changed = ClauseDiff(part, Change.CHANGED, number, title, shifted, fields, pairs[at] + 1, at + 1)
            clauses.append((at, 1, changed))
        elif shifted is not None:
            moved.append(Moved(shifted, number, title))
        else:
            unchanged += 1
    kept = {before: at for at, before in pairs.items()}
    for at in sorted(set(range(len(old))) - set(kept)):
        # A dropped clause stands where it was: behind what is kept of the clauses before it.
        place = max((kept[before] for before in kept if before < at), default=-1)
        gone = ClauseDiff(part, Change.DROPPED, old[at].get("id", ""), label(old[at]), old=at + 1)
        clauses.append((place, 2, gone))
    clauses.sort(key=lambda one: one[:2])
    return [clause for _, _, clause in clauses], moved, unchanged


def counterparts(part: Part, old: Sequence[Typed], new: Sequence[Typed]) -> dict[int, int]:
    """Place in the new list → place in the old one, from 0, for the clauses that are versions of one another."""
    pairs: dict[int, int] = {}
    open_old, open_new = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))

    def take(before: int, after: int) -> None:
        if before in open_old and after in open_new:
            del open_old[before], open_new[after]
            pairs[after] = before

    for with_number in (True, False):
        left: dict[Any, list[int]] = {}
        for before in open_old:
            left.setdefault(_content(old[before], with_number), []).append(before)
        for after in list(open_new):
            same = left.get(_content(new[after], with_number))
            if same:
                take(same.pop(0), after)
    for before, after in _by_likeness(part, old, new, list(open_old), list(open_new)):
        take(before, after)
    return pairs


def _by_likeness(
    part: Part, old: Sequence[Typed], new: Sequence[Typed], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs that are alike enough, the likeliest first; at equal likeness the same number, then the nearest place."""
    found = []
    for before in left:
        for after in right:
            likeness = _likeness(part, old[before], new[after])
            same_number = "id" in new[after] and plain(old[before]["id"]) == plain(new[after]["id"])
            if likeness >= (FAINTLY_LIKE if same_number else LIKE):
                found.append((likeness < LIKE, -likeness, not same_number, abs(before - after), before, after))
    return ((before, after) for *_, before, after in sorted(found))


def _likeness(part: Part, old: Typed, new: Typed) -> float:
    """From 0 to 1: the mean of how alike the labels and the words are."""
    label, words = _LISTS[part].label, _LISTS[part].words
    return (_dice(label(old), label(new)) + _dice(words(old), words(new))) / 2


def _dice(one: str, other: str) -> float:
    first, second = _pairs_of(one), _pairs_of(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 1.0


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return plain(text)


@lru_cache(maxsize=4096)
def _pairs_of(text: str) -> frozenset[str]:
    norm = _plain(text)
    return frozenset(norm[at : at + 2] for at in range(max(1, len(norm) - 1))) if norm else frozenset()


def changed_fields(part: Part, old: Typed, new: Typed) -> tuple[FieldChange, ...]:
    """The fields that say something else; of a clause that is new, those that say anything."""
    return tuple(
        FieldChange(name, old.get(name), new[name])
        for name in _NAMES[part]
        if canonical(old.get(name)) != canonical(new[name]) and (old or new[name])
    )


def _content(clause: Typed, with_number: bool) -> Any:
    return canonical(
        {name: value for name, value in clause.items() if name != "source" and (with_number or name != "id")}
    )


def canonical(value: Any) -> Any:
    """A JSON value with its spelling folded and without places in a text; hashable."""
    match value:
        case str():
            return _plain(value)
        case list() | tuple():
            return tuple(canonical(item) for item in value)
        case Mapping():
            return tuple((name, canonical(value[name])) for name in sorted(value) if name != "source")
        case _:
            return value


def _missing(here: Any, there: Any) -> tuple[Any, ...]:
    if not isinstance(here, list):
        return ()
    known = {canonical(item) for item in there or ()}
    return tuple(item for item in here if canonical(item) not in known)
