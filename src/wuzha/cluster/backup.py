"""Making a backup: one file, read back and checked before it gets its name."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import psycopg

import wuzha
from wuzha.cluster import archive, layout, tools
from wuzha.cluster.binaries import Binaries, find
from wuzha.cluster.core import manifest as contents
from wuzha.cluster.core import problems
from wuzha.cluster.core.manifest import Manifest
from wuzha.cluster.dsn import Endpoint, Login
from wuzha.cluster.progress import Advance, Step, nobody
from wuzha.cluster.roles import unreachable
from wuzha.problems import Problem, WuzhaError


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A finished backup: where it is, its size in bytes, and what it holds."""

    path: Path
    size: int
    manifest: Manifest

    @property
    def files(self) -> int:
        """How many files it holds beside the database."""
        return len(self.manifest.parts) - 1


def backup(endpoint: Endpoint, files: Path, target: Path, *, made: datetime, advance: Advance = nobody) -> BackupInfo:
    """Write database and files into ``target`` (mode 0600), replacing an older backup of that name as a whole.

    The database is read as of one moment, while others go on working; files are read after it, so that each
    file a row speaks of is there. The archive is written under another name, brought to disk, read back
    (every checksum, every row of the dump decompressed) and only then named. Raises CLU301 to CLU304.
    """
    release = _readable_release(endpoint)
    binaries = find(major=int(release.partition(".")[0]))
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=target.parent) as dump:
            _dump(endpoint, binaries, dump, advance)
            file, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
            unfinished = Path(name)
            try:
                with os.fdopen(file, "wb") as stream:
                    _pack(stream, dump, files, release, made, advance)
                manifest = check(unfinished, binaries, advance)
                layout.inherit_owner(unfinished)
                unfinished.rename(target)
                layout.sync(target.parent)
            finally:
                with suppress(FileNotFoundError):
                    unfinished.unlink()
    except OSError as error:
        raise WuzhaError(Problem(problems.CANNOT_WRITE, str(target), {"reason": error})) from error
    return BackupInfo(target, target.stat().st_size, manifest)


def check(source: Path, binaries: Binaries | None = None, advance: Advance = nobody) -> Manifest:
    """Read a backup from end to end: every checksum, and the dump through pg_restore. Raises CLU304."""
    programs = binaries or find()
    total = source.stat().st_size
    done = 0

    def take(name: str, stream: archive.Hashed) -> None:
        nonlocal done
        if name == contents.DUMP:
            _decompress(source, stream, programs)
        else:
            archive.drain(stream)
        done = min(total, done + stream.part.size)
        advance(Step.CHECKING, done, total)

    return archive.read(source, take)


def _readable_release(endpoint: Endpoint) -> str:
    """The server's version, once it is sure that the administrator may read every row."""
    try:
        with psycopg.connect(endpoint.conninfo(Login.ADMIN)) as admin:
            row = admin.execute(
                "SELECT rolsuper OR rolbypassrls, current_user FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            number = admin.info.server_version
    except psycopg.OperationalError as error:
        raise unreachable(endpoint, error) from error
    if row is None or not row[0]:
        raise WuzhaError(Problem(problems.NEEDS_BYPASS, values={"user": endpoint.admin["user"]}))
    return f"{number // 10_000}.{number % 10_000}"


def _dump(endpoint: Endpoint, binaries: Binaries, dump: IO[bytes], advance: Advance) -> None:
    arguments = ["--format=custom", "--no-owner", "--no-tablespaces"]
    process = tools.connect(binaries, "pg_dump", endpoint, arguments, dump)
    while True:
        try:
            process.wait(0.2)
            break
        except subprocess.TimeoutExpired:
            advance(Step.DUMPING, os.fstat(dump.fileno()).st_size, None)
    if complaint := tools.ended(process):
        raise WuzhaError(Problem(problems.DUMP_FAILED, values={"reason": complaint}))


def _pack(stream: IO[bytes], dump: IO[bytes], files: Path, release: str, made: datetime, advance: Advance) -> None:
    writer = archive.Writer(stream)
    size = dump.seek(0, os.SEEK_END)
    dump.seek(0)
    writer.add(contents.DUMP, dump, size, made.timestamp())
    found = sorted(path for path in files.rglob("*") if path.is_file() and not path.is_symlink())
    for done, path in enumerate(found, 1):
        with path.open("rb") as content:
            status = os.fstat(content.fileno())
            writer.add(contents.FILES + path.relative_to(files).as_posix(), content, status.st_size, status.st_mtime)
        advance(Step.PACKING, done, len(found))
    writer.close(wuzha.__version__, release, made)
    stream.flush()
    os.fsync(stream.fileno())
    # Forgotten by the cache, so that the check reads what the disk has kept.
    os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _decompress(source: Path, stream: archive.Hashed, binaries: Binaries) -> None:
    process = tools.begin(binaries, "pg_restore", ["--file=/dev/null"])
    assert process.stdin is not None
    # A broken pipe means that pg_restore has given up: its own words, below, say why.
    with suppress(BrokenPipeError):
        while block := stream.read(archive.CHUNK):
            process.stdin.write(block)
    archive.drain(stream)
    if complaint := tools.ended(process):
        raise archive.damaged(source, f"{contents.DUMP}: {complaint}")
