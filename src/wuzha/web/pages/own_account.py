"""One's own account: the password, and where one is logged in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.problems import WuzhaError
from wuzha.terms import Role
from wuzha.web import accounts, clock, factors, keys, oidc, sessions
from wuzha.web.access import ANYBODY, allow, user_of
from wuzha.web.entering import recheck
from wuzha.web.models import User
from wuzha.web.navigation import home
from wuzha.web.pages.accounts import actor_of, told, units_of


@allow(ANYBODY)
def own_account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and in which browsers."""
    user = user_of(request)
    context = {
        "account": user,
        "unit": units_of(user).get(user.unit_id),
        "sessions": sessions.sessions_of(user.id),
        "holds_keys": Role(user.role) in keys.HOLDERS,
        "present": request.session.session_key,
        "factor": factors.has(user),
        "by_other": sessions.way_of(request).startswith(oidc.WAY) or oidc.only(),
    }
    return render(request, "account/account.html", context)


class Password(forms.Form):
    """The present password, and the new one twice."""

    old = forms.CharField(label=_("Present password or one-time code"), strip=False, widget=forms.PasswordInput)
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters. A sentence that only you know is easier to remember than signs."),
    )
    again = forms.CharField(
        label=_("New password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data)
        self.user = user
        self.fields["old"].widget.attrs["autocomplete"] = "current-password"

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        wrong = recheck(self.user, given["old"], clock.now()) if given.get("old") else ""
        if wrong:
            self.add_error("old", wrong)
        if given.get("new") != given.get("again"):
            self.add_error("again", gettext("The two do not agree."))
        elif given.get("new") and given["new"] == given.get("old"):
            self.add_error("new", gettext("Take another one than before."))
        return given


@allow(ANYBODY)
def own_password(request: HttpRequest) -> HttpResponse:
    """Take a password of one's own; whoever came in with a one-time code does it before anything else opens."""
    user = user_of(request)
    form = Password(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        first = user.code_until is not None
        try:
            accounts.change_password(user, form.cleaned_data["new"], clock.now())
        except WuzhaError as error:
            form.add_error("new", told(error))
        else:
            update_session_auth_hash(request, user)
            sessions.end(user.id, but=request.session.session_key or "")
            messages.success(request, gettext("Your new password holds. You are logged out everywhere else."))
            return redirect(home(Role(user.role)) if first else "own_account")
    return render(request, "account/password.html", {"form": form, "first": user.code_until is not None})


@allow(ANYBODY)
@require_POST
def end_own_session(request: HttpRequest, handle: UUID) -> HttpResponse:
    """Log oneself out in another browser."""
    user = user_of(request)
    accounts.end_session(user, handle, actor_of(user), clock.now())
    return redirect("own_account")


@allow(ANYBODY)
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Log oneself out everywhere else."""
    user = user_of(request)
    accounts.end_sessions(user, actor_of(user), clock.now(), but=request.session.session_key or "")
    messages.success(request, gettext("You are logged out everywhere else."))
    return redirect("own_account")
