"""Who is meant by a name of the plan: from the spelling in the document to units of the registry.

Tried in this order: the office's answer; the name or an alias as written; the same with widths, spaces and case
folded; a name for nobody in particular; a group that expands; the one unit whose name is this one with a longer
ending or beginning. What is left is a question, asked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from wuzha.duties.core import problems as kinds
from wuzha.duties.core.groups import GROUPS, NEEDS_EVERY, NOBODY, Group
from wuzha.duties.core.units import UnitRecord, in_tree_order, width, within
from wuzha.problems import Kind, Problem
from wuzha.registry.core.text import fold
from wuzha.terms import Interval, UnitKind

Answers = Mapping[str, Sequence[int]]
"""Name as in the plan → ids of the units meant; none at all: the office decided that nobody is."""

ENDINGS = frozenset({
    "科", "科室", "室", "处", "股", "组", "局", "分局", "办", "办公室", "部", "部门", "委", "委员会", "中心", "所",
    "站", "队", "大队", "中队", "支队", "院", "校", "学校", "管理科", "管理局", "管理处", "管理中心", "服务中心",
    "事务中心", "街道", "街道办", "街道办事处", "镇", "镇政府", "村", "村委会", "村民委员会", "居委会", "居民委员会",
    "社区", "社区居委会", "公司", "有限公司", "企业", "支行", "网点",
})  # fmt: skip
"""What a name may lack or have too much of at its end and still mean the same unit."""

MAX_CANDIDATES = 5
_LEAST_LIKENESS = 0.34
_SECTIONS = frozenset({UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.CENTRE})


class How(StrEnum):
    """How a name was bound."""

    ANSWER = "answer"
    EXACT = "exact"
    SPELLING = "spelling"
    GROUP = "group"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Bound:
    """The units a name means, and how that is known. No units: the office decided that nobody is meant."""

    unit_ids: tuple[int, ...]
    how: How


@dataclass(frozen=True, slots=True)
class Question:
    """A name that could not be bound, why, and the units nearest to it by name (nearest first)."""

    name: str
    problem: Problem
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """What became of every name: bound or asked, each once, in the order given."""

    names: Mapping[str, Bound]
    questions: tuple[Question, ...] = ()

    def units(self, names: Iterable[str]) -> tuple[int, ...]:
        """The distinct units of several names, in order; names that are questions add none."""
        found = (unit_id for name in names if name in self.names for unit_id in self.names[name].unit_ids)
        return tuple(dict.fromkeys(found))

    def ignored(self, name: str) -> bool:
        """Whether the office decided that this name means nobody."""
        return name in self.names and not self.names[name].unit_ids


def bind(names: Iterable[str], units: Iterable[UnitRecord], answers: Answers, mentioned: Iterable[str] = ()) -> Binding:
    """Bind each distinct name to units, or ask. Names only ``mentioned`` are bound where they can be, never asked.

    ``answers`` are compared with spelling folded. Groups of the plan's own bureau need the other names first:
    the bureau is the smallest unit that holds every section among them.
    """
    asked = dict.fromkeys(name for name in names if name.strip())
    wanted = list({**asked, **dict.fromkeys(name for name in mentioned if name.strip())})
    directory = _Directory(units, answers)
    direct = {name: directory.one(name) for name in wanted}
    bureau = directory.bureau(found for name in asked if isinstance(found := direct[name], Bound))
    bound: dict[str, Bound] = {}
    questions = []
    for name in wanted:
        found = direct[name] or directory.many(name, bureau)
        if isinstance(found, Bound):
            bound[name] = found
        elif name in asked:
            questions.append(found)
    return Binding(bound, tuple(questions))


class _Directory:
    """The registry's units by folded name, and the answers given so far."""

    def __init__(self, units: Iterable[UnitRecord], answers: Answers) -> None:
        self.units = in_tree_order(units)
        self.by_id = {unit.id: unit for unit in self.units}
        self.folded = {unit.id: tuple(dict.fromkeys(map(fold, (unit.name, *unit.aliases)))) for unit in self.units}
        self.answers = {fold(name): tuple(meant) for name, meant in answers.items()}

    def one(self, name: str) -> Bound | Question | None:
        """What can be said without knowing the other names: ``None`` leaves a group or an unknown name."""
        key = fold(name)
        if key in self.answers:
            return self._answered(name, self.answers[key])
        exact = [unit.id for unit in self.units if name in (unit.name, *unit.aliases)]
        found = exact or [unit.id for unit in self.units if key in self.folded[unit.id]]
        if len(found) > 1:
            return self._ask(kinds.AMBIGUOUS_UNIT, name, found)
        if found:
            return Bound(tuple(found), How.EXACT if exact else How.SPELLING)
        if NOBODY.fullmatch(key):
            return self._ask(kinds.NOBODY_IN_PARTICULAR, name, [])
        return None if _group_of(key, sure=True) else self._by_ending(name, key)

    def many(self, name: str, bureau: Interval | None) -> Bound | Question:
        """A group, or a question with the nearest names."""
        group = _group_of(fold(name), sure=False)
        if group is None:
            return self._ask(kinds.UNKNOWN_UNIT, name, self._nearest(name))
        reach = bureau if group.own_bureau else None
        found = [u.id for u in self.units if u.kind in group.kinds and (reach is None or within(u.interval, reach))]
        return Bound(tuple(found), How.GROUP) if found else self._ask(kinds.EMPTY_GROUP, name, [])

    def bureau(self, bound: Iterable[Bound]) -> Interval | None:
        """The smallest unit that lies above every section bound, if there is one."""
        named = [self.by_id[unit_id] for one in bound for unit_id in one.unit_ids]
        sections = [unit.interval for unit in named if unit.kind in _SECTIONS]
        if not sections:
            return None
        above = (u.interval for u in self.units if all(within(s, u.interval) and s != u.interval for s in sections))
        return min(above, key=width, default=None)

    def _answered(self, name: str, meant: tuple[int, ...]) -> Bound | Question:
        if any(unit_id not in self.by_id for unit_id in meant):
            return self._ask(kinds.UNKNOWN_ANSWER, name, self._nearest(name))
        return Bound(meant, How.ANSWER)

    def _by_ending(self, name: str, key: str) -> Bound | Question | None:
        if len(key) < 2:
            return None
        longer = [unit.id for unit in self.units if any(_same_but_ending(key, own) for own in self.folded[unit.id])]
        found = longer or [
            unit.id
            for unit in self.units
            if any(own.endswith(key) or key.endswith(own) for own in self.folded[unit.id])
        ]
        if len(found) == 1:
            return Bound(tuple(found), How.ENDING)
        return self._ask(kinds.AMBIGUOUS_UNIT, name, found) if found and not _group_of(key, sure=False) else None

    def _nearest(self, name: str) -> list[int]:
        key = fold(name)
        likeness = {
            unit.id: max(SequenceMatcher(None, key, own, autojunk=False).ratio() for own in self.folded[unit.id])
            for unit in self.units
        }
        near = [unit.id for unit in self.units if likeness[unit.id] >= _LEAST_LIKENESS]
        return sorted(near, key=lambda unit_id: -likeness[unit_id])[:MAX_CANDIDATES]

    def _ask(self, kind: Kind, name: str, candidates: Sequence[int]) -> Question:
        shown = "、".join(self.by_id[unit_id].name for unit_id in candidates[:MAX_CANDIDATES]) or "—"
        return Question(name, Problem(kind, name, {"name": name, "candidates": shown}), tuple(candidates))


def _group_of(key: str, *, sure: bool) -> Group | None:
    if sure and not NEEDS_EVERY.search(key):
        return None
    return next((group for group in GROUPS if group.pattern.fullmatch(key)), None)


def _same_but_ending(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and long[len(short) :] in ENDINGS
