"""Sessions that know whose they are, so that they can be listed and ended. Django's engine, on a table of our own.

All of it goes by the machine's clock: a cookie does not wait for the hands of a demonstration.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest

from wuzha.web import clock
from wuzha.web.client import address_of, device_of
from wuzha.web.models import Policy, Session, User

ABOUT = "about"
"""Where a session keeps what is known of its browser."""
_HANDLES = uuid.UUID("7c2d1f6e-0a55-5c1b-9d3e-6f0b8a4e2d17")
# What a session is called on pages goes by its key, which changes when a password does, and does not tell the key.
TOUCH = timedelta(minutes=1)
"""How exactly it is kept when a session was last used."""


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with the account and the browser beside the data."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        living = Session.objects.filter(session_key=self.session_key, expire_date__gt=clock.machine())
        self.row = living.first()
        if self.row is None:
            self._session_key = None
            return {}
        return self.decode(self.row.session_data)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]  # Django's own, unknown to its stubs
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
        )
        about = data.get(ABOUT)
        if about and "_auth_user_id" in data:
            row.user_id = int(data["_auth_user_id"])
            row.handle = uuid.uuid5(_HANDLES, row.session_key)
            row.since = datetime.fromisoformat(about["since"])
            row.seen_at = clock.machine()
            row.address, row.device = about["address"], about["device"]
        return row


def begin(request: HttpRequest, policy: Policy, way: str) -> None:
    """Mark the session of somebody who has just come in and by what way, and say when it ends whatever happens."""
    now = clock.machine()
    request.session[ABOUT] = {
        "since": now.isoformat(),
        "address": address_of(request),
        "device": device_of(request),
        "way": way,
    }
    request.session.set_expiry(now + timedelta(hours=policy.session_hours))


def way_of(request: HttpRequest) -> str:
    """By what way the visitor has come in: ``password``, ``password+app``, ``passkey``, ``oidc`` …"""
    way: str = request.session.get(ABOUT, {}).get("way", "")
    return way


def idle(request: HttpRequest, policy: Policy) -> bool:
    """Whether the session was left unused for too long; if not, note that it is used now."""
    now = clock.machine()
    row: Session | None = getattr(request.session, "row", None)
    if row is None or row.seen_at is None:
        return False
    if now - row.seen_at > timedelta(minutes=policy.idle_minutes):
        return True
    if now - row.seen_at > TOUCH:
        Session.objects.filter(session_key=row.session_key).update(seen_at=now)
    return False


def open_sessions(district_id: int) -> list[Session]:
    """Every session of the district's accounts that has not ended, the one used last first."""
    people = User.objects.filter(district_id=district_id).values("id")
    return list(_living().filter(user_id__in=people))


def sessions_of(user_id: int) -> list[Session]:
    """The sessions of one account, the one used last first."""
    return list(_living().filter(user_id=user_id))


def end(user_id: int, handle: uuid.UUID | None = None, *, but: str = "") -> int:
    """End one session of an account, or all of them but the one with this key; returns how many."""
    found = Session.objects.filter(user_id=user_id).exclude(session_key=but)
    return (found.filter(handle=handle) if handle else found).delete()[0]


def _living() -> Any:
    return Session.objects.filter(expire_date__gt=clock.machine(), user_id__isnull=False).order_by("-seen_at")
