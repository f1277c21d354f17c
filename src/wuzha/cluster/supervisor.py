"""Starts, watches and stops one PostgreSQL server that belongs to one directory.

The directory holds ``data/`` (PostgreSQL's own), ``run/`` (the socket), ``lock``, ``guests`` and ``server.log``.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.pq import PGconn, Ping

from wuzha.cluster import binaries, layout, processes
from wuzha.cluster.account import Account, account_for, name_of
from wuzha.cluster.core import conf, problems
from wuzha.cluster.dsn import Endpoint, embedded
from wuzha.cluster.keeper import Keeper, launch
from wuzha.cluster.lock import Lock
from wuzha.cluster.progress import Report, Stage, Stopwatch, silent
from wuzha.problems import Problem, WuzhaError

_PAUSE = 0.02  # seconds between two looks at a starting server


class Cluster:
    """One PostgreSQL server in one directory, run by this process or joined where another process runs it.

    ``fsync=False`` is for throw-away clusters: a power cut would destroy it. ``settings`` overrides single
    settings of ``core.conf``.
    """

    def __init__(
        self, directory: Path, *, fsync: bool = True, settings: Mapping[str, conf.Setting] | None = None
    ) -> None:
        self.directory = directory.absolute()
        self.data = self.directory / "data"
        self.log = self.directory / "server.log"
        self.socket_directory = layout.socket_directory(self.directory)
        self._fsync = fsync
        self._settings = dict(settings or {})
        self._lock = Lock(self.directory / "lock")
        self._guests = Lock(self.directory / "guests")
        self._keeper: Keeper | None = None
        self._owner = 0

    @property
    def owned(self) -> bool:
        """Whether this process runs the server (and did not merely join it)."""
        return self._keeper is not None and self._owner == os.getpid()

    @property
    def supervisor(self) -> int | None:
        """The living process that runs the server; ``None`` where there is none."""
        return self._lock.holder() if self._guarded() else None

    @property
    def pid(self) -> int | None:
        """The server's process, where this process runs it."""
        return self._keeper.pid if self._keeper is not None and self.owned else None

    def endpoint(self, secret: bytes) -> Endpoint:
        """How to connect to the application's database here."""
        return embedded(str(self.socket_directory), secret)

    def admin(self, dbname: str = "postgres") -> str:
        """The superuser's connection string; it works for the supervising system users only."""
        return self.endpoint(b"").conninfo("admin", dbname)

    def start(self, report: Report = silent, patience: float = 0) -> None:
        """Create the database if there is none, start the server and return when it answers.

        Copes with whatever an earlier end left: a stale pid file, a server or single processes without their
        supervisor, a half-made database. Recovery may take as long as it needs; ``report`` hears of it.
        ``patience``: seconds to wait for another supervisor to end. Raises CLU101 to CLU114.
        """
        if sys.platform != "linux":
            raise WuzhaError(Problem(problems.NOT_LINUX, values={"platform": sys.platform}))
        watch = Stopwatch(report)
        account = account_for(self.data)
        layout.own_directory(self.directory, account)
        for name in ("lock", "guests", self.log.name):
            layout.own_file(self.directory / name, account)
        watch.tell(Stage.LOCKING)
        # A moment of patience always: another process may just be asking whether the lock is taken.
        if not self._lock.acquire(patience=0.3):
            holder = self._lock.holder() or "?"
            if patience:
                watch.tell(Stage.WAITING, str(holder))
            if not self._lock.acquire(patience=patience):
                raise WuzhaError(Problem(problems.LOCKED, str(self.directory), {"pid": holder}))
        try:
            self._run(account, watch)
        except BaseException:
            self._end()
            raise

    def attach(self, report: Report = silent, patience: float = 60) -> None:
        """Join a server that another process runs, waiting at most ``patience`` seconds until it answers.

        While joined, the other process's ``stop`` with grace waits for us. Raises CLU104.
        """
        watch = Stopwatch(report)
        if not self._guarded() or not self._guests.acquire(shared=True, patience=1):
            raise self._not_running()
        while self.ping() != Ping.OK:
            watch.tell(Stage.STARTING)
            if watch.seconds > patience or not self._guarded():
                self._guests.release()
                raise self._not_running()
            time.sleep(_PAUSE)

    def stop(self, grace: float = 0) -> None:
        """Stop the server (fast: open transactions are rolled back), or leave one that was only joined.

        ``grace``: seconds to wait for processes that have joined. Does nothing in a forked child.
        """
        if self.owned:
            self._guests.acquire(patience=grace)
            self._end()
        self._guests.release()

    def ping(self) -> Ping:
        """What ``pg_isready`` would say."""
        return Ping(PGconn.ping(self.admin().encode()))

    def _run(self, account: Account, watch: Stopwatch) -> None:
        processes.clear(self.data, self._scratch)
        server = binaries.runnable_by(binaries.find(major=layout.major(self.data)), account)
        if layout.major(self.data) is None:
            self._create(server, account, watch)
        elif layout.major(self.data) != server.major:
            values = {"found": layout.major(self.data), "server": server.release}
            raise WuzhaError(Problem(problems.OTHER_MAJOR, str(self.data), values))
        layout.private_directory(self.socket_directory, account)
        for leftover in self.socket_directory.iterdir():
            leftover.unlink()
        self._write_settings(account)
        layout.turn_over(self.log)
        layout.own_file(self.log, account)
        self._owner = os.getpid()
        spoken = self.log.stat().st_size if self.log.exists() else 0
        self._keeper = Keeper(server, account, self.data, self._scratch, self.log)
        self._keeper.start()
        self._await(watch, spoken)
        self._keeper.trust()

    def _create(self, server: binaries.Binaries, account: Account, watch: Stopwatch) -> None:
        """Make the database beside its place and move it there whole: a killed start leaves nothing half-made."""
        watch.tell(Stage.CREATING)
        if self.data.exists() and any(self.data.iterdir()):
            raise WuzhaError(Problem(problems.DAMAGED, str(self.data)))
        shutil.rmtree(self._scratch, ignore_errors=True)
        layout.private_directory(self._scratch, account)
        command = [
            server.program("initdb"),
            "--pgdata=/proc/self/cwd",
            f"--username={conf.ADMIN}",
            "--auth=scram-sha-256",
        ]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command += ["--auth-local=peer", *([] if self._fsync else ["--no-sync"])]
        with self.log.open("ab") as log:
            at = log.tell()
            code = launch(command, account, self._scratch, log, signal.SIGKILL).wait()
        if code != 0:
            shutil.rmtree(self._scratch)
            values = {"log": layout.tail(self.log, at)}
            raise WuzhaError(Problem(problems.WOULD_NOT_CREATE, str(self.directory), values))
        self._scratch.rename(self.data)
        if self._fsync:
            layout.sync(self.directory)

    def _write_settings(self, account: Account) -> None:
        settings = conf.defaults(layout.machine(self.directory), fsync=self._fsync)
        # Relative to the data directory, where the server works: no length limit and no closed parent on its side.
        inside = self.socket_directory.parent == self.directory
        settings["unix_socket_directories"] = "../run" if inside else str(self.socket_directory)
        users = sorted({account.name, name_of(os.geteuid())})
        texts = {
            "postgresql.conf": conf.postgresql_conf(settings | self._settings),
            "pg_hba.conf": conf.hba_conf(),
            "pg_ident.conf": conf.ident_conf(users),
        }
        for name, text in texts.items():
            layout.write(self.data / name, text, account)

    def _await(self, watch: Stopwatch, spoken: int) -> None:
        """Until the server answers. What it wrote to its log starts at ``spoken``."""
        assert self._keeper is not None
        while (answer := self.ping()) != Ping.OK:
            if self._keeper.ended.is_set():
                values = {"log": layout.tail(self.log, spoken), "path": self.log}
                raise WuzhaError(Problem(problems.WOULD_NOT_START, str(self.directory), values))
            position = layout.recovery_position(self.log, spoken) if answer == Ping.REJECT else ""
            watch.tell(Stage.RECOVERING if position else Stage.STARTING, position)
            time.sleep(_PAUSE)
        with psycopg.connect(self.admin()) as connection:
            connection.execute("SELECT 1")
        watch.tell(Stage.READY)

    def _end(self) -> None:
        if self._keeper is not None:
            self._keeper.stop()
            self._keeper = None
        self._lock.release()

    def _guarded(self) -> bool:
        """Whether a living supervisor holds the lock."""
        if not self.directory.exists():
            return False
        probe = Lock(self.directory / "lock")
        free = probe.acquire(shared=True)
        probe.release()
        return not free

    def _not_running(self) -> WuzhaError:
        return WuzhaError(Problem(problems.NOT_RUNNING, str(self.directory)))

    @property
    def _scratch(self) -> Path:
        return self.directory / "data.new"


@contextmanager
def running(
    cluster: Cluster, report: Report = silent, *, own: bool = False, grace: float = float("inf")
) -> Iterator[Cluster]:
    """The server for the length of a block: joined if another process runs it, else started and stopped by us.

    ``own``: never join, but wait until whoever runs it has ended; for a process that stays. Processes that
    joined ours meanwhile are waited for at the end, at most ``grace`` seconds.
    """
    if own:
        cluster.start(report, patience=float("inf"))
    else:
        _start_or_join(cluster, report)
    try:
        yield cluster
    finally:
        cluster.stop(grace)


def _start_or_join(cluster: Cluster, report: Report) -> None:
    while True:
        try:
            return cluster.start(report)
        except WuzhaError as error:
            if error.problems[0].kind is not problems.LOCKED:
                raise
        try:
            return cluster.attach(report, patience=float("inf"))
        except WuzhaError:
            continue  # the other one ended in this moment: ours to start
