"""One key of the ring, and what is made with it: sealed fields, blind indexes, fingerprints, keys of files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from cryptography.exceptions import InvalidTag

from wuzha.privacy.core import problems
from wuzha.privacy.core.suites import NONCE, TAG, Sealer, Suite, derive, mac, sealer
from wuzha.problems import Problem, WuzhaError

SECRET, HEAD, INDEX, PRINT = 32, 5, 8, 16
"""Bytes of a key's secret, of an envelope before its nonce, of a blind index, of a fingerprint."""

Chance = Callable[[int], bytes]
"""Gives so many unforeseeable bytes; ``os.urandom`` outside tests."""

_FORMS = {Suite.AES: 1, Suite.SM4: 2}


@dataclass(frozen=True)
class Key:
    """A secret with its suite. ``made`` is ``None`` for the installation's first key; since ``retired`` nothing that is
    kept is sealed with it any more."""

    suite: Suite
    secret: bytes
    made: datetime | None = None
    retired: datetime | None = None

    @cached_property
    def id(self) -> int:
        """Told by the secret itself (31 bits of its digest), so that another ring's key never passes for this one."""
        digest = hashlib.sha256(b"wuzha privacy key id" + self.secret).digest()
        return int.from_bytes(digest[:4], "big") >> 1

    @property
    def name(self) -> str:
        """The id as people read it: eight hexadecimal digits."""
        return name_of(self.id)

    def seal(self, text: bytes, bound: bytes, chance: Chance) -> bytes:
        """An envelope: form (1 byte), key id (4), nonce (12), ciphertext, tag (16). It opens only with ``bound``."""
        nonce = chance(NONCE)
        return self._head + nonce + self._fields.encrypt(nonce, text, bound)

    def open(self, envelope: bytes, bound: bytes) -> bytes:
        """The text. Raises PRI102 for another key's envelope, PRI103 for one that was changed or moved."""
        if key_of(envelope) != self.id:
            raise WuzhaError(Problem(problems.KEY_UNKNOWN, values={"key": name_of(key_of(envelope))}))
        try:
            return self._fields.decrypt(envelope[HEAD : HEAD + NONCE], envelope[HEAD + NONCE :], bound)
        except InvalidTag as error:
            raise WuzhaError(Problem(problems.NOT_OPENED)) from error

    def index(self, kind: str, normal: str) -> bytes:
        """The blind index of a normalised value: 64 bits of a keyed hash, so that a few values may share one.

        Whoever has no key cannot tell a number from it; whoever finds a row by it opens the field to be sure.
        """
        return mac(self.suite, self._indexes, f"{kind}\0{normal}".encode())[:INDEX]

    def fingerprint(self, *parts: object) -> bytes:
        """16 bytes that stand for some values: equal where they are equal, of no use without the key."""
        return mac(self.suite, self._prints, "\x1f".join(map(str, parts)).encode())[:PRINT]

    def file_sealer(self, salt: bytes) -> Sealer:
        """The cipher of one file, under a key of its own."""
        return sealer(self.suite, derive(self.suite, self.secret, b"file " + salt))

    @cached_property
    def _head(self) -> bytes:
        return bytes([_FORMS[self.suite]]) + self.id.to_bytes(4, "big")

    @cached_property
    def _fields(self) -> Sealer:
        return sealer(self.suite, derive(self.suite, self.secret, b"field"))

    @cached_property
    def _indexes(self) -> bytes:
        return derive(self.suite, self.secret, b"index")

    @cached_property
    def _prints(self) -> bytes:
        return derive(self.suite, self.secret, b"fingerprint")


def key_of(envelope: bytes) -> int:
    """The id of the key that an envelope was sealed with. Raises PRI103 for what is no envelope."""
    if len(envelope) < HEAD + NONCE + TAG or envelope[0] not in _FORMS.values():
        raise WuzhaError(Problem(problems.NOT_OPENED))
    return int.from_bytes(envelope[1:HEAD], "big")


def name_of(key_id: int) -> str:
    """A key's id as people read it."""
    return f"{key_id:08x}"
