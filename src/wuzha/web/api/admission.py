"""Who calls: a key or a session; one transaction a call under the caller's scope, committed before the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from wuzha.problems import Problem
from wuzha.terms import Role
from wuzha.web import clock, keys
from wuzha.web.access import user_of
from wuzha.web.api import problems
from wuzha.web.api.errors import AWAY_STATUS, RefusedError, answer, away
from wuzha.web.api.rates import admit_account, admit_address, admit_key
from wuzha.web.models import User

View = TypeVar("View", bound=Callable[..., Any])
Run = Callable[..., HttpResponse]


class Key(HttpBearer):
    """``Authorization: Bearer KEY``. A wrong key never falls back to a session."""

    def authenticate(self, request: HttpRequest, token: str) -> User:
        entry = keys.enter(token, clock.now())
        if entry is None:
            raise AuthenticationError
        admit_key(entry.key_id)
        request.user = entry.user
        request.hat = None  # type: ignore[attr-defined]  # whatever the session of the same browser wears
        request.key = entry  # type: ignore[attr-defined]
        return entry.user


class Session(APIKeyCookie):
    """The session of the pages; whatever changes something needs the CSRF token as well."""

    param_name = "wuzha"

    def __init__(self) -> None:
        super().__init__(csrf=False)  # asked for below, and only of those who are logged in

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        if not isinstance(request.user, User):
            return None
        if check_csrf(request) is not None:
            raise RefusedError(403, Problem(problems.FORGED))
        admit_account(request.user.id)
        return user_of(request)


def serves(roles: frozenset[Role], what: str = "") -> Callable[[View], View]:
    """Serve an operation to these roles only, and to keys that reach the list (or the recording) it belongs to; others
    get 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if Role(user_of(request).role) not in roles:
                raise PermissionDenied
            key: keys.Entry | None = getattr(request, "key", None)
            if key is not None and not key.reaches(what):
                raise RefusedError(403, Problem(problems.NARROW_KEY, values={"what": what}))
            return view(request, *args, **kwargs)

        guarded.allowed_roles = roles  # type: ignore[attr-defined]  # read by the role-matrix test
        return guarded  # type: ignore[return-value]

    return decorate


def committed(run: Run) -> Run:
    """Run an operation, its look-up of the key included, in one transaction; answer after the commit.

    A session's request has its transaction already (``web.access.ScopeMiddleware``). Whatever is refused leaves
    nothing behind. Where the connection turns out to be dead the request is run once more on a new one: every
    operation may be repeated, and asking before each whether it lives would cost a trip to the server.
    """

    @wraps(run)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            admit_address(request)
        except RefusedError as refused:
            return answer(refused.status, [refused.problem], refused.headers)
        if "Authorization" not in request.headers:
            response = run(request, *args, **kwargs)
            if response.status_code >= 400 and isinstance(request.user, User):
                transaction.set_rollback(True)
            return response
        connection.health_check_done = True  # type: ignore[attr-defined]
        response = attempt(request, *args, **kwargs)
        if response.status_code == AWAY_STATUS and not (connection.connection and connection.is_usable()):
            connection.close()
            response = attempt(request, *args, **kwargs)
        return response

    def attempt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response = run(request, *args, **kwargs)
                if response.status_code >= 400:
                    transaction.set_rollback(True)
            return response
        except (OperationalError, InterfaceError) as error:
            return away(request, error)

    return wrapped


def only_problems(view: Run) -> Run:
    """Let a wrong method leave as a coded problem like every other failure."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        values = {"method": request.method, "allowed": response.headers["Allow"]}
        return answer(405, [Problem(problems.WRONG_METHOD, values=values)], {"Allow": response.headers["Allow"]})

    return wrapped
