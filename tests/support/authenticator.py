"""A device that keeps a passkey, in Python: what a browser would answer, and what a forger might.

It answers the options of a page as the browser's script does; every part of an answer can be bent.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import secrets
from typing import Any

from cbor2 import dumps
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, KEY_INCLUDED = 0x01, 0x04, 0x40


def options_on(page: str) -> dict[str, Any]:
    """What the page asks the browser."""
    found = re.search(r'data-options="(.+?)"', page)
    assert found, "the page asks for no passkey"
    options: dict[str, Any] = json.loads(html.unescape(found[1]))
    return options


class Device:
    """One key pair, bound to one place. ``verified``: whether it makes sure of its owner."""

    def __init__(self, origin: str, rp_id: str, *, verified: bool = True) -> None:
        self.origin, self.rp_id, self.verified = origin, rp_id, verified
        self.key = generate_private_key(SECP256R1())
        self.id = secrets.token_bytes(16)
        self.count = 0

    def made(self, options: dict[str, Any], **bent: Any) -> str:
        """The answer to the options of a new passkey."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        for missing in bent.get("coordinates", ()):
            del cose[missing]
        body = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + dumps(cose)
        data = self._data(KEY_INCLUDED, bent) + body
        response = {
            "clientDataJSON": bytes_to_base64url(self._client("webauthn.create", options, bent)),
            "attestationObject": bytes_to_base64url(dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return self._answer(response)

    def shown(self, options: dict[str, Any], **bent: Any) -> str:
        """The answer to the options of a log-in."""
        self.count += 1
        client, data = self._client("webauthn.get", options, bent), self._data(0, bent)
        key = bent.get("key", self.key)
        signature = key.sign(data + hashlib.sha256(client).digest(), ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": bytes_to_base64url(client),
            "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(signature),
        }
        return self._answer(response)

    def _data(self, flags: int, bent: dict[str, Any]) -> bytes:
        flags |= PRESENT | (VERIFIED if bent.get("verified", self.verified) else 0)
        rp_id = bent.get("rp_id", self.rp_id)
        count = bent.get("count", self.count)
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + int(count).to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any], bent: dict[str, Any]) -> bytes:
        said = {
            "type": bent.get("type", kind),
            "challenge": bent.get("challenge", options["challenge"]),
            "origin": bent.get("origin", self.origin),
        }
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, str]) -> str:
        name = bytes_to_base64url(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
