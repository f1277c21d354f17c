"""The cast, with the clock at noon of 2 March 2026."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from support.cast import NOON, Cast
from wuzha.web import clock


@pytest.fixture
def cast(cast_ground: Cast, db: None, settings: Settings) -> Iterator[Cast]:
    """Both districts and who works there."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with clock.at(NOON):
        yield cast_ground
