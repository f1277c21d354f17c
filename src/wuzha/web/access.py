"""Who may open what: the only way an id from outside becomes a row.

Every view says which roles it serves (``@allow``); every authenticated request runs in one transaction whose
scope PostgreSQL enforces. A row that the scope hides does not exist for the visitor: 404, never 403.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from wuzha.database import set_scope
from wuzha.database.scope import current_scope
from wuzha.terms import THREE, Role, Scope
from wuzha.web import clock
from wuzha.web.hats import Hat, worn
from wuzha.web.models import User
from wuzha.web.policy import policy_of

View = Callable[..., HttpResponseBase]
Model = TypeVar("Model", bound=models.Model)

ANYBODY = frozenset(Role)
"""Whoever has an account: for what is the visitor's own."""
EVERYBODY = ANYBODY - THREE
"""Whoever works in the campaign: the three of divided administration see none of it."""
OFFICE = frozenset({Role.CLERK})
READERS = frozenset({Role.CLERK, Role.LEADER})
DOERS = frozenset({Role.CLERK, Role.LIAISON, Role.WORKER})
FIELD = frozenset({Role.LIAISON, Role.WORKER})
REPORTERS = frozenset({Role.CLERK, Role.LIAISON})
AUDITORS = frozenset({Role.AUDITOR})
KEEPERS = frozenset({Role.CLERK, Role.ADMIN, Role.SECURITY})
"""Who looks after accounts; see ``divided`` for what the clerk keeps of it."""
MAKERS = frozenset({Role.CLERK, Role.ADMIN})
GRANTERS = frozenset({Role.CLERK, Role.SECURITY})


def allow(roles: frozenset[Role]) -> Callable[[View], View]:
    """Serve a view to these roles only; others are told so, and visitors are asked to log in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if Role(user_of(request).role) not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.allowed_roles = roles  # type: ignore[attr-defined]  # read by the role-matrix test
        return guarded

    return decorate


def divided(view: View) -> View:
    """Keep the clerk out of a view where the office has divided its administration into three, and a deputy always."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = user_of(request)
        if user.hat or (user.role == Role.CLERK and policy_of(user.district_id).three_roles):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def public(view: View) -> View:
    """Mark a view that visitors may open without logging in."""
    view.allowed_roles = None  # type: ignore[attr-defined]
    return view


def user_of(request: HttpRequest) -> User:
    """The account behind an authenticated request, as what it acts for the moment (``wuzha.web.hats``)."""
    hat = getattr(request, "hat", None)
    user = hat.user if isinstance(hat, Hat) else request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def get_row(model: type[Model], **key: Any) -> Model:
    """The row with this key inside the visitor's scope. Raises ``Http404`` where there is none to be seen."""
    row = model._default_manager.filter(**key).first()
    if row is None:
        raise Http404
    return row


@contextmanager
def whole_district() -> Iterator[None]:
    """Widen the scope for a statement that keeps to the visitor's own rows by itself."""
    before = current_scope()
    set_scope(Scope.whole(before.district_id))
    try:
        yield
    except BaseException:
        # Whoever catches it goes on with less, never with the whole district; a broken transaction has no scope to set.
        with suppress(DatabaseError):
            set_scope(before)
        raise
    set_scope(before)


class ScopeMiddleware:
    """One transaction a request, narrowed to the visitor's scope, committed before the answer leaves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        with transaction.atomic():
            set_scope(user.scope)
            hat = worn(request, user, clock.today())
            if hat is not None:
                request.hat = hat  # type: ignore[attr-defined]  # read by user_of
                set_scope(hat.user.scope)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A view that failed has done nothing."""
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
