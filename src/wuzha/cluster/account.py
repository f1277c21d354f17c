"""The system user that the server runs as: ourselves, or a user of its own when we are root."""

from __future__ import annotations

import os
import pwd
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from wuzha.cluster.core import problems
from wuzha.problems import Problem, WuzhaError

SYSTEM_USER = "wuzha"


@dataclass(frozen=True, slots=True)
class Account:
    """A system user: name and numbers."""

    name: str
    uid: int
    gid: int

    @property
    def is_self(self) -> bool:
        """Whether this process already runs as that user."""
        return self.uid == os.geteuid()


def name_of(uid: int) -> str:
    """The user's name, or its number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def account_for(data: Path) -> Account:
    """Who runs the server of this data directory: its owner if it exists, otherwise ourselves or the system user.

    Nothing that exists changes hands. Raises CLU107 (somebody else's directory), CLU108 and CLU109.
    """
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() == 0 and owner:
        return _by_uid(owner)
    wanted = _system_account() if os.geteuid() == 0 else _by_uid(os.geteuid())
    if owner is not None and owner != wanted.uid:
        values = {"owner": name_of(owner), "user": wanted.name}
        raise WuzhaError(Problem(problems.FOREIGN_OWNER, str(data), values))
    return wanted


def _by_uid(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as error:
        raise WuzhaError(Problem(problems.NAMELESS_USER, values={"uid": uid})) from error
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _system_account() -> Account:
    reason = ""
    for attempt in range(5):
        try:
            entry = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            # Two starts at once: the loser finds the password file locked, or the user made already.
            time.sleep(0.2 * attempt)
            reason = _useradd()
        else:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise WuzhaError(Problem(problems.NO_ACCOUNT, values={"user": SYSTEM_USER, "reason": reason}))


def _useradd() -> str:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        made = subprocess.run(
            [*command, "--shell", "/bin/false", SYSTEM_USER], capture_output=True, text=True, check=False
        )
    except OSError as error:
        return str(error)
    return made.stderr.strip()
