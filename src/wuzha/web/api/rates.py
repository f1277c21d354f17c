"""Who calls too often is asked to wait; see ``wuzha.web.limits`` for how that is counted."""

from __future__ import annotations

import math

from django.conf import settings
from django.http import HttpRequest

from wuzha.problems import Problem
from wuzha.web import clock
from wuzha.web.api import problems
from wuzha.web.api.errors import RefusedError
from wuzha.web.client import address_of
from wuzha.web.limits import buckets


def admit_address(request: HttpRequest) -> None:
    """Count a call from its network address. Raises ``RefusedError`` (429)."""
    _admit(f"address {address_of(request)}", settings.API_ADDRESS_RATE)


def admit_key(key_id: int) -> None:
    """Count a call with a key. Raises ``RefusedError`` (429)."""
    _admit(f"key {key_id}", settings.API_KEY_RATE)


def admit_account(user_id: int) -> None:
    """Count a call with a session. Raises ``RefusedError`` (429)."""
    _admit(f"account {user_id}", settings.API_KEY_RATE)


def _admit(name: str, a_minute: int) -> None:
    wait = buckets.take(name, a_minute, clock.machine().timestamp())
    if wait:
        seconds = math.ceil(wait)
        problem = Problem(problems.TOO_OFTEN, values={"most": a_minute, "seconds": seconds})
        raise RefusedError(429, problem, {"Retry-After": str(seconds)})
