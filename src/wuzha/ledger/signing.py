"""The installation's signing keys: Ed25519, derived from its secret, recorded by their public halves.

Nothing private is stored, so neither the database nor a backup can sign. Why: docs/decisions, "Seals are signed".
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from wuzha.ledger.models import Key


@dataclass(frozen=True, slots=True)
class Signer:
    """The key in use: its public half (32 bytes) and what makes a signature (64 bytes) of a message."""

    public: bytes
    sign: Callable[[bytes], bytes]


def present(now: datetime, *, renew: bool = False) -> Signer:
    """The key to sign with in the present transaction; a first or a new one is recorded at once.

    A new one is taken when asked for (``renew``), and when the newest recorded key does not come from this
    installation's secret: the database was restored elsewhere without it. The key before vouches for the new one
    where it still can.
    """
    newest = Key.objects.order_by("-number").first()
    if newest is None:
        return _record(1, now, b"")
    signer = _derived(newest.number)
    own = signer.public == bytes(newest.public)
    if own and not renew:
        return signer
    following = _derived(newest.number + 1)
    return _record(newest.number + 1, now, signer.sign(vouching(following.public)) if own else b"")


def is_own(number: int, public: bytes) -> bool:
    """Whether the recorded key of this number comes from the installation's present secret."""
    return _derived(number).public == public


def verified(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the key made this signature of this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def vouching(public: bytes) -> bytes:
    """The message by which a key says that another one follows it."""
    return b"wuzha next key\n" + public


def _derived(number: int) -> Signer:
    seed = hmac.new(settings.HOME.secret(), b"wuzha ledger key %d" % number, hashlib.sha256).digest()
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return Signer(private.public_key().public_bytes_raw(), private.sign)


def _record(number: int, now: datetime, vouched: bytes) -> Signer:
    signer = _derived(number)
    # Two districts may seal at the same moment: the second finds the same key recorded.
    Key.objects.bulk_create(
        [Key(number=number, public=signer.public, since=now, vouched=vouched)], ignore_conflicts=True
    )
    return signer
