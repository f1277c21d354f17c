"""The second step of a log-in, and the log-in that needs no first one: codes of an app, recovery codes, passkeys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.problems import WuzhaError
from wuzha.web import clock, entering, factors, oidc, passkeys
from wuzha.web.access import public
from wuzha.web.entering import Pending
from wuzha.web.models import Passkey, User
from wuzha.web.passkeys import Place


class Code(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )

    def __init__(self, data: Any, *, recovery: bool) -> None:
        super().__init__(data)
        attrs = {"autocomplete": "off"} if recovery else {"inputmode": "numeric"}
        self.fields["code"].widget.attrs.update(attrs, autofocus=True)
        self.fields["code"].label = _("Recovery code") if recovery else _("Code of the app")


@public
def second_step(request: HttpRequest) -> HttpResponse:
    """What is asked besides the password of whoever gave the right one."""
    waiting = entering.pending(request)
    if waiting is None:
        messages.info(request, gettext("The time for the second step is over. Please begin again."))
        return redirect("login")
    has_app = factors.totp_of(waiting.user) is not None
    recovery = "recovery" in request.GET or not has_app
    form = Code(None if "passkey" in request.POST else request.POST or None, recovery=recovery)
    if request.method == "POST":
        check = _check(request, waiting, form)
        try:
            if check is not None:
                return onward(entering.second_step(request, waiting, check), waiting.user)
        except ValidationError as error:
            _tell(request, form, error)
    mine = _held_here(request, waiting.user)
    context = {
        "form": form,
        "recovery": recovery,
        "has_app": has_app,
        "options": passkeys.ask(request, mine[0], mine[1]) if mine else "",
    }
    return render(request, "registration/second.html", context)


def _check(request: HttpRequest, waiting: Pending, form: Code) -> entering.Check | None:
    if "passkey" in request.POST:
        return lambda: _shown(request, waiting.user)
    return entering.code_of(waiting, form.cleaned_data["code"]) if form.is_valid() else None


def _shown(request: HttpRequest, user: User) -> str:
    try:
        passkeys.used(request, passkeys.place_of(request), request.POST["passkey"], clock.now(), user)
    except WuzhaError:
        return ""
    return "passkey"


def _tell(request: HttpRequest, form: Code, error: ValidationError) -> None:
    if form.is_bound:
        form.add_error("code", error)
        return
    for said in error.messages:
        messages.error(request, said)


def _held_here(request: HttpRequest, user: User) -> tuple[Place, list[Passkey]] | None:
    try:
        place = passkeys.place_of(request)
    except WuzhaError:
        return None
    found = passkeys.passkeys_of(user, place)
    return (place, found) if found else None


@public
def passkey_login(request: HttpRequest) -> HttpResponse:
    """Log in with a passkey alone."""
    if request.user.is_authenticated or oidc.only():
        return redirect("login")
    try:
        place = passkeys.place_of(request)
    except WuzhaError as error:
        return render(request, "registration/passkey.html", {"problems": error.problems})
    if request.method == "POST":
        try:
            user = entering.passkey_alone(
                request, lambda: passkeys.used(request, place, request.POST.get("passkey", ""), clock.now()).user
            )
        except ValidationError as error:
            for said in error.messages:
                messages.error(request, said)
        else:
            return onward(entering.come_in(request, user, "passkey", next_of(request)), user)
    context = {"options": passkeys.ask(request, place), "next": next_of(request)}
    return render(request, "registration/passkey.html", context)


def next_of(request: HttpRequest) -> str:
    """Where to go afterwards, if that is a page of this house."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    hosts = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure()) else ""


def onward(address: str, user: User) -> HttpResponse:
    """Go on, in the language of the account."""
    response = redirect(address)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
    return response
