"""The cast with a key each, and a caller that speaks JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from support.cast import NOON, OFFICE, Cast
from support.facts import whole
from wuzha.terms import Role
from wuzha.web import clock, keys
from wuzha.web.keys import NewKey
from wuzha.web.models import User

Call = Callable[..., HttpResponse]


@pytest.fixture
def cast(cast_ground: Cast, db: None, settings: Settings) -> Iterator[Cast]:
    """Both districts; the clock stands at noon of 2 March 2026. Everybody's key is ``wz_`` and the log-in name."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(NOON):
        made = cast_ground
        for user in made.people:
            with whole(user.district_id):
                if Role(user.role) in keys.HOLDERS:
                    keys.add(user, NewKey("test"), f"wz_{user.username}", OFFICE, NOON)
        yield made


@pytest.fixture
def call(cast: Cast) -> Call:
    """``call(user, path, body=None, **headers)``: GET, or POST of JSON, with the user's key."""

    def send(user: User | None, path: str, body: Any = None, **headers: str) -> HttpResponse:
        client = Client(raise_request_exception=False)
        keyed = {"Authorization": f"Bearer wz_{user.username}"} if user else {}
        sent = {**keyed, "Accept-Language": "en", **headers}
        if body is None:
            return client.get(f"/api/v1{path}", headers=sent)
        return client.post(f"/api/v1{path}", body, content_type="application/json", headers=sent)

    return send
