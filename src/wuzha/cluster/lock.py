"""File locks that end with their process, and only with it."""

from __future__ import annotations

import fcntl
import os
import time
import weakref
from pathlib import Path


class Lock:
    """An exclusive or shared ``flock`` on a small file that names its holder.

    The kernel drops it when the holder dies, however it dies; a forked child does not keep it alive.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    @property
    def held(self) -> bool:
        return self._file is not None

    def acquire(self, *, shared: bool = False, patience: float = 0) -> bool:
        """Take the lock, waiting at most ``patience`` seconds; whether it was taken."""
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        file = os.open(self._path, flags, 0o600)
        mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, mode | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(file)
                    return False
                time.sleep(0.05)
        if not shared:
            os.ftruncate(file, 0)
            os.write(file, f"{os.getpid()}\n".encode())
        self._file = file
        _held.add(self)
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens if it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def holder(self) -> int | None:
        """The process that last took the lock exclusively, by its own word."""
        try:
            text = self._path.read_text()
        except OSError:
            return None
        return int(text) if text.strip().isdigit() else None


_held: weakref.WeakSet[Lock] = weakref.WeakSet()


def _forget_in_child() -> None:
    # A lock lives as long as any copy of its file: a worker that outlives its killed parent must not keep it.
    for lock in list(_held):
        lock.release()


os.register_at_fork(after_in_child=_forget_in_child)
