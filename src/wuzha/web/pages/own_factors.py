"""One's own second factor: the app on the phone, recovery codes; what asks for the password once more."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.problems import WuzhaError
from wuzha.registry.queries import districts
from wuzha.terms import Role
from wuzha.web import clock, factors, oidc, passkeys
from wuzha.web.access import ANYBODY, allow, user_of
from wuzha.web.entering import confirm, confirmed, recheck
from wuzha.web.models import User
from wuzha.web.navigation import home
from wuzha.web.pages.accounts import told
from wuzha.web.policy import policy_of
from wuzha.web.sealing import OtherSecretError
from wuzha.web.sessions import way_of

_BEGUN = "app"
"""Where the session keeps the sealed secret of an app that has not shown a code yet."""


class Password(forms.Form):
    """The password once more: an open browser alone shall not be enough."""

    password = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data)
        self.user = user

    def clean_password(self) -> str:
        given: str = self.cleaned_data["password"]
        wrong = recheck(self.user, given, clock.now())
        if wrong:
            raise forms.ValidationError(wrong)
        return given


class FirstCode(forms.Form):
    """What the app shows after it has read the square."""

    code = forms.CharField(
        label=_("Code of the app"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text=_("Six digits; a new one every half minute."),
    )


def asked_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view be opened for five minutes after the password was given once more."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if confirmed(request):
            return view(request, *args, **kwargs)
        if way_of(request).startswith(oidc.WAY):
            return render(request, "account/again.html")
        form = Password(user_of(request), request.POST if "password" in request.POST else None)
        if request.method == "POST" and form.is_valid():
            confirm(request)
            return redirect(request.path)
        return render(request, "account/again.html", {"form": form})

    return guarded


@allow(ANYBODY)
def second_factor(request: HttpRequest) -> HttpResponse:
    """What is asked of one besides the password, and how to set it up."""
    user = user_of(request)
    context = {
        "app": factors.totp_of(user),
        "passkeys": passkeys.passkeys_of(user),
        "left": factors.recovery_left(user),
        "has": factors.has(user),
        "needed": factors.needed(user, policy_of(user.district_id)),
    }
    return render(request, "account/factor.html", context)


@allow(ANYBODY)
@asked_again
def app_new(request: HttpRequest) -> HttpResponse:
    """Set up an app: its square code, and the first code that it shows."""
    user = user_of(request)
    secret = _begun(request)
    form = FirstCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            factors.enrol(user, secret, form.cleaned_data["code"], clock.pocket(), clock.now())
        except WuzhaError as error:
            form.add_error("code", told(error))
        else:
            del request.session[_BEGUN]
            return kept(request, user)
    link = factors.link(user, secret, _issuer(user))
    context = {
        "form": form,
        "square": _square(link),
        "groups": [secret[at : at + 4] for at in range(0, len(secret), 4)],
        "link": link,
        "again": factors.totp_of(user) is not None,
    }
    return _uncached(render(request, "account/app.html", context))


@allow(ANYBODY)
@asked_again
def app_remove(request: HttpRequest) -> HttpResponse:
    """Give the app up."""
    user = user_of(request)
    if factors.totp_of(user) is None:
        return redirect("second_factor")
    if request.method == "POST":
        factors.remove_own_app(user, clock.now())
        messages.success(request, gettext("The app is no longer asked for."))
        return redirect("second_factor")
    context = {
        "title": gettext("Remove the app"),
        "question": gettext("Codes of this app get nobody in any more."),
        "button": gettext("Remove the app"),
    }
    return render(request, "account/confirm.html", context)


@allow(ANYBODY)
@asked_again
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes; the old ones are worth nothing then."""
    user = user_of(request)
    if not factors.has(user):
        return redirect("second_factor")
    if request.method == "POST":
        return _codes(request, user)
    context = {
        "title": gettext("New recovery codes"),
        "question": gettext("Whatever is left of the old ones is worth nothing afterwards."),
        "button": gettext("Make new codes"),
    }
    return render(request, "account/confirm.html", context)


def kept(request: HttpRequest, user: User) -> HttpResponse:
    """After a first factor come the recovery codes; whoever has some left goes back."""
    if not factors.recovery_left(user):
        return _codes(request, user)
    messages.success(request, gettext("It is set up and asked for at the next log-in."))
    return redirect("second_factor")


def _begun(request: HttpRequest) -> str:
    """The secret that this browser is setting up: the same on every look, until its app has shown a code."""
    try:
        return factors.opened(request.session[_BEGUN])
    except (KeyError, OtherSecretError):
        secret = factors.new_secret()
        request.session[_BEGUN] = factors.sealed(secret)
        return secret


def _codes(request: HttpRequest, user: User) -> HttpResponse:
    codes = factors.new_recovery_codes(user, secrets.choice, clock.now())
    context = {"codes": codes, "username": user.username, "home": home(Role(user.role))}
    return _uncached(render(request, "account/recovery.html", context))


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _square(link: str) -> SafeString:
    # Drawn by the library from a text that is quoted by it; nothing of a visitor's stands in it as markup.
    return mark_safe(segno.make(link, error="m").svg_inline(scale=5, dark="#000", light="#fff"))


def _issuer(user: User) -> str:
    """What the app writes above its codes: the product and the district."""
    name = next((one.name for one in districts() if one.id == user.district_id), "")
    return f"无诈 {name}".strip()
