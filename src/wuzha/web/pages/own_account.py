"""One's own account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wuzha.web.access import ANYBODY, allow, user_of
from wuzha.web.pages.accounts import units_of


@allow(ANYBODY)
def own_account(request: HttpRequest) -> HttpResponse:
    """Who one is here."""
    user = user_of(request)
    return render(request, "account/account.html", {"account": user, "unit": units_of(user).get(user.unit_id)})
