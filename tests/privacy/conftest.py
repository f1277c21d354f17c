"""The cast, with contacts switched on, and a ring of keys of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from support.cast import NOON, Cast, make_cast
from wuzha.cluster.home import Home
from wuzha.web import clock


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Iterator[Cast]:
    """Both districts and who works there; noon of 2 March 2026."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.HOME = Home(tmp_path / "home")
    settings.HOME.prepare()
    with clock.at(NOON):
        yield make_cast(tmp_path)
