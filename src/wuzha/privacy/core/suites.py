"""The two families of ciphers: international, and 国密. Each is an authenticated cipher with a keyed hash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SM3, HashAlgorithm
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

NONCE, TAG = 12, 16
Work = Callable[[bytes, bytes, bytes], bytes]
"""Of nonce, text and what is bound to it."""


class Suite(StrEnum):
    """AES-256-GCM with HMAC-SHA-256, or SM4-GCM (GB/T 32907) with HMAC-SM3 (GB/T 32905)."""

    AES = "aes"
    SM4 = "sm4"


@dataclass(frozen=True, slots=True)
class Sealer:
    """A cipher under one key. ``decrypt`` raises ``InvalidTag`` for what was not encrypted just so."""

    encrypt: Work
    decrypt: Work


def sealer(suite: Suite, secret: bytes) -> Sealer:
    """The cipher of a suite under 32 bytes of key."""
    if suite is Suite.AES:
        cipher = AESGCM(secret)
        return Sealer(cipher.encrypt, cipher.decrypt)
    return _sm4(algorithms.SM4(secret[:16]))


def mac(suite: Suite, secret: bytes, message: bytes) -> bytes:
    """The keyed hash of a message: 32 bytes."""
    made = HMAC(secret, _hash(suite))
    made.update(message)
    return made.finalize()


def derive(suite: Suite, secret: bytes, purpose: bytes) -> bytes:
    """32 bytes of key for one purpose (HKDF-Expand, RFC 5869), from 32 random ones."""
    return HKDFExpand(_hash(suite), 32, b"wuzha privacy " + purpose).derive(secret)


def _hash(suite: Suite) -> HashAlgorithm:
    return SHA256() if suite is Suite.AES else SM3()


def _sm4(key: algorithms.SM4) -> Sealer:
    def encrypt(nonce: bytes, text: bytes, bound: bytes) -> bytes:
        machine = Cipher(key, modes.GCM(nonce)).encryptor()
        machine.authenticate_additional_data(bound)
        return machine.update(text) + machine.finalize() + machine.tag

    def decrypt(nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        if len(sealed) < TAG:
            raise InvalidTag
        machine = Cipher(key, modes.GCM(nonce, sealed[-TAG:])).decryptor()
        machine.authenticate_additional_data(bound)
        return machine.update(sealed[:-TAG]) + machine.finalize()

    return Sealer(encrypt, decrypt)
