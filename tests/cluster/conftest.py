"""Clusters for tests: one made once with initdb, then copied."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from support.cluster import ThrowAway, test_cluster
from wuzha.cluster import processes
from wuzha.cluster.account import Account
from wuzha.cluster.supervisor import Cluster

HERE = Path(__file__).parent
SMALL = {"shared_buffers": "64MB"}


@pytest.fixture(scope="session")
def throw_away() -> Iterator[ThrowAway]:
    with test_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The directory of a durable cluster that was created once, with a table ``kept``, and stopped."""
    directory = tmp_path_factory.mktemp("made") / "pg"
    cluster = Cluster(directory, settings=SMALL)
    cluster.start()
    with psycopg.connect(cluster.admin()) as admin:
        admin.execute("CREATE TABLE kept (n int)")
    cluster.stop()
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def directory(made: Path) -> Iterator[Path]:
    """The same directory for every test, free at its beginning and its end: whatever a test kills must be mended."""
    (made / "data" / "local.conf").unlink(missing_ok=True)
    yield made
    processes.clear(made / "data", made / "data.new")


@pytest.fixture
def cluster(directory: Path) -> Iterator[Cluster]:
    cluster = Cluster(directory, settings=SMALL)
    yield cluster
    cluster.stop()


def becoming(account: Account) -> dict[str, Any]:
    """Arguments of ``Popen`` for running as this account; none where we are it (only root may change)."""
    if account.is_self:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


Supervise = Callable[..., "Supervised"]


class Supervised:
    """A supervisor in a process of its own; ``postmaster`` is its server's process number."""

    def __init__(self, *arguments: str) -> None:
        paths = os.pathsep.join(sys.path)
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "supervise.py"), *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )

    def hear(self, word: str) -> str:
        """Wait for a line that begins with ``word`` and give the rest of it."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(word):
                return line.removeprefix(word).strip()
        raise AssertionError(f"the supervisor ended before it said {word!r}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def supervise() -> Iterator[Supervise]:
    begun: list[Supervised] = []

    def start(*arguments: object) -> Supervised:
        begun.append(Supervised(*map(str, arguments)))
        return begun[-1]

    yield start
    for one in begun:
        one.kill()
