"""The ring of keys: what it holds, how it is written, and how it travels under a passphrase."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from wuzha.privacy.core import problems
from wuzha.privacy.core.keys import SECRET, Chance, Key, key_of, name_of
from wuzha.privacy.core.suites import NONCE, Suite
from wuzha.problems import Problem, WuzhaError

LEAST_PASSPHRASE = 12
_MAGIC = b"wuzha keys 1\n"
_SALT = 16
_COST = {"length": 32, "n": 2**16, "r": 8, "p": 1}
"""scrypt (RFC 7914): 64 MB and some tenths of a second for each guess."""


@dataclass(frozen=True)
class Ring:
    """Keys in the order in which they came into use; the last one seals, all of them open."""

    keys: tuple[Key, ...] = ()

    @property
    def current(self) -> Key:
        """The key that seals."""
        return self.keys[-1]

    @property
    def active(self) -> tuple[Key, ...]:
        """The keys that rows may be sealed with at present: the current one, and during a change the ones before."""
        return tuple(key for key in self.keys if key.retired is None)

    def key(self, key_id: int) -> Key:
        """The key with this id. Raises PRI102."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise WuzhaError(Problem(problems.KEY_UNKNOWN, values={"key": name_of(key_id)}))

    def open(self, envelope: bytes, bound: bytes) -> bytes:
        """The text in an envelope. Raises PRI102, PRI103."""
        return self.key(key_of(envelope)).open(envelope, bound)

    def with_new(self, suite: Suite, now: datetime | None, chance: Chance) -> Ring:
        """The ring with one more key, which from now on seals."""
        return Ring((*self.keys, Key(suite, chance(SECRET), now)))

    def with_retired(self, now: datetime) -> Ring:
        """The ring in which only the current key may have sealed what is kept."""
        return Ring((*(key if key.retired else replace(key, retired=now) for key in self.keys[:-1]), self.current))

    def without(self, key_id: int) -> Ring:
        """The ring with a key destroyed: what it sealed, in old backups too, nobody opens any more."""
        return Ring(tuple(key for key in self.keys if key.id != key_id))

    def joined(self, others: Iterable[Key]) -> Ring:
        """The ring with the keys of another one that are not in it, put before its own."""
        own = {key.id for key in self.keys}
        return Ring((*(key for key in others if key.id not in own), *self.keys))

    def dumps(self) -> str:
        """The ring as the text of its file."""
        return json.dumps({"keys": [_plain(key) for key in self.keys]}, indent=1) + "\n"

    @classmethod
    def loads(cls, text: str) -> Ring:
        """Read the text of a ring's file. Raises PRI101."""
        try:
            ring = cls(tuple(_read(entry) for entry in json.loads(text)["keys"]))
            if not ring.keys:
                raise ValueError("no key")
        except (ValueError, KeyError, TypeError) as error:
            raise WuzhaError(Problem(problems.RING_DAMAGED, values={"reason": type(error).__name__})) from error
        return ring

    def locked(self, passphrase: str, chance: Chance) -> bytes:
        """The ring for the road: under a key that scrypt makes of the passphrase. Raises PRI105."""
        if len(passphrase) < LEAST_PASSPHRASE:
            raise WuzhaError(Problem(problems.SHORT_PASSPHRASE, values={"least": LEAST_PASSPHRASE}))
        salt, nonce = chance(_SALT), chance(NONCE)
        return _MAGIC + salt + nonce + _stretched(passphrase, salt).encrypt(nonce, self.dumps().encode(), _MAGIC)

    @classmethod
    def unlocked(cls, locked: bytes, passphrase: str) -> Ring:
        """What ``locked`` wrote. Raises PRI104."""
        start = len(_MAGIC)
        salt, nonce = locked[start : start + _SALT], locked[start + _SALT : start + _SALT + NONCE]
        try:
            if not locked.startswith(_MAGIC) or len(nonce) != NONCE:
                raise InvalidTag
            text = _stretched(passphrase, salt).decrypt(nonce, locked[start + _SALT + NONCE :], _MAGIC)
        except InvalidTag as error:
            raise WuzhaError(Problem(problems.WRONG_PASSPHRASE)) from error
        return cls.loads(text.decode())


def _stretched(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, **_COST).derive(passphrase.encode()))


def _plain(key: Key) -> dict[str, Any]:
    made, retired = (moment.isoformat() if moment else None for moment in (key.made, key.retired))
    return {"suite": key.suite, "secret": key.secret.hex(), "made": made, "retired": retired}


def _read(entry: dict[str, Any]) -> Key:
    secret = bytes.fromhex(entry["secret"])
    if len(secret) != SECRET:
        raise ValueError("length of a secret")
    made, retired = (datetime.fromisoformat(entry[name]) if entry[name] else None for name in ("made", "retired"))
    return Key(Suite(entry["suite"]), secret, made, retired)
