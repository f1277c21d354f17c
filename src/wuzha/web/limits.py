"""How often programs may call: a bucket for each key and each address, shared by the processes of one server.

A bucket holds as many requests as are allowed a minute and fills again over a minute: a burst may take all of it at
once. What is kept of it is one moment, the one at which it is full again (the generic cell rate algorithm). The moments
stand in memory that the worker processes inherit when they fork: the limit holds however many there are, a restart
forgets it, and asking takes some microseconds. Several servers on one database count each for itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import struct
import tempfile
import threading

WINDOW = 60.0
"""Seconds over which an empty bucket fills."""
_PLACES = 8192
_NEAR = 8  # places in which one bucket may stand
_RECORD = struct.Struct("<8sd")


class Buckets:
    """A table of buckets. ``places`` bounds its size: where more are in use at once, the one that is nearest to being
    full makes way, and its holder may take a little more than allowed.
    """

    def __init__(self, places: int = _PLACES) -> None:
        self._places = places
        # Without a name, so that it goes with the last process. Its locks go with theirs: a worker that is killed
        # while it holds one leaves nothing locked.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the process
        self._file.truncate((places + _NEAR) * _RECORD.size)
        self._memory = mmap.mmap(self._file.fileno(), 0)
        self._thread = threading.Lock()

    def take(self, name: str, a_minute: int, now: float) -> float:
        """Take one request out of the bucket with this name, at ``now`` (seconds of any clock that all share).

        Returns 0, or the seconds to wait where the bucket is empty; nothing is taken then. ``a_minute`` 0 means: no
        limit.
        """
        if a_minute <= 0:
            return 0.0
        tag = hashlib.blake2b(name.encode(), digest_size=8).digest()
        first = int.from_bytes(tag[:4], "big") % self._places
        with self._thread:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _NEAR * _RECORD.size, first * _RECORD.size)
            try:
                return self._take(tag, first, WINDOW / a_minute, now)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _NEAR * _RECORD.size, first * _RECORD.size)

    def _take(self, tag: bytes, first: int, each: float, now: float) -> float:
        place, full = self._find(tag, first, now)
        wait = max(full, now) + each - now - WINDOW
        if wait > 1e-6:
            return wait
        _RECORD.pack_into(self._memory, place * _RECORD.size, tag, max(full, now) + each)
        return 0.0

    def _find(self, tag: bytes, first: int, now: float) -> tuple[int, float]:
        """The place of a bucket and the moment at which it is full again; of a new one, the place that is needed
        least.
        """
        freest, least = first, float("inf")
        for place in range(first, first + _NEAR):
            there, full = _RECORD.unpack_from(self._memory, place * _RECORD.size)
            if full > now + 2 * WINDOW:
                full = 0.0  # the clock was set back
            if there == tag:
                return place, full
            if full < least:
                freest, least = place, full
        return freest, now


buckets = Buckets()
"""Made when the server loads, before its workers fork."""
