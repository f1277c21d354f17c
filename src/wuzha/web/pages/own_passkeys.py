"""One's own passkeys: made in this browser, named, removed."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.problems import WuzhaError
from wuzha.web import clock, factors, passkeys
from wuzha.web.access import ANYBODY, allow, get_row, user_of
from wuzha.web.client import device_of
from wuzha.web.models import Passkey
from wuzha.web.pages.accounts import told
from wuzha.web.pages.own_factors import asked_again, kept


class Named(forms.Form):
    """A passkey that the browser has made, and what to call it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("By which you know the device: office computer, my phone, blue key."),
    )
    passkey = forms.CharField(widget=forms.HiddenInput, max_length=20_000)


@allow(ANYBODY)
@asked_again
def passkey_new(request: HttpRequest) -> HttpResponse:
    """Make a passkey on this device, or on a security key."""
    user = user_of(request)
    try:
        place = passkeys.place_of(request)
    except WuzhaError as error:
        return render(request, "account/passkey.html", {"problems": error.problems})
    form = Named(request.POST or None, initial={"name": device_of(request)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = passkeys.take_new(request, place, given["passkey"])
            factors.add_passkey(user, made, given["name"], clock.now())
        except WuzhaError as error:
            for said in told(error):
                messages.error(request, said)
        else:
            return kept(request, user)
    form = Named(initial={"name": request.POST.get("name") or device_of(request)})
    context = {"form": form, "options": passkeys.ask_new(request, user, place)}
    return render(request, "account/passkey.html", context)


@allow(ANYBODY)
@asked_again
def passkey_remove(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Give a passkey up."""
    user = user_of(request)
    found = get_row(Passkey, user=user, id=passkey_id)
    if request.method == "POST":
        factors.remove_own_passkey(user, found, clock.now())
        messages.success(request, gettext("The passkey gets nobody in any more."))
        return redirect("second_factor")
    context = {
        "title": gettext("Remove the passkey {name}").format(name=found.name),
        "question": gettext("It gets nobody in any more. On the device itself it may be deleted too."),
        "button": gettext("Remove the passkey"),
    }
    return render(request, "account/confirm.html", context)
