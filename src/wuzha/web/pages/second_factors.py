"""The office's side of the second factor: of whom it is asked, and taking it from somebody who has lost it."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.problems import WuzhaError
from wuzha.web import clock, factors
from wuzha.web.access import GRANTERS, allow, divided, get_row, user_of
from wuzha.web.models import Needs, User
from wuzha.web.pages.accounts import actor_of, told
from wuzha.web.policy import ask_second_factor, policy_of

WHO: Mapping[Needs, Promise] = {
    Needs.NOBODY: _("Nobody: whoever wants one sets it up."),
    Needs.ADMINISTRATORS: _("Administrators: clerks of the office, and the three where administration is divided."),
    Needs.EVERYBODY: _("Everybody."),
}


class Who(forms.Form):
    """Of whom a second factor is asked."""

    who = forms.ChoiceField(
        label=_("Second factor"), widget=forms.RadioSelect, choices=[(one.value, label) for one, label in WHO.items()]
    )


class Reason(forms.Form):
    """Why somebody's second factor is taken away."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Who asked, how you knew them, what was lost. It is kept.")
    )


@allow(GRANTERS)
@divided
def factor_rule(request: HttpRequest) -> HttpResponse:
    """Of whom the district asks a second factor."""
    user = user_of(request)
    form = Who(request.POST or None, initial={"who": policy_of(user.district_id).second_factor})
    if request.method == "POST" and form.is_valid():
        ask_second_factor(user.district_id, Needs(form.cleaned_data["who"]), actor_of(user), clock.now())
        messages.success(
            request, gettext("The rule is kept. Whoever needs a second factor sets it up at the next click.")
        )
        return redirect("rules")
    return render(request, "settings/factor_rule.html", {"form": form})


@allow(GRANTERS)
@divided
def factor_take_away(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take the second factor from somebody who has lost it."""
    user = user_of(request)
    found = get_row(User, district_id=user.district_id, id=user_id)
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            factors.take_away(found, form.cleaned_data["reason"], actor_of(user), clock.now())
        except WuzhaError as error:
            for said in told(error):
                messages.error(request, said)
        else:
            said = gettext("The second factor of {name} is taken away; {name} is logged out everywhere.")
            messages.success(request, said.format(name=found.name))
        return redirect("account", found.id)
    return render(request, "settings/factor_away.html", {"form": form, "account": found})
