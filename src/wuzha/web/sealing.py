"""Short secrets at rest: encrypted with a key of the installation's secret, one key for each purpose."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class OtherSecretError(Exception):
    """Something was sealed under another secret of the installation, as after a restore without it."""


def seal(purpose: str, text: str) -> str:
    """A text encrypted for one purpose (Fernet: AES-128-CBC, HMAC-SHA256)."""
    return _fernet(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, kept: str) -> str:
    """The text again. Raises ``OtherSecretError``."""
    try:
        return _fernet(purpose).decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise OtherSecretError from error


def digest(purpose: str, text: str) -> str:
    """A keyed digest (HMAC-SHA256, hexadecimal): equal for equal texts, and nobody without the secret can try texts."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


def _fernet(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def _key(purpose: str) -> bytes:
    return hmac.new(settings.HOME.secret(), purpose.encode(), hashlib.sha256).digest()
