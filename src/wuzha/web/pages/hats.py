"""Deputies in absence and areas seen besides: named and given, put on and taken off, ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.ledger.actions import note
from wuzha.problems import WuzhaError
from wuzha.registry import posts
from wuzha.registry import queries as registry
from wuzha.registry.core.words import Post
from wuzha.terms import THREE, Role
from wuzha.web import clock, deputies, hats
from wuzha.web.access import EVERYBODY, GRANTERS, allow, divided, get_row, user_of, whole_district
from wuzha.web.models import Deputation, Sight, User
from wuzha.web.navigation import home
from wuzha.web.pages.accounts import actor_of, told
from wuzha.web.pages.registry_frame import area_filter
from wuzha.web.words import word


class DeputyForm(forms.Form):
    """Who stands in, and for which days."""

    deputy = forms.ChoiceField(label=_("Deputy"), help_text=_("Does and sees what the absent one may; nothing else."))
    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, offered: Iterable[User], data: Any, suggested: int | None = None) -> None:
        today = clock.today().isoformat()
        super().__init__(data, initial={"first": today, "last": today, "deputy": suggested})
        said = [(one.id, f"{one.name} · {word(Role(one.role))}") for one in offered]
        self.fields["deputy"].choices = said  # type: ignore[attr-defined]


class SightForm(forms.Form):
    """Which area, up to when, and what for."""

    area = forms.ChoiceField(label=_("Area"))
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("It stands in the audit log."))

    def __init__(self, district_id: int, data: Any) -> None:
        super().__init__(data, initial={"until": clock.today().isoformat()})
        self.fields["area"].choices = area_filter(district_id, "").choices  # type: ignore[attr-defined]


@allow(EVERYBODY)
def own_hats(request: HttpRequest) -> HttpResponse:
    """For whom one may act and where one may look; who stands in for oneself. A POST names somebody of one's unit."""
    user = user_of(request)
    offered = _colleagues(user)
    form = DeputyForm(offered, request.POST or None, _by_roster(user))
    if request.method == "POST" and form.is_valid() and _named(form, user, user):
        messages.success(request, gettext("Named. The deputy finds it under “Deputies and other areas”."))
        return redirect("hats")
    context = {
        "form": form,
        "possible": bool(offered),
        "hats": list(hats.hats_of(user, clock.today())),
        "absences": _absences(user),
    }
    return render(request, "account/hats.html", context)


@allow(EVERYBODY)
@require_POST
def put_on(request: HttpRequest, key: str) -> HttpResponse:
    """Act for somebody, or look at another area, until one takes it off or it ends; the audit log says since when."""
    user = user_of(request)
    hat = next((one for one in hats.hats_of(user, clock.today()) if one.key == key), None)
    if hat is None:
        raise Http404
    request.session[hats.WORN] = hat.key
    note(user.district_id, user.id, user.name, clock.now(), "hat.on", hat.user.name, hat=key)
    return redirect(home(Role(hat.user.role)))


@allow(EVERYBODY)
@require_POST
def take_off(request: HttpRequest) -> HttpResponse:
    """Be oneself again."""
    request.session.pop(hats.WORN, None)
    return redirect("hats")


@allow(EVERYBODY)
@require_POST
def end_own(request: HttpRequest, deputation_id: int) -> HttpResponse:
    """The absent one is back, or the deputy cannot."""
    user = user_of(request)
    found = get_row(Deputation, id=deputation_id)
    if user.id not in (found.absent_id, found.deputy_id):
        raise Http404
    deputies.end_deputy(found, actor_of(user), clock.now())
    return redirect("hats")


@allow(GRANTERS)
@divided
def standing(request: HttpRequest, user_id: int) -> HttpResponse:
    """The deputies and further areas of an account. A POST names a deputy (``do=deputy``) or gives an area."""
    user = user_of(request)
    found = get_row(User, district_id=user.district_id, id=user_id)
    if found.role in THREE:
        raise Http404
    asked = request.POST.get("do") if request.method == "POST" else ""
    offered = [one for one in _open(user.district_id) if one.id != found.id]
    deputy = DeputyForm(offered, request.POST if asked == "deputy" else None, _by_roster(found))
    with whole_district():
        sight = SightForm(user.district_id, request.POST if asked == "sight" else None)
    done = asked == "deputy" and deputy.is_valid() and _named(deputy, found, user)
    if done or (asked == "sight" and sight.is_valid() and _given(sight, found, user)):
        messages.success(request, gettext("Kept; the audit log has it."))
        return redirect("standing", found.id)
    context = {
        "account": found,
        "back": reverse("account", args=[found.id]),
        "deputy": deputy,
        "sight": sight,
        "absences": _absences(found),
        "sights": deputies.sights_of(found.id, clock.today()),
        "narrow": found.role in (Role.LIAISON, Role.WORKER),
    }
    return render(request, "settings/standing.html", context)


@allow(GRANTERS)
@divided
@require_POST
def end_standing(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Take a deputation or an area back before its last day."""
    user = user_of(request)
    if kind == "sight":
        sight = get_row(Sight, id=row_id)
        deputies.end_sight(sight, actor_of(user), clock.now())
        return redirect("standing", sight.user_id)
    deputation = get_row(Deputation, id=row_id)
    deputies.end_deputy(deputation, actor_of(user), clock.now())
    return redirect("standing", deputation.absent_id)


def _named(form: DeputyForm, absent: User, by: User) -> bool:
    given = form.cleaned_data
    deputy = get_row(User, district_id=absent.district_id, id=int(given["deputy"]))
    first: date = given["first"]
    try:
        deputies.name_deputy(absent, deputy, first, given["last"], actor_of(by), clock.now())
    except WuzhaError as error:
        form.add_error(error.problems[0].place, told(error))
        return False
    return True


def _given(form: SightForm, to: User, by: User) -> bool:
    with whole_district():
        area = registry.area(to.district_id, int(form.cleaned_data["area"]))
        if area is None:
            raise Http404
        try:
            deputies.give_sight(
                to, area, form.cleaned_data["until"], form.cleaned_data["reason"], actor_of(by), clock.now()
            )
        except WuzhaError as error:
            form.add_error(error.problems[0].place, told(error))
            return False
    return True


def _absences(user: User) -> list[Deputation]:
    found = Deputation.objects.filter(absent=user, ended_at=None, last__gte=clock.today())
    return list(found.select_related("deputy").order_by("first", "id"))


def _open(district_id: int) -> list[User]:
    found = User.objects.filter(district_id=district_id, is_active=True).exclude(role__in=THREE)
    return list(found.order_by("unit_id", "name"))


def _colleagues(user: User) -> list[User]:
    """Whom one may name oneself: the others of one's unit; the office names anybody."""
    return [one for one in _open(user.district_id) if one.unit_id == user.unit_id and one.id != user.id]


def _by_roster(user: User) -> int | None:
    """The account of the deputy liaison officer whom the roster names for the unit."""
    with whole_district():
        people = posts.posts_of(user.district_id, user.unit_id)
    today = clock.today()
    phones = [
        one.phone
        for one in people
        if one.post == Post.DEPUTY and (one.valid_from or today) <= today <= (one.valid_to or today)
    ]
    found = User.objects.filter(district_id=user.district_id, username__in=phones, is_active=True).exclude(id=user.id)
    return found.values_list("id", flat=True).first()
