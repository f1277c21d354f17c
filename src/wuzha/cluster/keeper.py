"""Holds the server as a child process for as long as this process lives, and brings it back if it is killed."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from wuzha.cluster import processes
from wuzha.cluster.account import Account
from wuzha.cluster.binaries import Binaries

_LAUNCHER = str(Path(__file__).with_name("launch.py"))
_REVIVALS = 5  # within _WINDOW seconds; more means that something is wrong that a restart does not mend
_WINDOW = 60.0
_log = logging.getLogger(__name__)


def launch(
    command: Sequence[str], account: Account, directory: Path, log: BinaryIO, death: signal.Signals
) -> subprocess.Popen[bytes]:
    """Run a program as ``account`` in ``directory``; it gets the signal ``death`` when the calling thread ends.

    It has a session of its own, so that Ctrl-C in a terminal reaches the supervisor only, and none of the
    PG… variables of our environment.
    """
    numbers = [str(number) for number in (os.getpid(), int(death), account.uid, account.gid)]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", _LAUNCHER, *numbers, str(directory), *command],
        env={"PATH": os.defpath, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
        close_fds=True,
    )


class Keeper:
    """The server's parent: one thread that starts it, waits for it, and starts it again if it was killed.

    A thread of its own, because the kernel's "parent died" means the thread that forked.
    """

    def __init__(self, binaries: Binaries, account: Account, data: Path, scratch: Path, log: Path) -> None:
        # By way of the working directory, so that the directories above may be closed to the server's user.
        self._command = [binaries.program("postgres"), "-D", "/proc/self/cwd"]
        self._account = account
        self._data = data
        self._scratch = scratch
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._spawned = threading.Event()
        self._trusted = threading.Event()
        self._stopping = threading.Event()
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="postgres", daemon=True)

    @property
    def pid(self) -> int | None:
        """The postmaster's process number."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Begin; returns when the process exists (not when it is ready)."""
        self._thread.start()
        self._spawned.wait()

    def trust(self) -> None:
        """The server has answered: from now on it is revived when it ends unasked."""
        self._trusted.set()

    def stop(self, patience: float = 60) -> None:
        """Fast shutdown; after ``patience`` seconds an immediate one (safe: the next start recovers)."""
        self._stopping.set()
        for number, limit in ((signal.SIGINT, patience), (signal.SIGQUIT, 10), (signal.SIGKILL, None)):
            if self._process is not None and self._process.poll() is None:
                self._process.send_signal(number)
            self._thread.join(limit)
            if not self._thread.is_alive():
                return

    def _keep(self) -> None:
        deaths: list[float] = []
        try:
            while True:
                with self._log.open("ab") as log:
                    self._process = launch(self._command, self._account, self._data, log, signal.SIGINT)
                self._spawned.set()
                code = self._process.wait()
                if self._stopping.is_set() or not self._trusted.is_set():
                    return
                deaths = [at for at in deaths if at > time.monotonic() - _WINDOW] + [time.monotonic()]
                if len(deaths) > _REVIVALS:
                    _log.error("postgres ended %s times within a minute; giving up", len(deaths))
                    return
                _log.warning("postgres ended unasked (%s); starting it again", code)
                processes.clear(self._data, self._scratch)
        finally:
            self._spawned.set()
            self.ended.set()
