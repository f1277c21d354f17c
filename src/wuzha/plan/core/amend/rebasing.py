"""Two people at once: an edit made on an older version, put onto the newest one where both changes can stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wuzha.plan.core.amend.edits import Edit, Op, amend, entry_of
from wuzha.plan.core.diff import Part, canonical, counterparts
from wuzha.plan.core.typed import Typed


class OvertakenError(Exception):
    """Somebody else changed, in the meantime, just what the edit changes."""


def rebase(edit: Edit, old: Typed, old_text: str, new: Typed, new_text: str) -> Edit | None:
    """The edit of plan ``old`` as it goes onto plan ``new``; ``None`` where ``new`` says already what it asks for.

    Fields that the edit leaves as they were are not asked for. Raises :class:`OvertakenError` where a field was changed
    to something else by somebody else, where the entry is gone, or where a place in the text is no place any more.
    Raises ``WuzhaError`` as ``amend`` does.
    """
    wanted = amend(old, edit, old_text)
    match edit.op:
        case Op.ADD:
            return _added(edit, old, wanted, new, moved=old_text != new_text)
        case Op.DROP:
            return _dropped(edit, old, new)
        case Op.SET:
            return _set(edit, old, wanted, new)


def counterpart(part: Part, old: Typed, new: Typed, at: int | None) -> int | None:
    """Where entry ``at`` of plan ``old`` stands in plan ``new``; ``None`` where it does not."""
    if at is None:
        return None
    return next((here + 1 for here, was in counterparts(part, old[part], new[part]).items() if was == at - 1), None)


def _added(edit: Edit, old: Typed, wanted: Typed, new: Typed, *, moved: bool) -> Edit | None:
    known = [canonical(entry) for entry in old[edit.part]]
    (made,) = (entry for entry in map(canonical, wanted[edit.part]) if not _take(known, entry))
    since = [canonical(entry) for entry in old[edit.part]]
    if made in [entry for entry in map(canonical, new[edit.part]) if not _take(since, entry)]:
        return None
    if moved and "source" in edit.values:
        raise OvertakenError
    return edit


def _dropped(edit: Edit, old: Typed, new: Typed) -> Edit | None:
    at = counterpart(edit.part, old, new, edit.at)
    if at is None:
        return None
    if canonical(entry_of(old, edit.part, edit.at)) != canonical(entry_of(new, edit.part, at)):
        raise OvertakenError
    return replace(edit, at=at)


def _set(edit: Edit, old: Typed, wanted: Typed, new: Typed) -> Edit | None:
    at = counterpart(edit.part, old, new, edit.at)
    if edit.at is not None and at is None:
        raise OvertakenError
    before, after, here = (
        entry_of(old, edit.part, edit.at),
        entry_of(wanted, edit.part, edit.at),
        entry_of(new, edit.part, at),
    )
    changed = [name for name in edit.values if after[name] != before[name]]
    left = [name for name in changed if here[name] != after[name]]
    if any(canonical(here[name]) != canonical(before[name]) for name in left):
        raise OvertakenError
    return replace(edit, at=at, values={name: after[name] for name in left}) if left else None


def _take(entries: list[Any], entry: Any) -> bool:
    """Whether the entry is among them; it is taken out then, so that equal ones count one by one."""
    if entry not in entries:
        return False
    entries.remove(entry)
    return True
