"""Guessing passwords is made useless: an account is locked after some failures, an address is slowed down.

Kept in the database, so that it holds for every worker and after a restart. A name that nobody has is locked like
any other: the answer does not tell which names exist.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings

from wuzha.database import statement
from wuzha.web.models import Attempts, Policy

FREE = 20
"""Failures from one address before it is slowed down: a whole office may share one."""
LONGEST_WAIT = 60
"""Seconds between two attempts from an address that has failed very often."""
_MEMORY = timedelta(minutes=15)
NAME, SECOND = "name", "second"
"""What is guessed with a log-in name: its password, or its second factor. Each has its own count, so that a known
password does not buy new attempts at the other; either locks the name."""


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
    digests = [_digest(kind, username) for kind in (NAME, SECOND)]
    last = Attempts.objects.filter(digest__in=digests, count__gte=policy.failures).order_by("-last_at").first()
    until = last.last_at + timedelta(minutes=policy.lock_minutes) if last else now
    return until if until > now else None


def second_locked(username: str, policy: Policy, now: datetime) -> bool:
    """Whether the second factor of a name was guessed at too often."""
    over = now - timedelta(minutes=policy.lock_minutes)
    found = Attempts.objects.filter(digest=_digest(SECOND, username), count__gte=policy.failures, last_at__gt=over)
    return found.exists()


def count_attempt(username: str, policy: Policy, now: datetime, what: str = NAME) -> tuple[bool, int]:
    """Count an attempt before its password is looked at: whether it may be looked at, and its number.

    Counted first, so that many attempts at the same moment do not slip through together.
    """
    over = now - timedelta(minutes=policy.lock_minutes)
    counted = statement("wuzha.web", "count_attempt").one(
        digest=_digest(what, username), now=now, over=over, most=policy.failures
    )
    return counted["count"] <= policy.failures, counted["count"]


def note_failure(address: str, now: datetime) -> None:
    """Remember that an attempt from this address failed."""
    statement("wuzha.web", "count_attempt").one(
        digest=_digest("address", address), now=now, over=now - _MEMORY, most=2**31 - 1
    )


def lift(username: str, what: Collection[str] = (NAME, SECOND)) -> bool:
    """Forget the failures of a name; whether there were any. Who comes in has none, and who keeps accounts may ask."""
    digests = [_digest(kind, username) for kind in what]
    return bool(Attempts.objects.filter(digest__in=digests).delete()[0])


def _digest(kind: str, text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind} {text}".encode(), hashlib.sha256).hexdigest()
