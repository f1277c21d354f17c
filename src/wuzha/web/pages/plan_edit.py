"""Correcting the typed plan: an entry in a form, one that was missed, one that is none; each makes the next version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from wuzha.duties.actions import unit_records
from wuzha.duties.core.units import in_tree_order
from wuzha.plan.core.amend import Edit, Op
from wuzha.plan.core.amend.fields import NOTHING
from wuzha.plan.core.amend.proposing import find, from_mark, next_clause
from wuzha.plan.core.diff import Part
from wuzha.plan.core.typed import Typed
from wuzha.plan.queries import vocabulary_of
from wuzha.problems import Problem, WuzhaError
from wuzha.terms import Span
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.pages.plan_desk import label_of
from wuzha.web.pages.plan_forms import BESIDE, FORMS, PartForm
from wuzha.web.pages.plan_versions import author_of
from wuzha.web.pages.plans import get_version
from wuzha.web.plan_changes import PARTS
from wuzha.web.plan_writing import edited, entry_of, source_of

if TYPE_CHECKING:
    from wuzha.plan.models import Version

_SINGLE = (Part.HEAD, Part.ORGANIZATION, Part.FOCUS)


@allow(OFFICE)
def entry(request: HttpRequest, version_id: int, part: str, at: int) -> HttpResponse:
    """The form of one entry; a POST keeps it as the next version."""
    version, which = get_version(version_id), _part(part)
    shown = FORMS[which].shown(_entry(version.typed, which, at))
    form = FORMS[which](_sent(request), initial=shown)
    place = None if which in _SINGLE else at
    if which is Part.MEASURES and not version.written:
        del form.fields["text"]  # what the document says is not corrected here, only what was read from it
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
    if request.method == "POST" and form.is_valid():
        values = {**form.values(), **edit.values}
        try:
            made = edited(version, Edit(edit.part, edit.op, edit.at, values), author_of(user_of(request)))
        except WuzhaError as error:
            found = _beside(form, error.problems)
        else:
            _tell(request, version, made)
            return _desk(made, label or _label_of_new(version, made, edit.part))
    units = in_tree_order(unit_records(version.district_id).values())
    adding = edit.op is Op.ADD
    context = {
        "version": version,
        "form": form,
        "found": found,
        "units": units,
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
    if part is not Part.MEASURES:
        name = "indicator" if part is Part.GOALS else "name"
        return {**NOTHING[part], name: " ".join(mark.of(version.text).split())[:60] if mark else ""}
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
