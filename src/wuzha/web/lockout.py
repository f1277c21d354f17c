"""Guessing passwords is made useless: an account is locked after some failures, an address is slowed down.

Kept in the database, so that it holds for every worker and after a restart. A name that nobody has is locked like
any other: the answer does not tell which names exist.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings

from wuzha.database import statement
from wuzha.web.models import Attempts, Policy

FREE = 20
"""Failures from one address before it is slowed down: a whole office may share one."""
LONGEST_WAIT = 60
"""Seconds between two attempts from an address that has failed very often."""
_MEMORY = timedelta(minutes=15)


def wait(count: int) -> timedelta:
    """How long after its last failure an address with ``count`` failures must wait: 2, 4, 8 … 60 seconds."""
    return timedelta(seconds=min(LONGEST_WAIT, 2 ** min(count - FREE + 1, 6))) if count >= FREE else timedelta()


def slowed(address: str, now: datetime) -> timedelta:
    """How long an address has to wait before its next attempt."""
    row = Attempts.objects.filter(digest=_digest("address", address)).first()
    if row is None or now - row.last_at > _MEMORY:
        return timedelta()
    return max(timedelta(), row.last_at + wait(row.count) - now)


def locked_until(username: str, policy: Policy, now: datetime) -> datetime | None:
    """Until when nobody gets in with this name; ``None`` where it is not locked."""
    row = Attempts.objects.filter(digest=_digest("name", username)).first()
    if row is None or row.count < policy.failures:
        return None
    until = row.last_at + timedelta(minutes=policy.lock_minutes)
    return until if until > now else None


def count_attempt(username: str, policy: Policy, now: datetime) -> tuple[bool, int]:
    """Count an attempt before its password is looked at: whether it may be looked at, and its number.

    Counted first, so that many attempts at the same moment do not slip through together.
    """
    over = now - timedelta(minutes=policy.lock_minutes)
    counted = statement("wuzha.web", "count_attempt").one(
        digest=_digest("name", username), now=now, over=over, most=policy.failures
    )
    return counted["count"] <= policy.failures, counted["count"]


def note_failure(address: str, now: datetime) -> None:
    """Remember that an attempt from this address failed."""
    statement("wuzha.web", "count_attempt").one(
        digest=_digest("address", address), now=now, over=now - _MEMORY, most=2**31 - 1
    )


def lift(username: str) -> bool:
    """Forget the failures of a name; whether there were any. Who comes in has none, and who keeps accounts may ask."""
    return bool(Attempts.objects.filter(digest=_digest("name", username)).delete()[0])


def _digest(kind: str, text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind} {text}".encode(), hashlib.sha256).hexdigest()
