"""Servers that an earlier, killed supervisor left behind: found by where they work, never by a number in a file."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

PROGRAMS = frozenset({"postgres", "initdb"})


def working_in(directories: Iterable[Path]) -> list[int]:
    """The PostgreSQL processes whose working directory is one of these (by device and inode)."""
    wanted = {_identity(directory) for directory in directories if directory.exists()}
    return [int(entry.name) for entry in os.scandir("/proc") if entry.name.isdigit() and _works(entry.path, wanted)]


def clear(data: Path, scratch: Path, patience: float = 60) -> bool:
    """End every server process left in the directories and remove the marks it left; whether any was found.

    Call it only with the supervisor's lock held. A whole server is asked to stop properly (its commits are on
    disk either way) and given ``patience`` seconds; processes without their postmaster are told to quit.
    """
    found = working_in((data, scratch))
    began = time.monotonic()
    left = found
    told: set[tuple[int, int]] = set()
    while left:
        waited = time.monotonic() - began
        postmaster = recorded_postmaster(data)
        for pid in left:
            word = _signal_for(whole=postmaster in left, is_head=pid == postmaster, waited=waited, limit=patience)
            if word and (pid, word) not in told:
                told.add((pid, word))
                _tell(pid, word)
        time.sleep(0.05)
        left = working_in((data, scratch))
    (data / "postmaster.pid").unlink(missing_ok=True)
    return bool(found)


def recorded_postmaster(data: Path) -> int | None:
    """The process number in ``postmaster.pid``: a claim, to be checked against ``working_in``."""
    try:
        first = (data / "postmaster.pid").read_text().partition("\n")[0].strip()
    except OSError:
        return None
    return int(first) if first.isdigit() else None


def _signal_for(*, whole: bool, is_head: bool, waited: float, limit: float) -> int:
    if waited > limit + 10 or (not whole and waited > 5):
        return signal.SIGKILL
    if whole and not is_head:
        return 0  # its postmaster ends it
    if waited > limit or not whole:
        return signal.SIGQUIT
    return signal.SIGINT


def _tell(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _works(process: str, wanted: set[tuple[int, int]]) -> bool:
    try:
        program = os.readlink(f"{process}/exe").removesuffix(" (deleted)")
        return os.path.basename(program) in PROGRAMS and _identity(Path(process, "cwd")) in wanted
    except OSError:
        return False  # ended meanwhile, or somebody else's


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino
