"""From an edit to the next version: the edit is applied, the problems are found again, the version is kept.

A plan that is written in the typed form has no document of its own: its text is the official document that it would
be exported as, so that both sides of its page and its export say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wuzha.duties.core.calendar import is_working_day
from wuzha.plan import queries
from wuzha.plan.actions import Author, correct
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.amend import Edit, Op, amend, recheck
from wuzha.plan.core.amend.edits import NOWHERE, entry_of
from wuzha.plan.core.amend.problems import NOT_NEWEST
from wuzha.plan.core.amend.proposing import find
from wuzha.plan.core.amend.rebasing import OvertakenError, rebase
from wuzha.plan.core.diff import Part
from wuzha.plan.core.documents import from_bytes
from wuzha.plan.core.layout import document_of, layout_of
from wuzha.plan.core.source import Document
from wuzha.plan.core.typed import Typed, plan_of
from wuzha.plan.core.vocabulary import Vocabulary
from wuzha.plan.queries import vocabulary_of
from wuzha.problems import Problem, WuzhaError
from wuzha.reports.core.official import write_official
from wuzha.reports.core.plan_document import DRAFTED, plan_document
from wuzha.web import clock

if TYPE_CHECKING:
    from wuzha.plan.models import Version

_PLACED = {Part.MEASURES: "id", Part.GOALS: "indicator", Part.PHASES: "name", Part.REPORTS: "name"}
"""The parts whose entries have a place in the text, and what tells an entry from its neighbours."""
_ATTEMPTS = 3


def edited(version: Version, edit: Edit, by: Author) -> Version:
    """The version after the edit; itself where the edit changes nothing.

    Where somebody else has made a newer version meanwhile, the edit goes onto that one, as long as it does not touch
    what they changed; the newest version is given where it says already what the edit asks for. Raises ``WuzhaError``.
    """
    for attempt in range(_ATTEMPTS):
        newest = queries.newest(version.plan_id) or version
        rebased = edit if newest.id == version.id else _onto(version, edit, newest)
        if rebased is None:
            return newest
        try:
            return _kept(newest, rebased, by)
        except WuzhaError as error:
            # Somebody else's version came in between: the same again, onto that one.
            if attempt + 1 == _ATTEMPTS or not any(one.kind is NOT_NEWEST for one in error.problems):
                raise
    raise AssertionError("the last attempt returns or raises")


def _onto(version: Version, edit: Edit, newest: Version) -> Edit | None:
    written = version.written and newest.written  # their texts are made of what they say: a place in one is in both
    try:
        return rebase(edit, version.typed, version.text, newest.typed, version.text if written else newest.text)
    except OvertakenError as error:
        raise WuzhaError(Problem(NOT_NEWEST, "", {"number": newest.number, "author": newest.author})) from error


def _kept(version: Version, edit: Edit, by: Author) -> Version:
    typed = amend(version.typed, edit, version.text)
    year, now, vocabulary = version.plan.year, clock.now(), vocabulary_of(version.district_id)
    if bare(typed) == bare(version.typed):
        return version
    if edit.op is Op.SET:
        edit = replace(edit, values=_changed(edit, version.typed, typed))
    if not version.written:
        document = source_of(version)
        return correct(version, recheck(typed, document, year, is_working_day, vocabulary), edit, by, now)
    document, typed = composed(typed, year, vocabulary)
    return correct(version, typed, edit, by, now, text=document.text, layout=layout_of(document))


def source_of(version: Version) -> Document:
    """The document that a version was read from."""
    return document_of(version.filename, version.text, version.layout)


def composed(typed: Typed, year: int, vocabulary: Vocabulary) -> tuple[Document, dict[str, Any]]:
    """The plan's own document, and the plan with its places in that text and the problems it has."""
    content = write_official(plan_document(plan_of(typed), year), DRAFTED)
    document = from_bytes("plan.docx", content)
    heard = as_dict(read(document, year, vocabulary))
    placed = dict(typed)
    for part, name in _PLACED.items():
        placed[part.value] = _placed(typed[part], heard[part], name, document.text)
    return document, recheck(placed, document, year, is_working_day, vocabulary)


def bare(typed: Typed) -> dict[str, Any]:
    """What a typed plan says, without its problems."""
    return {name: value for name, value in typed.items() if name != "problems"}


def _changed(edit: Edit, old: Typed, new: Typed) -> dict[str, Any]:
    """What an edit set to something else: a form sends all of its fields."""
    before, after = (entry_of(typed, edit.part, edit.at) for typed in (old, new))
    return {name: after[name] for name in edit.values if after[name] != before[name]}


def _placed(entries: list[dict[str, Any]], heard: list[dict[str, Any]], name: str, text: str) -> list[dict[str, Any]]:
    """The entries with the places at which the text was heard to say them, each place once; where it is heard to say
    something else, the place of their name."""
    left: list[Mapping[str, Any]] = list(heard)
    placed = []
    for entry in entries:
        found = next((one for one in left if one[name] == entry[name]), None)
        if found is not None:
            left.remove(found)
        placed.append({**entry, "source": found["source"] if found else _named(text, entry[name])})
    return placed


def _named(text: str, name: str) -> dict[str, int]:
    place = find(text, name)
    return {"start": place.start, "end": place.end} if place else NOWHERE
