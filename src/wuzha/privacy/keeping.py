"""The ring of keys on disk: ``privacy.keys`` in the home, mode 0600, in no backup. Losing it loses the contacts."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from wuzha.cluster import layout
from wuzha.privacy.core.keys import Chance
from wuzha.privacy.core.ring import Ring
from wuzha.privacy.core.suites import Suite

chance: Chance = os.urandom
"""The one place that unforeseeable bytes come from."""


def path() -> Path:
    """Where the ring lies."""
    return Path(settings.HOME.path) / "privacy.keys"


def ring() -> Ring:
    """The ring as it is now, made at the first call with a key of the suite that ``WUZHA_CIPHER`` names.

    Looked at anew each time, since a command may change it while pages are served. Raises PRI101.
    """
    try:
        status = path().stat()
    except FileNotFoundError:
        return change(lambda found: found)
    return _read(path(), status.st_mtime_ns, status.st_ino)


def change(step: Callable[[Ring], Ring]) -> Ring:
    """Replace the ring by what ``step`` makes of it, one process after the other; on disk before it is used."""
    settings.HOME.prepare()
    with _alone():
        found = Ring.loads(path().read_text(encoding="ascii")) if path().exists() else _first()
        made = step(found)
        _write(made.dumps())
    return made


def _first() -> Ring:
    return Ring().with_new(Suite(settings.CIPHER), None, chance)


@lru_cache(maxsize=1)
def _read(file: Path, _changed: int, _number: int) -> Ring:
    return Ring.loads(file.read_text(encoding="ascii"))


@contextmanager
def _alone() -> Iterator[None]:
    directory = os.open(path().parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


def _write(text: str) -> None:
    file, scratch = tempfile.mkstemp(dir=path().parent, prefix=".privacy.", suffix=".part")  # mode 0600
    with os.fdopen(file, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    layout.inherit_owner(Path(scratch))
    os.replace(scratch, path())
    layout.sync(path().parent)
