"""Between logging in and the pages: sessions left alone end, and what must be done first is asked for first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from wuzha.web import factors, oidc
from wuzha.web.access import user_of
from wuzha.web.models import Policy, User
from wuzha.web.policy import policy_of
from wuzha.web.sessions import idle, way_of

API = "/api/"


_ALWAYS = ("logout", "language")
_ASIDE: Mapping[str, Sequence[str]] = {"second_factor": ("app_new", "passkey_new")}
"""What opens beside a page that comes first: the ways to do what it asks."""


def asked_first(user: User, policy: Policy, way: str = "") -> str:
    """The name of the page that an account must deal with before anything else opens; empty where there is none.

    Whoever came by another server has no use for a password here; and none for a second factor where that one asks it.
    """
    by_other = way.startswith(oidc.WAY)
    if user.code_until is not None and not by_other:
        return "own_password"
    asked = factors.needed(user, policy) and not (by_other and oidc.vouches())
    return "second_factor" if asked and not factors.has(user) else ""


class GateMiddleware:
    """Ends a session that nobody has used for long, and leads to the page that must come first.

    Stands behind ``ScopeMiddleware``, in the transaction of the request. The API opens to no session that has
    something to do first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        policy = policy_of(user.district_id)
        if idle(request, policy):
            logout(request)
            messages.info(request, gettext("You were logged out because nothing was done here for a while."))
            return redirect_to_login(request.get_full_path())
        # A deputy of an administrator needs what he needs.
        first = asked_first(user_of(request), policy, way_of(request))
        if first and request.path not in map(reverse, (first, *_ASIDE.get(first, ()), *_ALWAYS)):
            return redirect(first)
        return self.get_response(request)
