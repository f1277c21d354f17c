"""One backup file: an ordinary tar with the dump, the files and, last, the manifest."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from wuzha.cluster.core import manifest as contents
from wuzha.cluster.core import problems
from wuzha.cluster.core.manifest import Manifest, Part
from wuzha.problems import Problem, WuzhaError

CHUNK = 1024 * 1024


class Hashed(io.RawIOBase):
    """A stream that counts and hashes what passes through it."""

    def __init__(self, stream: IO[bytes], limit: int | None = None) -> None:
        self._stream = stream
        self._left = limit
        self._sha256 = hashlib.sha256()
        self._size = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._left is not None:
            size = self._left if size < 0 else min(size, self._left)
        block = self._stream.read(size)
        if self._left is not None:
            self._left -= len(block)
        self._sha256.update(block)
        self._size += len(block)
        return block

    @property
    def part(self) -> Part:
        return Part(self._size, self._sha256.hexdigest())


Take = Callable[[str, Hashed], None]


class Writer:
    """Packs members one after the other and ends with the manifest."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._tar = tarfile.TarFile(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT)
        self._parts: dict[str, Part] = {}

    def add(self, name: str, stream: IO[bytes], size: int, changed: float) -> None:
        """Pack ``size`` bytes of a stream. Raises ``OSError`` where it holds fewer."""
        self._parts[name] = self._pack(name, stream, size, changed)

    def close(self, wuzha: str, postgres: str, made: datetime) -> Manifest:
        """Write the manifest and end the archive."""
        manifest = Manifest(wuzha, postgres, made, self._parts)
        text = manifest.dumps()
        self._pack(contents.NAME, io.BytesIO(text), len(text), made.timestamp())
        self._tar.close()
        return manifest

    def _pack(self, name: str, stream: IO[bytes], size: int, changed: float) -> Part:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, int(changed), 0o600
        hashed = Hashed(stream, size)
        self._tar.addfile(member, hashed)
        return hashed.part


def read(source: Path, take: Take) -> Manifest:
    """Hand every member to ``take`` and compare what it read with the manifest.

    ``take`` gets the member's name and a stream that it must read to the end. Raises CLU304; what was taken
    until then is not to be trusted.
    """
    found: dict[str, Part] = {}
    manifest: Manifest | None = None
    try:
        for name, stream in _members(source):
            if name == contents.NAME:
                manifest = Manifest.loads(stream.read())
            else:
                hashed = Hashed(stream)
                take(name, hashed)
                found[name] = hashed.part
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise damaged(source, str(error)) from error
    if manifest is None or contents.DUMP not in manifest.parts:
        raise damaged(source, f"no {contents.DUMP if manifest else contents.NAME}")
    if found != manifest.parts:
        wrong = sorted(name for name in found.keys() | manifest.parts if found.get(name) != manifest.parts.get(name))
        raise damaged(source, ", ".join(wrong[:5]))
    return manifest


def drain(stream: Hashed) -> None:
    """Read to the end and forget."""
    while stream.read(CHUNK):
        pass


def damaged(source: Path, reason: str) -> WuzhaError:
    """The problem CLU304."""
    return WuzhaError(Problem(problems.BACKUP_DAMAGED, str(source), {"reason": reason}))


def _members(source: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(source, mode="r:") as tar:
        while (member := tar.next()) is not None:
            stream = tar.extractfile(member)
            if stream is None or not _is_expected(member.name):
                raise ValueError(member.name)
            yield member.name, stream
            # Kept for random access otherwise: so memory stays flat however many files there are.
            tar.members.clear()  # type: ignore[attr-defined]


def _is_expected(name: str) -> bool:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        return False
    return name in (contents.NAME, contents.DUMP) or name.startswith(contents.FILES)
