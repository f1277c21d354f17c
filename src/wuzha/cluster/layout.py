"""Directories, files and figures of the machine that the supervisor works with."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from wuzha.cluster.account import Account, name_of
from wuzha.cluster.core import problems
from wuzha.cluster.core.conf import Machine
from wuzha.problems import Problem, WuzhaError

_SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432")  # sun_path holds 108 bytes with its final zero
_LOG_LIMIT = 16 * 1024 * 1024
_POSITION = re.compile(rb"redo in progress.*current LSN: ([0-9A-F/]+)")


def socket_directory(directory: Path) -> Path:
    """Where clients find the socket: inside, or a private short place where the path would not fit.

    libpq reads a comma in a host as the border of a list.
    """
    inside = directory / "run"
    if len(os.fsencode(inside)) <= _SOCKET_LIMIT and "," not in str(inside):
        return inside
    return Path("/tmp", "wuzha-" + hashlib.sha256(os.fsencode(directory.resolve())).hexdigest()[:16])


def major(data: Path) -> int | None:
    """The PostgreSQL version that wrote a data directory; ``None`` where there is none."""
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def own_directory(directory: Path, account: Account) -> None:
    """The cluster's directory, made for ``account`` if missing; an empty one that we own is handed over."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = directory.stat()
    if status.st_uid == account.uid:
        return
    if status.st_uid == os.geteuid() and not any(directory.iterdir()):
        os.chown(directory, account.uid, account.gid)
        return
    values = {"owner": name_of(status.st_uid), "user": account.name}
    raise WuzhaError(Problem(problems.FOREIGN_OWNER, str(directory), values))


def own_file(path: Path, account: Account) -> None:
    """An empty file for ``account``, if it is missing: what root makes, the server's user must be able to open."""
    with suppress(FileExistsError):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        os.fchown(file, account.uid, account.gid)
        os.close(file)


def inherit_owner(path: Path) -> None:
    """Give what root has made to the owner of the directory that it lies in.

    Root may run a command on an installation that a service user runs every day.
    """
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def private_directory(directory: Path, account: Account) -> None:
    """A directory with mode 0700 that belongs to ``account`` and is no link. Raises CLU113."""
    try:
        directory.mkdir(mode=0o700)
        os.chown(directory, account.uid, account.gid)
    except FileExistsError:
        check_private(directory, account)
        directory.chmod(0o700)


def check_private(directory: Path, account: Account) -> None:
    """Raise CLU113 for a link or a directory of somebody else."""
    status = directory.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != account.uid:
        raise WuzhaError(Problem(problems.UNSAFE_SOCKET, str(directory)))


def write(path: Path, text: str, account: Account) -> None:
    """Replace a small file of the server as a whole."""
    scratch = path.with_name(path.name + ".new")
    scratch.unlink(missing_ok=True)
    file = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(file, "w", encoding="utf8") as stream:
        os.chown(file, account.uid, account.gid)
        stream.write(text)
    scratch.rename(path)


def sync(directory: Path) -> None:
    """Make renames inside a directory survive a power cut."""
    file = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def turn_over(log: Path) -> None:
    """Begin a new log where the old one has grown large; one old one is kept."""
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.rename(log.with_suffix(".log.1"))


def tail(log: Path, start: int, lines: int = 6) -> str:
    """The last lines of a log, read from ``start``."""
    with log.open("rb") as stream:
        stream.seek(start)
        return "\n".join(stream.read().decode(errors="replace").splitlines()[-lines:])


def recovery_position(log: Path, start: int) -> str:
    """The last position in the write-ahead log that recovery reported, or an empty string."""
    with log.open("rb") as stream:
        stream.seek(start)
        found = _POSITION.findall(stream.read())
    return found[-1].decode() if found else ""


def machine(directory: Path) -> Machine:
    """Memory (of the container, where it is limited), free disk and shared memory."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        text = Path(limit).read_text().strip() if Path(limit).exists() else ""
        memory = min(memory, int(text)) if text.isdigit() else memory
    shared = shutil.disk_usage("/dev/shm").free if Path("/dev/shm").is_dir() else 0
    return Machine(memory, shutil.disk_usage(directory).free, shared)
