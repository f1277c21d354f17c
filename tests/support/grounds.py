"""Grounds: worlds built once and committed, each in a database of its own; many tests begin on one, and each of them
works in a transaction that is rolled back. Making the cast takes longer than most tests that need it.
"""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest_django
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from support.cluster import ThrowAway
from wuzha.cluster import Endpoint

T = TypeVar("T")
Maker = Callable[[Path], T]

LOGINS = {"default": "wuzha_web", "owner": "wuzha_owner"}
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Passwords of tests need not be hard to guess."""


@dataclass
class Ground:
    """A database, its connections, and what its maker gave."""

    endpoint: Endpoint
    made: Any = None
    connections: dict[str, BaseDatabaseWrapper] = field(default_factory=dict)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Django stands here: this thread with connections that are kept, other threads with their own."""
        before = {alias: (connections[alias], dict(connections.settings[alias])) for alias in LOGINS}
        for alias, login in LOGINS.items():
            connections.settings[alias].update(self.endpoint.django(login))
            if alias not in self.connections:
                self.connections[alias] = connections.create_connection(alias)
                self.connections[alias].settings_dict = dict(connections.settings[alias])
            connections[alias] = self.connections[alias]
        try:
            yield
        finally:
            for alias, (connection, settings) in before.items():
                connections.settings[alias].update(settings)
                connections[alias] = connection

    def close(self) -> None:
        for connection in self.connections.values():
            connection.close()


@dataclass
class Grounds:
    """What has been built in this process so far, by its maker."""

    postgres: ThrowAway
    template: str
    blocker: pytest_django.DjangoDbBlocker
    built: dict[Maker[Any], Ground] = field(default_factory=dict)

    @contextmanager
    def on(self, make: Maker[T]) -> Iterator[T]:
        """Stand on what ``make`` builds, given an empty folder; gives a copy of what it gave.

        To be entered before the test's transaction begins: a fixture asks for it in front of ``db``.
        """
        if any(one.in_atomic_block for one in connections.all(initialized_only=True)):
            raise RuntimeError("the transaction has begun elsewhere: ask for the ground in front of `db`")
        ground = self._of(make)
        with ground.entered():
            yield copy.deepcopy(ground.made)

    def _of(self, make: Maker[Any]) -> Ground:
        if make not in self.built:
            endpoint = self.postgres.clone(self.template, f"wuzha_ground_{len(self.built)}")
            ground = Ground(endpoint)
            quick = override_settings(PASSWORD_HASHERS=QUICK)
            with self.blocker.unblock(), quick, ground.entered(), tempfile.TemporaryDirectory() as folder:
                ground.made = make(Path(folder))
            self.built[make] = ground
        return self.built[make]

    def close(self) -> None:
        with self.blocker.unblock():
            for ground in self.built.values():
                ground.close()
