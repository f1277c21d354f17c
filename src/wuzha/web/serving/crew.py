"""Keeps the children running: starts them, starts them again when they die, ends them in order."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from wuzha.problems import Problem, WuzhaError
from wuzha.web.problems import PORT_TAKEN
from wuzha.web.serving import logs

PATIENCE = 20.0  # seconds for requests and jobs under way when asked to stop
_LOOK = 0.2  # seconds between two looks at the children
_QUICK = 5.0  # a child that lived shorter than this is waited for longer each time
_LONGEST = 8.0

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Where pages and API are served, by how many processes."""

    host: str
    port: int
    workers: int


class Child:
    """One child process that is started again whenever it ends unasked. It dies with this process."""

    def __init__(self, name: str, module: str, arguments: Sequence[str]) -> None:
        self.name = name
        self._command = [sys.executable, "-m", module, str(os.getpid()), *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._pause = 0.0

    def look(self) -> None:
        """Start the child if it does not run and is due."""
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return
            lived = time.monotonic() - self._began
            self._pause = 0.0 if lived > _QUICK else min(_LONGEST, self._pause * 2 or 0.5)
            _log.warning("a child process ended; starting it again", name=self.name, code=code, pause=self._pause)
            self._process = None
            self._began = time.monotonic() + self._pause
        if time.monotonic() >= self._began:
            self._began = time.monotonic()
            # A session of its own: Ctrl-C reaches us, and we end the children in order.
            self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, start_new_session=True)

    def ask_to_stop(self) -> None:
        """Let it finish what is under way."""
        if self._process is not None:
            self._process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end, at most until this moment; then kill."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _log.warning("a child process did not stop in time", name=self.name)
            self._process.kill()
            self._process.wait()


def serve(address: Address, stop: threading.Event | None = None) -> None:
    """Serve pages and API and run the jobs until SIGTERM or SIGINT (or ``stop``). The house must be open.

    Raises WEB501 where the port is taken. To be called in the main thread.
    """
    _claim(address)
    logs.configure()
    stopping = stop or threading.Event()
    former = {number: signal.signal(number, lambda *_: stopping.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    web = [address.host, str(address.port), str(address.workers)]
    children = [Child("web", "wuzha.web.serving.http", web), Child("jobs", "wuzha.web.serving.jobs", [])]
    try:
        while not stopping.is_set():
            for child in children:
                child.look()
            stopping.wait(_LOOK)
    finally:
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + PATIENCE
        for child in children:
            child.wait(until)
        for number, handler in former.items():
            signal.signal(number, handler)


def _claim(address: Address) -> None:
    """Find out now, and not from a child that ends again and again, whether the port can be had."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        deadline = time.monotonic() + 2  # children of a killed predecessor are about to go
        while True:
            try:
                probe.bind((address.host, address.port))
                return
            except OSError as error:
                if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                    values = {"host": address.host, "port": address.port, "reason": error.strerror}
                    raise WuzhaError(Problem(PORT_TAKEN, values=values)) from error
            time.sleep(0.1)
