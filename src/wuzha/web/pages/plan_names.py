"""Whom the names of a plan mean: asked once, answered for every plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.duties.actions import answer, unit_records
from wuzha.duties.core.binding import Binding, Bound, How
from wuzha.duties.core.units import UnitRecord, in_tree_order
from wuzha.terms import UnitKind
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.models import User
from wuzha.web.pages.plan_reading import Typed
from wuzha.web.pages.plan_steps import binding_of, steps
from wuzha.web.pages.plans import get_version

_BODIES = frozenset({UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.CENTRE, UnitKind.STREET})
"""The kinds of units that plans name one by one: offered to tick; others are typed."""

_SEPARATORS = re.compile(r"[、,，;；\n]+")
_HOW: Mapping[How, Promise] = {
    How.ANSWER: _("answered by the office"),
    How.EXACT: _("name or alias in the registry"),
    How.SPELLING: _("same name, written differently"),
    How.GROUP: _("every unit of this kind"),
    How.ENDING: _("only one unit's name goes on like this"),
}


@dataclass(slots=True)
class Asking:
    """One name on the form: where it stands, whom it may mean, what was ticked and typed, what is wrong with it."""

    name: str
    clauses: str
    why: str
    candidates: Sequence[UnitRecord]
    bodies: Sequence[UnitRecord]
    chosen: frozenset[int] = frozenset()
    others: str = ""
    nobody: bool = False
    error: str = ""

    @property
    def answered(self) -> bool:
        """Whether anything was said of it."""
        return bool(self.chosen or self.others.strip() or self.nobody)


@dataclass(frozen=True, slots=True)
class Understood:
    """A name that is bound: to which units, and how that is known."""

    name: str
    units: str
    count: int
    how: str


@allow(OFFICE)
def names(request: HttpRequest, version_id: int) -> HttpResponse:
    """Ask for every name that could not be bound; ``?name=`` asks for one of the others again, ``?only=`` for one
    name alone, on the way back to its measure (``?back=m3``)."""
    version = get_version(version_id)
    units = unit_records(version.district_id)
    binding = binding_of(version)
    only, back = request.GET.get("only", ""), request.GET.get("back", "")
    asking = list(_asking(version.typed, binding, units, only or request.GET.get("name", "")))
    asking = [one for one in asking if not only or one.name == only]
    if request.method == "POST":
        said = [_said(one, request.POST) for one in asking]
        answers = {one.name: _answer(one, units) for one in said if one.answered}
        asking = said
        if not any(one.error for one in said):
            _keep(user_of(request), answers)
            messages.success(request, gettext("Names answered: {count}.").format(count=len(answers)))
            if back:
                return redirect(f"{reverse('plan', args=[version.id])}#{quote(back)}")
            left = binding_of(version).questions
            return redirect("plan_names" if left else "plan_duties", version.id)
    context = {
        "version": version,
        "asking": asking,
        "understood": list(_understood(binding, units)),
        "units": in_tree_order(units.values()),
        "only": only,
        "back": back,
    }
    if request.htmx and request.method == "GET":  # type: ignore[attr-defined]  # django_htmx
        return render(request, "plans/names_form.html", context)
    return render(request, "plans/names.html", context | {"steps": steps(version, "names", binding)})


def _asking(typed: Typed, binding: Binding, units: Mapping[int, UnitRecord], again: str) -> Iterator[Asking]:
    if again in binding.names:
        bound = binding.names[again]
        yield Asking(
            name=again,
            clauses=_clauses(typed, again),
            why="",
            candidates=[units[unit_id] for unit_id in bound.unit_ids],
            bodies=_bodies(units, bound.unit_ids),
            chosen=frozenset(bound.unit_ids),
            nobody=not bound.unit_ids,
        )
    for question in binding.questions:
        yield Asking(
            name=question.name,
            clauses=_clauses(typed, question.name),
            why=question.problem.message(gettext),
            candidates=[units[unit_id] for unit_id in question.candidates],
            bodies=_bodies(units, question.candidates),
        )


def _bodies(units: Mapping[int, UnitRecord], besides: Sequence[int]) -> list[UnitRecord]:
    return [unit for unit in in_tree_order(units.values()) if unit.kind in _BODIES and unit.id not in besides]


def _clauses(typed: Typed, name: str) -> str:
    """Where the plan names it."""
    measures = [one["id"] for one in typed["measures"] if name in (*one["units"], *one["assisting"])]
    group = [gettext("leading group")] if name in typed["organization"]["members"] else []
    return "、".join([*measures, *group])


def _said(one: Asking, sent: QueryDict) -> Asking:
    """What the form says of a name."""
    known = {unit.id for unit in (*one.candidates, *one.bodies)}
    one.chosen = frozenset(int(text) for text in sent.getlist(f"unit:{one.name}") if text.isdigit()) & known
    one.others = sent.get(f"others:{one.name}", "")
    one.nobody = f"nobody:{one.name}" in sent
    return one


def _answer(one: Asking, units: Mapping[int, UnitRecord]) -> list[int]:
    """The ids of the units that were ticked and typed; the name's ``error`` says what cannot be."""
    typed = [text.strip() for text in _SEPARATORS.split(one.others) if text.strip()]
    named = {name: unit.id for unit in units.values() for name in (*unit.aliases, unit.name)}
    unknown = [text for text in typed if text not in named]
    if unknown:
        one.error = gettext("Not in the registry: {names}.").format(names="、".join(unknown))
    elif one.nobody and (one.chosen or typed):
        one.error = gettext("Either units or nobody, not both.")
    chosen = {*one.chosen, *(named[text] for text in typed if text in named)}
    return [unit.id for unit in in_tree_order(units.values()) if unit.id in chosen]


def _keep(user: User, answers: Mapping[str, Sequence[int]]) -> None:
    for name, unit_ids in answers.items():
        answer(user.district_id, name, unit_ids, actor_id=user.id, actor_name=user.name, now=clock.now())


def _understood(binding: Binding, units: Mapping[int, UnitRecord]) -> Iterator[Understood]:
    for name, bound in binding.names.items():
        yield Understood(name, _units(bound, units), len(bound.unit_ids), str(_HOW[bound.how]))


def _units(bound: Bound, units: Mapping[int, UnitRecord]) -> str:
    if not bound.unit_ids:
        return gettext("nobody is meant")
    return "、".join(units[unit_id].name for unit_id in bound.unit_ids)
