"""What the frame of every page needs to know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from wuzha.terms import Role
from wuzha.web import clock
from wuzha.web.models import User
from wuzha.web.navigation import home, links
from wuzha.web.words import word


def shell(request: HttpRequest) -> dict[str, Any]:
    """``nav`` (entries the visitor sees), ``role_name`` and ``today``; nothing personal before log-in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"nav": [], "today": clock.today()}
    role = Role(user.role)
    return {
        "nav": links(role, request.path),
        "home": home(role),
        "role": role,
        "role_name": word(role),
        "today": clock.today(),
    }
