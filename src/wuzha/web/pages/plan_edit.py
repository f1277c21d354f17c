"""Correcting the typed plan: an entry in a form, one that was missed, one that is none; each makes the next version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from wuzha.duties.actions import unit_records
from wuzha.duties.core.units import in_tree_order
from wuzha.plan import queries
from wuzha.plan.core.amend import Edit, Op
from wuzha.plan.core.amend.edits import entry_of
from wuzha.plan.core.amend.fields import NOTHING
from wuzha.plan.core.amend.problems import NOT_NEWEST
from wuzha.plan.core.amend.proposing import entry_from_words, find, from_mark, next_clause
from wuzha.plan.core.amend.rebasing import counterpart
from wuzha.plan.core.diff import Part, changed_fields
from wuzha.plan.core.typed import Typed
from wuzha.plan.queries import vocabulary_of
from wuzha.problems import Problem, WuzhaError
from wuzha.terms import Span
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.pages.plan_desk import label_of
from wuzha.web.pages.plan_forms import BESIDE, FORMS, PartForm
from wuzha.web.pages.plan_versions import Line, author_of, told_lines
from wuzha.web.pages.plans import get_version
from wuzha.web.plan_changes import PARTS
from wuzha.web.plan_writing import edited, source_of

if TYPE_CHECKING:
    from wuzha.plan.models import Version

_SINGLE = (Part.HEAD, Part.ORGANIZATION, Part.FOCUS)


@allow(OFFICE)
def entry(request: HttpRequest, version_id: int, part: str, at: int) -> HttpResponse:
    """The form of one entry; a POST keeps it as the next version."""
    version, which = get_version(version_id), _part(part)
    shown = FORMS[which].shown(_entry(version.typed, which, at))
    form = _form(version, which, shown, _sent(request))
    place = None if which in _SINGLE else at
    return _answer(request, version, form, Edit(which, Op.SET, place), label_of(which, at))


@allow(OFFICE)
def addition(request: HttpRequest, version_id: int, part: str) -> HttpResponse:
    """A new entry; ``?mark=12-40`` is the stretch of the text that somebody marked, ``?words=`` what it reads."""
    version, which = get_version(version_id), _part(part)
    if which in _SINGLE:
        raise Http404
    mark = _mark(version, request)
    form = FORMS[which](_sent(request), initial=FORMS[which].shown(_proposed(version, which, mark)))
    edit = Edit(which, Op.ADD, values={"source": {"start": mark.start, "end": mark.end}} if mark else {})
    return _answer(request, version, form, edit, "", mark)


@allow(OFFICE)
@require_POST
def removal(request: HttpRequest, version_id: int, part: str, at: int) -> HttpResponse:
    """Take out what is no entry of the plan; the next version is without it."""
    version, which = get_version(version_id), _part(part)
    _entry(version.typed, which, at)
    try:
        made = edited(version, Edit(which, Op.DROP, at), author_of(user_of(request)))
    except WuzhaError as error:
        return _refused(request, version, error)
    messages.success(request, gettext("Taken out. This is version {number}.").format(number=made.number))
    return _desk(made, "")


def _answer(
    request: HttpRequest, version: Version, form: PartForm, edit: Edit, label: str, mark: Span | None = None
) -> HttpResponse:
    found: list[Problem] = []
    meanwhile: list[Line] = []
    if request.method == "POST" and form.is_valid():
        values = {**form.values(), **edit.values}
        try:
            made = edited(version, replace(edit, values=values), author_of(user_of(request)))
        except WuzhaError as error:
            found = _beside(form, error.problems)
            if any(one.kind is NOT_NEWEST for one in found):
                version, edit, form, meanwhile = _on_newest(version, edit, form)
                label, mark = label_of(edit.part, edit.at or 0) if edit.op is Op.SET else "", None
        else:
            _tell(request, version, made)
            return _desk(made, label or _label_of_new(version, made, edit.part))
    units = in_tree_order(unit_records(version.district_id).values())
    adding = edit.op is Op.ADD
    context = {
        "version": version,
        "form": form,
        "found": found,
        "meanwhile": meanwhile,
        "units": units,
        "addressees": vocabulary_of(version.district_id).addressees,
        "part": edit.part,
        "at": edit.at or 0,
        "adding": adding,
        "title": (gettext("Add: {part}") if adding else gettext("Correct: {part}")).format(part=PARTS[edit.part]),
        "marked": mark.of(version.text) if mark else "",
        "mark": mark,
        "removable": edit.part not in _SINGLE and not adding,
        "back": f"{reverse('plan', args=[version.id])}#{label}",
    }
    inline = bool(request.htmx) and request.method == "GET"  # type: ignore[attr-defined]  # django_htmx
    return render(request, "plans/entry_form.html" if inline else "plans/entry_page.html", context)


def _on_newest(version: Version, edit: Edit, form: PartForm) -> tuple[Version, Edit, PartForm, list[Line]]:
    """Where an edit that was overtaken goes on: the newest version, its entry (a new one where the entry is gone),
    a form with what was typed over what stands there now, and what somebody else changed."""
    newest = queries.newest(version.plan_id) or version
    at = counterpart(edit.part, version.typed, newest.typed, edit.at)
    if edit.part not in _SINGLE and at is None:
        return newest, Edit(edit.part, Op.ADD), form, []
    old, new = (entry_of(one.typed, edit.part, place) for one, place in ((version, edit.at), (newest, at)))
    shown = FORMS[edit.part].shown(new) | form.typed_over(FORMS[edit.part].shown(old))
    lines = list(told_lines(changed_fields(edit.part, old, new)))
    return newest, replace(edit, at=at), _form(newest, edit.part, shown, None), lines


def _form(version: Version, part: Part, shown: dict[str, Any], sent: QueryDict | None) -> PartForm:
    form = FORMS[part](sent, initial=shown)
    if part is Part.MEASURES and not version.written:
        del form.fields["text"]  # what the document says is not corrected here, only what was read from it
    return form


def _beside(form: PartForm, problems: tuple[Problem, ...]) -> list[Problem]:
    """Show each problem beside its field; what belongs to no field is given back."""
    left = []
    for problem in problems:
        names = BESIDE.get(problem.place, (problem.place,))
        name = next((one for one in names if one in form.fields), None)
        if name is None:
            left.append(problem)
        elif not form.has_error(name):
            form.add_error(name, f"{problem.message(gettext)} {problem.remedy(gettext)}")
    return left


def _refused(request: HttpRequest, version: Version, error: WuzhaError) -> HttpResponse:
    for problem in error.problems:
        messages.error(request, f"{problem.message(gettext)} {problem.remedy(gettext)}")
    return _desk(version, "")


def _tell(request: HttpRequest, before: Version, made: Version) -> None:
    if made.id == before.id:
        messages.info(request, gettext("Nothing was changed."))
    else:
        messages.success(request, gettext("Kept as version {number}.").format(number=made.number))


def _desk(version: Version, label: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("plan", args=[version.id]) + (f"#{label}" if label else ""))


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent: a form of empty lists may send nothing at all."""
    return request.POST if request.method == "POST" else None


