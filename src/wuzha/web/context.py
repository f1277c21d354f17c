"""What the frame of every page needs to know."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from wuzha.terms import Role
from wuzha.web import clock
from wuzha.web.access import EVERYBODY
from wuzha.web.hats import Hat
from wuzha.web.models import User
from wuzha.web.navigation import home, links
from wuzha.web.notices import unread
from wuzha.web.words import word


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the visitor may go to, who the visitor is, how many notices wait; nothing personal before log-in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"nav": [], "today": clock.today()}
    hat: Hat | None = getattr(request, "hat", None)
    role = Role((hat.user if hat else user).role)
    return {
        "hat": hat,
        "nav": links(role, request.path),
        "home": home(role),
        "role": role,
        "role_name": word(role),
        "today": clock.today(),
        "unread": unread(user) if role in EVERYBODY and _asking_is_possible() else None,
    }


def _asking_is_possible() -> bool:
    """Whether the request's transaction still stands: a page that says what failed is drawn after it was given up."""
    connection = transaction.get_connection()
    return connection.in_atomic_block and not connection.needs_rollback
