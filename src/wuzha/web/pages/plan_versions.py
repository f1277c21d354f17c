"""The versions of a plan: who changed what, what differs between any two, and the second person who confirms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from wuzha.duties.actions import plan_key, prepare_typed
from wuzha.duties.core.comparison import Counted, DutyDiff, compare, duties
from wuzha.plan import queries
from wuzha.plan.actions import Author, confirm
from wuzha.plan.core.amend.carrying import aligned
from wuzha.plan.core.amend.rechecking import problem_key
from wuzha.plan.core.diff import Change, FieldChange, PlanDiff, diff
from wuzha.plan.core.typed import Typed
from wuzha.problems import WuzhaError
from wuzha.web import clock
from wuzha.web.access import READERS, allow, user_of
from wuzha.web.deputies import second_person
from wuzha.web.office import duty_settings
from wuzha.web.pages.plans import get_version
from wuzha.web.plan_changes import CHANGES, FIELDS, PARTS, Marked, marked, said
from wuzha.web.retelling import retold

if TYPE_CHECKING:
    from wuzha.plan.models import Decision, Version
    from wuzha.web.models import User

TONES = {Change.ADDED: ("done", "plus"), Change.DROPPED: ("late", "minus"), Change.CHANGED: ("due_soon", "edit")}
"""The tone and the icon of each change."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a changed clause: both sides in words, the changed letters marked."""

    field: str
    old: list[Marked]
    new: list[Marked]


@dataclass(frozen=True, slots=True)
class Told:
    """One clause of a difference in words."""

    part: str
    tone: str
    icon: str
    change: str
    number: str
    title: str
    lines: list[Line]


def author_of(user: User) -> Author:
    """The visitor as the plan room knows people."""
    return Author(user.id, user.name)


@allow(READERS)
def history(request: HttpRequest, version_id: int) -> HttpResponse:
    """Every version with its author and its change; any two can be compared."""
    version = get_version(version_id)
    found = queries.history(version.plan_id)
    context = {
        "version": version,
        "versions": found,
        "rows": [(one, edit_words(one)) for one in found],
        "others": _other_plans(version),
        "decisions": list(_decided(queries.decisions(version.plan_id))),
    }
    return render(request, "plans/history.html", context)


@allow(READERS)
def comparison(request: HttpRequest, version_id: int) -> HttpResponse:
    """What became of the plan since another version (``?with=``; else the one before), and what that does to duties.

    Another plan can be compared with as well; one of another year as it would read in the later one's year.
    """
    version = get_version(version_id)
    found, others = queries.history(version.plan_id), _other_plans(version)
    other = _other(version, [*found, *others], request.GET.get("with", ""))
    if other is None:
        return redirect("plan_history", version.id)
    one_plan = other.plan_id == version.plan_id
    old, new = sorted((other, version), key=lambda one: one.number if one_plan else one.plan.year)
    before = aligned(old.typed, old.plan.year, new.plan.year)
    change = diff(before, new.typed)
    context = {
        "version": version,
        "old": old,
        "new": new,
        "other": other,
        "one_plan": one_plan,
        "versions": found,
        "others": others,
        "told": list(_told(change)),
        "moved": change.moved,
        "counts": {kind.value: len(change.of(kind)) for kind in Change} | {"unchanged": change.unchanged},
        **_effect(old, before, new),
    }
    return render(request, "plans/comparison.html", context)


@allow(READERS)
@require_POST
def confirmation(request: HttpRequest, version_id: int) -> HttpResponse:
    """Confirm the version; its author is refused here, whatever the page showed."""
    version = get_version(version_id)
    try:
        user = user_of(request)
        second_person(user, [version.created_by], clock.today())
        new = confirm(version, author_of(user), clock.now())
    except WuzhaError as error:
        for problem in error.problems:
            messages.error(request, f"{problem.message(gettext)} {problem.remedy(gettext)}")
        return redirect("plan", version.id)
    done = gettext("Version {number} is confirmed and may be applied.")
    again = gettext("Version {number} was confirmed already.")
    messages.success(request, (done if new else again).format(number=version.number))
    return redirect("plan", version.id)


def _decided(found: list[Decision]) -> Iterator[tuple[Decision, str]]:
    """Each decision with its problem in the reader's language."""
    looked_at = {one.version_id: one.version for one in found}
    told = {
        problem_key(stored): retold(stored, gettext)
        for version in looked_at.values()
        for stored in version.typed["problems"]
    }
    for one in found:
        problem = told[one.key]
        yield one, f"{problem['code']} {problem['place']} {problem['message']}"


def edit_words(version: Version) -> str:
    """What made a version, in words."""
    edit = version.edit
    if edit is None:
        return (
            gettext("written in the form")
            if version.written
            else gettext("read from {file}").format(file=version.filename)
        )
    part = PARTS[edit["part"]]
    name = edit["values"].get("id") or edit["values"].get("title") or edit["values"].get("name") or ""
    if edit["op"] == "add":
        return gettext("{part}: entry added {name}").format(part=part, name=name).strip()
    if edit["op"] == "drop":
        return gettext("{part}: entry {number} taken out").format(part=part, number=edit["at"])
    fields = "、".join(str(FIELDS.get(field, field)) for field in edit["values"] if field not in ("id", "source"))
    number = edit["at"] or ""
    return gettext("{part} {number}: {fields} corrected").format(part=part, number=number, fields=fields)


def _other(version: Version, found: list[Version], asked: str) -> Version | None:
    ids = [one.id for one in found if one.id != version.id]
    if asked.isdigit() and int(asked) in ids:
        return queries.version(int(asked))
    before = [one.id for one in found if one.plan_id == version.plan_id and one.number < version.number]
    return queries.version(before[0]) if before else None


def _other_plans(version: Version) -> list[Version]:
    """The newest version of every other plan of the district."""
    found = (queries.newest(plan.id) for plan in queries.plans(version.district_id) if plan.id != version.plan_id)
    return [one for one in found if one is not None]


def _told(change: PlanDiff) -> Iterator[Told]:
    for clause in change.clauses:
        yield Told(
            part=str(PARTS[clause.part]),
            tone=TONES[clause.change][0],
            icon=TONES[clause.change][1],
            change=str(CHANGES[clause.change]),
            number=" → ".join(one for one in (clause.before, clause.clause) if one),
            title=clause.title,
            lines=list(told_lines(clause.fields)),
        )


def told_lines(fields: Iterable[FieldChange]) -> Iterator[Line]:
    """Changes of fields in words, the changed letters marked."""
    for field in fields:
        old, new = marked(said(field, field.old), said(field, field.new))
        yield Line(str(FIELDS[field.field]), old, new)


def _effect(old: Version, before: Typed, new: Version) -> dict[str, Any]:
    """What the change does to duties, as if the new plan were the old one's next version; the problem where one of
    the two cannot be expanded."""
    key, settings = plan_key(new.plan_id), duty_settings(new.plan.year)
    try:
        was = prepare_typed(old.district_id, key, before, old.text, settings)
        now = prepare_typed(new.district_id, key, new.typed, new.text, settings)
    except WuzhaError as error:
        return {"refused": error.problems}
    found = compare(was.expansion.stages, was.counts, now.expansion.stages, now.counts)
    return {"effect": found, "sums": _sums(found)}


def _sums(found: DutyDiff) -> dict[str, tuple[tuple[Counted, ...], int]]:
    parts = {"added": found.added, "retired": found.retired, "unchanged": found.unchanged}
    return {name: (stages, duties(stages)) for name, stages in parts.items()}