def _part(name: str) -> Part:
    if name not in {part.value for part in FORMS}:
        raise Http404
    return Part(name)


def _entry(typed: Typed, part: Part, at: int) -> Typed:
    if part in _SINGLE:
        return entry_of(typed, part, None)
    if not 1 <= at <= len(typed[part]):
        raise Http404
    return entry_of(typed, part, at)


def _mark(version: Version, request: HttpRequest) -> Span | None:
    """The marked stretch, by its ends or by its words; none where it is not in the text."""
    given = request.POST if request.method == "POST" else request.GET
    start, _, end = given.get("mark", "").partition("-")
    if start.isdigit() and end.isdigit() and int(start) < int(end) <= len(version.text):
        return Span(int(start), int(end))
    return find(version.text, given.get("words", ""))


def _proposed(version: Version, part: Part, mark: Span | None) -> dict[str, Any]:
    """What the form of a new entry shows at first."""
    if mark and part is not Part.MEASURES:
        return entry_from_words(part, mark.of(version.text), version.plan.year, vocabulary_of(version.district_id))
    if part is not Part.MEASURES:
        return dict(NOTHING[part])
    taken = [measure["id"] for measure in version.typed["measures"]]
    if mark:
        return from_mark(source_of(version), mark, version.plan.year, taken, vocabulary_of(version.district_id))
    return {**NOTHING[part], "id": next_clause(taken)}


def _label_of_new(before: Version, made: Version, part: Part) -> str:
    """Where the new entry came to stand."""
    old = [{**one, "source": None} for one in before.typed[part]]
    for at, one in enumerate(made.typed[part], start=1):
        if {**one, "source": None} not in old:
            return label_of(part, at)
    return ""
