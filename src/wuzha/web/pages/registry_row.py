"""Correcting one household, place, person or unit on a page, and closing it or opening it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.oversight.actions import Mark, mark
from wuzha.problems import WuzhaError
from wuzha.registry import correcting, doubles, queries
from wuzha.registry.core.cells import day
from wuzha.registry.core.single import columns
from wuzha.registry.core.templates import Column, RosterKind
from wuzha.registry.core.words import main_words
from wuzha.terms import Actor, TargetKind
from wuzha.web import clock, jobs
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.models import User
from wuzha.web.pages.registry_frame import ROSTERS, address

if TYPE_CHECKING:
    from wuzha.registry.correcting import Corrected, Row

_ROWS = (RosterKind.UNITS, RosterKind.PEOPLE, RosterKind.HOUSEHOLDS, RosterKind.PLACES)
_COUNTED: Mapping[RosterKind, TargetKind] = {
    RosterKind.HOUSEHOLDS: TargetKind.HOUSEHOLD,
    RosterKind.PLACES: TargetKind.PLACE,
}


class RowForm(forms.Form):
    """A row of a roster: one field for each column, in its order."""

    def __init__(self, kind: RosterKind, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for column in columns(kind):
            self.fields[column.name] = _field(column)

    def written(self) -> dict[str, str]:
        return {name: str(self.data.get(name, "")).strip() for name in self.fields}


def _field(column: Column) -> forms.Field:
    shown: dict[str, Any] = {"label": column.zh, "required": column.required}
    note = gettext(column.note) if column.note else ""
    if column.choices:
        words = [(word, word) for word in main_words(column.choices).values()]
        return forms.ChoiceField(choices=[("", "—"), *words], help_text=note, **shown)
    if column.parse is day:
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), help_text=note, **shown)
    attrs = {"list": "units"} if column.refers == "unit" else {}
    return forms.CharField(widget=forms.TextInput(attrs=attrs), help_text=note, **shown)


@allow(OFFICE)
def row(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Correct a row; ``do=close`` gives it today as its last day, ``do=open`` takes the last day back."""
    user = user_of(request)
    if kind not in _ROWS:
        raise Http404
    roster = RosterKind(kind)
    one = correcting.row(user.district_id, roster, row_id)
    if one is None:
        raise Http404
    return _edit(request, user, roster, one, address(roster))


@allow(OFFICE)
def new_post(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One more person in a post of a unit."""
    user = user_of(request)
    unit = queries.unit(user.district_id, unit_id)
    if unit is None:
        raise Http404
    given = {"unit": unit.name, "post": request.GET.get("post", ""), "valid_from": clock.today().isoformat()}
    return _edit(request, user, RosterKind.PEOPLE, None, reverse("registry_unit", args=[unit.id]), given)


def _edit(
    request: HttpRequest,
    user: User,
    kind: RosterKind,
    one: Row | None,
    back: str,
    given: Mapping[str, str] | None = None,
) -> HttpResponse:
    initial = correcting.written(kind, one) if one else dict(given or {})
    form = RowForm(
        kind, request.POST if "do" not in request.POST and request.method == "POST" else None, initial=initial
    )
    if request.method == "POST":
        try:
            done = _save(request, user, kind, one, form)
        except WuzhaError as error:
            messages.error(request, " ".join(problem.message(gettext) for problem in error.problems))
            return redirect(request.path)
        if not done.refused:
            _count(user.district_id, kind, done)
            messages.success(request, gettext("Kept. The audit log has the old and the new words."))
            return redirect(back)
        for name, problem in done.refused:
            form.add_error(name or None, f"{problem.message(gettext)} {problem.remedy(gettext)}")
    context = {
        "form": form,
        "one": one,
        "roster": ROSTERS[kind],
        "title": _title(one),
        "back": back,
        "closable": one is not None and kind is not RosterKind.UNITS,
        "ended": getattr(one, "valid_to", None),
        "merged": doubles.merge_of(user.district_id, one.id) if one and getattr(one, "merged_into", None) else None,
        "units": [unit.name for unit in queries.units(user.district_id)],
    }
    return render(request, "registry/row.html", context)


def _save(request: HttpRequest, user: User, kind: RosterKind, one: Row | None, form: RowForm) -> Corrected:
    actor, now = Actor(user.id, user.name), clock.now()
    if one is not None and request.POST.get("do") in ("close", "open"):
        last = clock.today() if request.POST["do"] == "close" else None
        return correcting.close(user.district_id, kind, one, last, actor, now)
    form.is_valid()
    return correcting.correct(user.district_id, kind, one, form.written(), actor, now)


def _count(district_id: int, kind: RosterKind, done: Corrected) -> None:
    if target := _COUNTED.get(kind):
        mark(district_id, {Mark(target, one.area_pos, one.unit_pos) for one in done.stands})
        jobs.compare_later(district_id)


def _title(one: Row | None) -> str:
    return str(_("A person more") if one is None else getattr(one, "address", "") or getattr(one, "name", ""))
