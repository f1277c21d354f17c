"""Passwords of the database logins, derived from the installation's secret."""

from __future__ import annotations

import hashlib
import hmac

SECRET_BYTES = 32


def password(secret: bytes, login: str) -> str:
    """The password of one login: HMAC-SHA256 over its name, so nothing but the secret has to be kept.

    Shape: 64 hexadecimal digits, safe in any connection string.
    """
    return hmac.new(secret, b"wuzha login " + login.encode(), hashlib.sha256).hexdigest()
