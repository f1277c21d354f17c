"""Kill -9 at any place: nothing committed is lost, and the next start just works."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from wuzha.cluster import binaries, processes
from wuzha.cluster.account import account_for
from wuzha.cluster.progress import Progress, Stage
from wuzha.cluster.supervisor import Cluster

from .conftest import SMALL, Supervise, becoming


def commit(cluster: Cluster) -> list[int]:
    """Commit one more row; every row that is there now."""
    with psycopg.connect(cluster.admin()) as admin:
        admin.execute("INSERT INTO kept SELECT count(*) FROM kept")
    return kept(cluster)


def kept(cluster: Cluster) -> list[int]:
    with psycopg.connect(cluster.admin()) as admin:
        return [n for (n,) in admin.execute("SELECT n FROM kept ORDER BY n")]


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def test_a_killed_supervisor_takes_its_server_along(cluster: Cluster, directory: Path, supervise: Supervise) -> None:
    other = supervise(directory)
    other.hear("pid")
    committed = commit(cluster)
    other.kill()
    until(lambda: not processes.working_in([cluster.data]))
    cluster.start()
    assert kept(cluster) == committed


def test_start_right_after_the_kill_of_both(cluster: Cluster, directory: Path, supervise: Supervise) -> None:
    other = supervise(directory)
    postmaster = int(other.hear("pid"))
    committed = commit(cluster)
    os.kill(postmaster, signal.SIGKILL)
    other.kill()
    cluster.start()
    assert kept(cluster) == committed


def test_a_killed_server_comes_back_under_the_same_supervisor(cluster: Cluster) -> None:
    cluster.start()
    committed = commit(cluster)
    first = cluster.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: cluster.pid != first and cluster.ping() == 0)
    assert kept(cluster) == committed
    cluster.stop()
    assert processes.working_in([cluster.data]) == []


def test_a_busy_process_that_outlives_its_postmaster_is_ended(
    cluster: Cluster, directory: Path, supervise: Supervise
) -> None:
    other = supervise(directory)
    postmaster = int(other.hear("pid"))
    committed = commit(cluster)

    def busy() -> None:
        with pytest.raises(psycopg.OperationalError), psycopg.connect(cluster.admin()) as admin:
            admin.execute("DO $$ BEGIN FOR n IN 1..2000000000 LOOP NULL; END LOOP; END $$")

    thread = threading.Thread(target=busy)
    thread.start()
    until(lambda: _active(cluster) == 2)
    other.process.send_signal(signal.SIGSTOP)  # it shall not revive the server
    os.kill(postmaster, signal.SIGKILL)
    other.kill()
    assert processes.working_in([cluster.data]) != []
    cluster.start()
    thread.join()
    assert kept(cluster) == committed


def _active(cluster: Cluster) -> int:
    with psycopg.connect(cluster.admin()) as admin:
        row = admin.execute("SELECT count(*) FROM pg_stat_activity WHERE state = 'active'").fetchone()
    assert row is not None
    return int(row[0])


def test_a_server_without_supervisor_is_stopped_and_taken_over(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    account = account_for(cluster.data)
    orphan = subprocess.Popen(
        [binaries.find().program("postgres"), "-D", "/proc/self/cwd"],
        cwd=cluster.data,
        stderr=subprocess.DEVNULL,
        **becoming(account),
    )
    until(lambda: cluster.ping() == 0)
    committed = commit(cluster)
    cluster.start()
    assert orphan.wait(20) == 0, "a whole server is shut down properly, not killed"
    assert cluster.pid != orphan.pid
    assert kept(cluster) == committed


def test_a_pid_file_that_names_a_stranger_fools_nobody(cluster: Cluster) -> None:
    account = account_for(cluster.data)
    stranger = subprocess.Popen(["sleep", "60"], **becoming(account))
    try:
        (cluster.data / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster.data}\n1\n5432\n\n\n1 1\nready\n")
        socket = cluster.directory / "run" / ".s.PGSQL.5432.lock"
        socket.write_text(f"{stranger.pid}\n{cluster.data}\n1\n5432\n\n")
        cluster.start()
        assert cluster.ping() == 0
        assert stranger.poll() is None, "the stranger is left alone"
    finally:
        stranger.kill()
        stranger.wait()


def test_a_killed_creation_leaves_nothing_half_made(tmp_path: Path, supervise: Supervise) -> None:
    other = supervise(tmp_path / "pg")
    other.hear(Stage.CREATING)
    until(lambda: (tmp_path / "pg" / "data.new" / "PG_VERSION").exists())
    other.kill()
    cluster = Cluster(tmp_path / "pg", fsync=False, settings=SMALL)
    assert not cluster.data.exists()
    cluster.start()
    try:
        assert cluster.ping() == 0
        assert not (tmp_path / "pg" / "data.new").exists()
    finally:
        cluster.stop()


def test_recovery_is_waited_for_and_reported(directory: Path, supervise: Supervise) -> None:
    settings = {**SMALL, "log_startup_progress_interval": "10ms"}
    cluster = Cluster(directory, fsync=False, settings=settings)
    cluster.start()
    with psycopg.connect(cluster.admin()) as admin:
        admin.execute("CREATE TABLE much AS SELECT n, repeat('x', 200) FROM generate_series(1, 300000) n")
    postmaster = cluster.pid
    assert postmaster is not None
    cluster._keeper._stopping.set()  # type: ignore[union-attr]  # no revival: the next start shall recover
    os.kill(postmaster, signal.SIGKILL)
    cluster.stop()
    heard: list[Progress] = []
    cluster.start(heard.append)
    try:
        with psycopg.connect(cluster.admin()) as admin:
            assert admin.execute("SELECT count(*) FROM much").fetchone() == (300_000,)
            admin.execute("DROP TABLE much")
    finally:
        cluster.stop()
    assert any(one.stage == Stage.RECOVERING and "/" in one.detail for one in heard)
    assert heard[-1].stage == Stage.READY


def test_a_forked_worker_that_outlives_its_supervisor_does_not_keep_the_lock(
    cluster: Cluster, directory: Path, supervise: Supervise
) -> None:
    other = supervise(directory, "fork")
    other.hear("pid")
    children = Path(f"/proc/{other.process.pid}/task/{other.process.pid}/children").read_text().split()
    other.kill()
    workers = [int(pid) for pid in children if "supervise.py" in Path(f"/proc/{pid}/cmdline").read_text()]
    assert len(workers) == 1
    try:
        cluster.start()
        assert cluster.ping() == 0
    finally:
        os.kill(workers[0], signal.SIGKILL)
