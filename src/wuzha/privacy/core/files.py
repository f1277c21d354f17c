"""Files that lie on disk sealed: written as a stream, read from any place, in chunks of 64 KiB.

Layout: mark (4 bytes), key id (4), salt (16), then chunks, each with its tag. The nonce of a chunk is its number and
whether it is the last one, under a key of the file's own: a chunk that was changed, moved, left out or cut off does
not open. Source: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as the age format uses it.
"""

from __future__ import annotations

import io
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag

from wuzha.privacy.core import problems
from wuzha.privacy.core.keys import Chance, Key
from wuzha.privacy.core.ring import Ring
from wuzha.privacy.core.suites import NONCE, TAG
from wuzha.problems import Problem, WuzhaError

MARK = b"WZF1"
CHUNK = 64 * 1024
_SALT = 16
_HEAD = len(MARK) + 4 + _SALT


class SealedWriter:
    """Seals what is written into a stream. Only ``close`` writes the last chunk: a file without it does not open."""

    def __init__(self, target: BinaryIO, key: Key, chance: Chance) -> None:
        salt = chance(_SALT)
        target.write(MARK + key.id.to_bytes(4, "big") + salt)
        self._target, self._sealer = target, key.file_sealer(salt)
        self._waiting, self._number = bytearray(), 0

    def write(self, block: bytes) -> None:
        """Take more of the file."""
        self._waiting += block
        while len(self._waiting) > CHUNK:
            self._emit(last=False)

    def close(self) -> None:
        """Write what is left; the target stays open."""
        self._emit(last=True)

    def _emit(self, *, last: bool) -> None:
        text, self._waiting = bytes(self._waiting[:CHUNK]), self._waiting[CHUNK:]
        self._target.write(self._sealer.encrypt(_nonce(self._number, last), text, b""))
        self._number += 1


class SealedReader(io.RawIOBase):
    """A sealed file as a stream in the clear. Owns ``source``, which must be able to seek.

    Raises PRI103 for what does not open, PRI102 where the key is not in the ring.
    """

    def __init__(self, source: BinaryIO, ring: Ring) -> None:
        self._source = source
        head = source.read(_HEAD)
        chunks, rest = divmod(source.seek(0, io.SEEK_END) - _HEAD, CHUNK + TAG)
        self._chunks = chunks + (rest > 0)
        if not head.startswith(MARK) or self._chunks < 1 or 0 < rest < TAG:
            raise _broken()
        key = ring.key(int.from_bytes(head[len(MARK) : len(MARK) + 4], "big"))
        self._sealer = key.file_sealer(head[-_SALT:])
        self._size = source.tell() - _HEAD - self._chunks * TAG
        self._at, self._held, self._text = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning of the file")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            # The last chunk proves that nothing was cut off, even where nothing of it is wanted.
            self._chunk(self._chunks - 1)
            return 0
        number, start = divmod(self._at, CHUNK)
        view = memoryview(buffer).cast("B")
        part = self._chunk(number)[start : start + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        self._source.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if number != self._held:
            self._source.seek(_HEAD + number * (CHUNK + TAG))
            try:
                nonce = _nonce(number, number == self._chunks - 1)
                self._text = self._sealer.decrypt(nonce, self._source.read(CHUNK + TAG), b"")
            except InvalidTag as error:
                raise _broken() from error
            self._held = number
        return self._text


def is_sealed(head: bytes) -> bool:
    """Whether a file that begins so is one of these."""
    return head.startswith(MARK)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(NONCE - 1, "big") + bytes([last])


def _broken() -> WuzhaError:
    return WuzhaError(Problem(problems.NOT_OPENED))
