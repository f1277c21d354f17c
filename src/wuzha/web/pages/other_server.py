"""Log-in by another server: there, back, and out of it again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wuzha.database import scoped
from wuzha.problems import Problem, WuzhaError
from wuzha.registry.queries import districts
from wuzha.terms import Scope
from wuzha.web import accounts, clock, entering, oidc, problems
from wuzha.web.access import public
from wuzha.web.actor import Actor
from wuzha.web.client import address_of
from wuzha.web.models import User
from wuzha.web.pages.second_step import next_of, onward
from wuzha.web.provider import Provider

_ONWARD = "oidc_onward"
_STATUS = {problems.NO_PROVIDER.code: 404, problems.PROVIDER_AWAY.code: 502, problems.PROVIDER_DISTRUSTED.code: 502}


@public
@require_safe
def oidc_begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the other server."""
    try:
        response = oidc.asked(request, oidc.chosen())
    except WuzhaError as error:
        return _refused(request, error)
    request.session[_ONWARD] = next_of(request)
    return response


@public
@require_safe
def oidc_back(request: HttpRequest) -> HttpResponse:
    """Take what the other server says, and let in whoever has an account."""
    try:
        found = oidc.chosen()
        user = _account(oidc.answered(request, found), found)
    except WuzhaError as error:
        return _refused(request, error)
    return onward(entering.first_step(request, user, oidc.WAY, request.session.pop(_ONWARD, "")), user)


@public
@require_safe
def oidc_out(request: HttpRequest) -> HttpResponse:
    """Log out of the other server too."""
    try:
        to = oidc.left(request, oidc.chosen())
    except WuzhaError as error:
        return _refused(request, error)
    return redirect(to or "login")


def _account(username: str, found: Provider) -> User:
    user = User.objects.filter(username=username).first()
    if user is None and found.roster:
        user = _from_rosters(username) or User.objects.filter(username=username).first()
    if user is None:
        raise WuzhaError(Problem(problems.NOT_KNOWN_HERE, "", {"username": username}))
    if not user.is_active:
        raise WuzhaError(Problem(problems.CLOSED_HERE, "", {"username": username}))
    return user


def _from_rosters(phone: str) -> User | None:
    for district in districts():
        with scoped(Scope.whole(district.id)):
            try:
                made = accounts.from_roster(district.id, phone, Actor(0, oidc.WAY), clock.now())
            except WuzhaError as error:
                if error.problems[0].kind is problems.NAME_TAKEN:
                    return None  # made in this very moment, by a second window of the same person
                raise
            if made is not None:
                return made
    return None


def _refused(request: HttpRequest, error: WuzhaError) -> HttpResponse:
    """Say what is wrong, and tell the audit log where an account is concerned."""
    problem = error.problems[0]
    known = User.objects.filter(username=problem.values.get("username", "")).first()
    if known is not None:
        accounts.note_failure(known, address_of(request), clock.now(), locked=False, step=oidc.WAY)
    status = _STATUS.get(problem.kind.code, 403)
    return render(request, "registration/refused.html", {"problems": error.problems}, status=status)
