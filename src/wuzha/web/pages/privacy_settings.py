"""Settings of personal data: whether contacts are kept at all, for what, how long; what the clock takes next."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.privacy import actions, queries
from wuzha.privacy.actions import Declared
from wuzha.web import clock
from wuzha.web.access import OFFICE, allow, user_of
from wuzha.web.pages.contacts import by
from wuzha.web.pages.office_settings import tabs

LONGEST = 3 * 366
"""Days; who needs contacts for longer collects them again."""


class Declaration(forms.Form):
    """What the office declares before anything is kept."""

    enabled = forms.BooleanField(label=_("Keep contacts of households"), required=False)
    purpose = forms.CharField(
        label=_("What for"), max_length=200, help_text=_("The one purpose, e.g. arranging visits of the campaign.")
    )
    notice = forms.CharField(
        label=_("What residents are told"),
        max_length=500,
        help_text=_("The notice in force: its title, its version, and where it is shown."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    keep_days = forms.IntegerField(
        label=_("Days of keeping"),
        min_value=1,
        max_value=LONGEST,
        help_text=_("Counted from the day of collecting; then the contact is deleted by itself."),
    )


@allow(OFFICE)
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of residents, under which declaration, and what goes next?"""
    user = user_of(request)
    district = user.district_id
    declared = queries.notice(district)
    first = (
        {name: getattr(declared, name) for name in ("enabled", "purpose", "notice", "keep_days")}
        if declared
        else {"keep_days": 365}
    )
    form = Declaration(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        actions.declare(district, Declared(**form.cleaned_data), by(user), clock.now())
        messages.success(request, gettext("Declared. It holds for what is collected from now on."))
        return redirect("privacy")
    context = {
        "tabs": tabs(user, "privacy"),
        "form": form,
        "declared": declared,
        "earlier": queries.declarations(district)[1:],
        "count": queries.count(district),
        "due": queries.due(district, clock.today()),
        "objections": queries.objections(district),
    }
    return render(request, "settings/privacy.html", context)


@allow(OFFICE)
@require_POST
def expire(request: HttpRequest) -> HttpResponse:
    """Delete now what the clock would delete within the hour."""
    user = user_of(request)
    gone = actions.expire(user.district_id, by(user), clock.now())
    messages.success(request, gettext("Contacts deleted: {count}.").format(count=gone))
    return redirect("privacy")


@allow(OFFICE)
@require_POST
def lift(request: HttpRequest, objection_id: int) -> HttpResponse:
    """End an objection: its owner has changed their mind."""
    user = user_of(request)
    actions.lift(user.district_id, objection_id, by(user), clock.now())
    return redirect("privacy")
