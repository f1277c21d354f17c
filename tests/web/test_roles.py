"""Every address against every role: nobody gets a page that its view does not mean for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern
from pytest_django import Settings

from support.cast import NOON, Cast
from wuzha.terms import Role
from wuzha.web import clock
from wuzha.web.api import api
from wuzha.web.urls import urlpatterns

PAGES = [entry for entry in urlpatterns if isinstance(entry, URLPattern)]
SAMPLES = {"int": "1", "str": "x", "uuid": "01920000-0000-7000-8000-000000000000"}


def sample(entry: URLPattern) -> str:
    """An address that this pattern matches."""
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]], str(entry.pattern))


def allowed(entry: URLPattern) -> frozenset[Role] | None:
    """The roles that a view serves; ``None`` for everybody, visitors too."""
    roles: frozenset[Role] | None = vars(entry.callback)["allowed_roles"]
    return roles


@pytest.fixture
def cast(cast_ground: Cast, db: None, settings: Settings) -> Iterator[Cast]:
    """Somebody of every role; the clock stands still."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(NOON):
        yield cast_ground


@pytest.fixture
def browsers(cast: Cast) -> Mapping[Role, Client]:
    """A logged-in browser for each role. A view that fails answers 500 here."""
    found = {}
    people = (cast.clerk, cast.leader, cast.liaison, cast.worker, cast.admin, cast.security, cast.auditor)
    for role, user in zip(Role, people, strict=True):
        assert user.role == role
        found[role] = Client(raise_request_exception=False)
        found[role].force_login(user)
    return found


@pytest.mark.parametrize("entry", PAGES, ids=sample)
def test_every_view_says_whom_it_serves(entry: URLPattern) -> None:
    assert "allowed_roles" in vars(entry.callback), "mark the view with @allow(…) or @public"


def test_visitors_get_nothing_but_the_way_to_log_in(db: None) -> None:
    wrong: dict[str, Any] = {}
    for entry in PAGES:
        for method in ("get", "post"):
            path = sample(entry)
            answer = getattr(Client(headers={"Accept": "text/html"}), method)(path)
            if allowed(entry) is not None and answer.headers.get("Location") != f"/login/?next={path}":
                wrong[f"{method} {path}"] = answer.status_code
    assert wrong == {}


def test_a_role_that_a_view_does_not_serve_is_told_no(browsers: Mapping[Role, Client]) -> None:
    wrong: dict[str, int] = {}
    for entry in PAGES:
        for role in set(Role) - (allowed(entry) or set(Role)):
            for method in ("get", "post"):
                answer = getattr(browsers[role], method)(sample(entry))
                if answer.status_code != 403:
                    wrong[f"{role} {method} {sample(entry)}"] = answer.status_code
    assert wrong == {}


def test_a_role_that_a_view_serves_is_not_turned_away(browsers: Mapping[Role, Client]) -> None:
    wrong: dict[str, int] = {}
    for entry in PAGES:
        for role in allowed(entry) or ():
            answer = browsers[role].get(sample(entry))
            if answer.status_code not in (200, 302, 404, 405):
                wrong[f"{role} {sample(entry)}"] = answer.status_code
    assert wrong == {}


def test_every_operation_of_the_api_says_whom_it_serves_and_tells_the_others_no(
    browsers: Mapping[Role, Client],
) -> None:
    wrong: dict[str, Any] = {}
    for path, methods in operations().items():
        for method, roles in methods.items():
            sent: dict[str, Any] = {"content_type": "application/json"} if method == "post" else {}
            for role in Role:
                asked = [re.sub(r"{[^}]+}", one, path) for one in (SAMPLES["int"], SAMPLES["uuid"])]
                answers = [getattr(browsers[role], method)(one, **sent) for one in asked]
                answer = next((one for one in answers if one.status_code != 422), answers[0])
                if (answer.status_code == 403) is (role in roles):
                    wrong[f"{role} {method} {path}"] = answer.status_code
    assert wrong == {}


def operations() -> dict[str, dict[str, frozenset[Role]]]:
    """Every operation by path and method, with the roles that it serves."""
    found: dict[str, dict[str, frozenset[Role]]] = {}
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                if operation.include_in_schema:
                    roles = vars(operation.view_func)["allowed_roles"]
                    full = "/".join(part.strip("/") for part in ("/api/v1", prefix, path) if part.strip("/"))
                    found.setdefault(f"/{full}", {})[operation.methods[0].lower()] = roles
    assert found
    return found


def test_programs_without_a_key_get_nothing(db: None) -> None:
    paths = api.get_openapi_schema()["paths"]
    assert paths
    for path, methods in paths.items():
        for method in methods:
            sent: dict[str, Any] = {"content_type": "application/json"} if method == "post" else {}
            answer = getattr(Client(), method)(re.sub(r"{\w+}", "1", path), **sent)
            assert answer.status_code == 401, f"{method} {path}"
