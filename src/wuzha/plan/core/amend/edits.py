"""An edit of a typed plan: some fields of an entry set, an entry added, an entry dropped."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from wuzha.plan.core.amend import problems as kinds
from wuzha.plan.core.amend.fields import FIELDS, NOTHING, FieldError, stretch
from wuzha.plan.core.diff import Part
from wuzha.plan.core.typed import Typed
from wuzha.problems import Problem, WuzhaError

NOWHERE = {"start": 0, "end": 0}
"""The place of an entry that no text says."""


class Op(StrEnum):
    """What an edit does."""

    SET = "set"
    ADD = "add"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Edit:
    """What is done to which entry: ``at`` is its place in the part, from 1 (none for head, organisation and focus).

    ``values`` are JSON values by field. A new entry may say with ``source`` where in the text it stands.
    """

    part: Part
    op: Op
    at: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The shape in which a version keeps the edit that made it."""
        return asdict(self)


def amend(typed: Typed, edit: Edit, text: str) -> dict[str, Any]:
    """The typed plan after the edit. Its problems are those of before: see ``recheck``.

    Raises :class:`WuzhaError` with a problem for each field that cannot be kept, its ``place`` the field's name.
    """
    if edit.part not in FIELDS:
        raise WuzhaError(Problem(kinds.NO_SUCH_CLAUSE))
    made = deepcopy(dict(typed))
    if edit.part in (Part.HEAD, Part.ORGANIZATION, Part.FOCUS):
        target = made if edit.part is Part.HEAD else made[edit.part]
        target.update(_checked(edit, text, target))
        return made
    entries: list[dict[str, Any]] = made[edit.part]
    if edit.op is Op.ADD:
        entry = {**NOTHING[edit.part], "source": NOWHERE}
        entry |= _checked(edit, text, dict.fromkeys(FIELDS[edit.part]) | entry)
        _insert(entries, entry)
        return made
    if edit.at is None or not 1 <= edit.at <= len(entries):
        raise WuzhaError(Problem(kinds.NO_SUCH_CLAUSE))
    if edit.op is Op.DROP:
        del entries[edit.at - 1]
    else:
        entries[edit.at - 1].update(_checked(edit, text, entries[edit.at - 1]))
    return made


def entry_of(typed: Typed, part: Part, at: int | None) -> Typed:
    """The entry that a part and a place name. Raises ``LookupError`` where there is none."""
    if part is Part.HEAD:
        return typed
    found: Typed = typed[part] if at is None else typed[part][at - 1]
    return found


def _checked(edit: Edit, text: str, before: Typed) -> dict[str, Any]:
    """The values of the edit as they are kept; of a new entry every field."""
    parsers, found = FIELDS[edit.part], list[Problem]()
    names = parsers if edit.op is Op.ADD else [name for name in edit.values if name != "source"]
    kept: dict[str, Any] = {}
    for name in names:
        if name not in parsers:
            found.append(Problem(kinds.NO_SUCH_FIELD, name, {"field": name}))
            continue
        try:
            kept[name] = parsers[name](edit.values.get(name, before.get(name)))
        except FieldError as wrong:
            found.append(Problem(wrong.kind, name, wrong.values))
    if edit.part is Part.PHASES and not found:
        found += _disordered({**before, **kept})
    if "source" in edit.values:
        kept["source"] = edit.values["source"]
        found += _outside(kept["source"], text)
    if found:
        raise WuzhaError(*found)
    return kept


def _disordered(phase: Typed) -> list[Problem]:
    try:
        stretch(phase)
    except FieldError as wrong:
        return [Problem(wrong.kind, "end", wrong.values)]
    return []


def _outside(source: Any, text: str) -> list[Problem]:
    """Whether a place is no stretch of the text with something in it."""
    ends = [source.get(name) if isinstance(source, Mapping) else None for name in ("start", "end")]
    start, end = (one if isinstance(one, int) and not isinstance(one, bool) else -1 for one in ends)
    inside = 0 <= start < end <= len(text) and set(source) == {"start", "end"} and text[start:end].strip()
    return [] if inside else [Problem(kinds.NOT_IN_TEXT, "source")]


def _insert(entries: list[dict[str, Any]], entry: dict[str, Any]) -> None:
    """Where the text has it; behind all others where it has not."""
    start = entry["source"]["start"]
    later = (at for at, other in enumerate(entries) if other["source"]["start"] > start)
    entries.insert(next(later, len(entries)) if entry["source"] != NOWHERE else len(entries), entry)
